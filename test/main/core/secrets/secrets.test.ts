import { randomBytes } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { isUniqueViolation } from '../../../../src/main/core/db/database-errors.ts'
import { secretsInMemory } from '../../../support/secrets-fixtures.ts'
import { errorOf } from '../../../support/workspace-fixtures.ts'

const ref = { table: 'ob_wac_certificate', id: 'one', column: 'private_key' }
const readCell = 'select nonce, ciphertext from sealed_value where owner_id = ?'

describe('values', () => {
  test('come back as they were put, the newest only', () => {
    const { secrets } = secretsInMemory()
    for (const value of ['', 'text', 'Łódź 🏦', randomBytes(1_000_000)]) {
      secrets.put(ref, value)
      expect(secrets.get(ref)).toEqual(Buffer.from(value))
    }
    secrets.put(ref, new Uint8Array([1, 2, 3]))
    expect(secrets.get(ref)).toEqual(Buffer.of(1, 2, 3))
  })

  test('are removed with their record, and a missing one is told', async () => {
    const { secrets } = secretsInMemory()
    const other = { ...ref, id: 'two' }
    secrets.put(ref, 'a')
    secrets.put({ ...ref, column: 'second' }, 'b')
    secrets.put(other, 'c')
    secrets.deleteAll(ref.table, ref.id)
    expect([secrets.has(ref), secrets.has({ ...ref, column: 'second' }), secrets.has(other)]).toEqual([false, false, true])
    expect(await errorOf(() => secrets.get(ref))).toMatchObject({
      code: 'SECRET_MISSING',
      message: expect.stringContaining('ob_wac_certificate'),
    })
  })

  test('are one format byte, as many bytes as the value, and a 16-byte tag; the same value never looks the same', () => {
    const { store, secrets } = secretsInMemory()
    const seen = new Set<string>()
    for (let i = 0; i < 300; i += 1) {
      secrets.put({ ...ref, id: String(i) }, 'the same value')
      const cell = store.get<{ nonce: Buffer; ciphertext: Buffer }>(readCell, String(i))
      expect([cell?.nonce.length, cell?.ciphertext.length, cell?.ciphertext[0]]).toEqual([12, 1 + 14 + 16, 1])
      seen.add(cell?.nonce.toString('hex') ?? '').add(cell?.ciphertext.toString('hex') ?? '')
    }
    expect(seen.size).toBe(600)
  })

  test('are part of the transaction around them', () => {
    const { store, secrets } = secretsInMemory()
    expect(() =>
      store.transaction(() => {
        secrets.put(ref, 'a')
        throw new RangeError('undone')
      }),
    ).toThrow('undone')
    expect(secrets.has(ref)).toBe(false)
  })
})

describe('tampering', () => {
  const columns = ['owner_table', 'owner_id', 'owner_column']

  test.each(columns)('a value moved to another %s is rejected', async (column) => {
    const { store, secrets } = secretsInMemory()
    secrets.put(ref, 'moved')
    store.run(`update sealed_value set ${column} = 'other'`)
    const moved = {
      table: column === 'owner_table' ? 'other' : ref.table,
      id: column === 'owner_id' ? 'other' : ref.id,
      column: column === 'owner_column' ? 'other' : ref.column,
    }
    expect(await errorOf(() => secrets.get(moved))).toMatchObject({ code: 'DECRYPTION_FAILED', message: expect.stringContaining('other') })
  })

  test('a boundary moved between two parts of the record is rejected', async () => {
    const { store, secrets } = secretsInMemory()
    secrets.put({ table: 'ab', id: 'c', column: 'd' }, 'moved')
    store.run("update sealed_value set owner_table = 'a', owner_id = 'bc'")
    expect((await errorOf(() => secrets.get({ table: 'a', id: 'bc', column: 'd' }))).code).toBe('DECRYPTION_FAILED')
  })

  test('a value attributed to another key is rejected, even when both descriptions hold the same key', async () => {
    const { store, ring, secrets, addKey } = secretsInMemory()
    secrets.put(ref, 'moved')
    const [first] = store.all<{ id: string }>('select id from encryption_key_description')
    const second = addKey()
    const reattribute = () => store.run('update sealed_value set encryption_key_description_id = ?', second)
    reattribute()
    expect((await errorOf(() => secrets.get(ref))).code).toBe('DECRYPTION_FAILED')
    ring.add(second, ring.key(first?.id ?? ''))
    expect((await errorOf(() => secrets.get(ref))).code).toBe('DECRYPTION_FAILED')
  })

  test('any flipped bit of the value, tag, format or nonce, and any cut, is rejected', async () => {
    const { store, secrets } = secretsInMemory()
    secrets.put(ref, 'bits')
    const cell = store.get<{ nonce: Buffer; ciphertext: Buffer }>(readCell, ref.id)
    if (!cell) throw new Error('nothing was sealed')
    const codeWith = async (nonce: Buffer, ciphertext: Buffer) => {
      store.run('update sealed_value set nonce = ?, ciphertext = ?', nonce, ciphertext)
      return (await errorOf(() => secrets.get(ref))).code
    }
    const flip = (bytes: Buffer, bit: number) => {
      const copy = Buffer.from(bytes)
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      return copy
    }
    for (let bit = 0; bit < cell.ciphertext.length * 8; bit += 1) {
      expect(await codeWith(cell.nonce, flip(cell.ciphertext, bit)), `ciphertext bit ${bit}`).toBe('DECRYPTION_FAILED')
    }
    for (let bit = 0; bit < 96; bit += 1)
      expect(await codeWith(flip(cell.nonce, bit), cell.ciphertext), `nonce bit ${bit}`).toBe('DECRYPTION_FAILED')
    expect(await codeWith(cell.nonce, cell.ciphertext.subarray(0, -1))).toBe('DECRYPTION_FAILED')
    expect(await codeWith(cell.nonce, cell.ciphertext.subarray(0, 17))).toBe('DECRYPTION_FAILED')
    store.run('update sealed_value set nonce = ?, ciphertext = ?', cell.nonce, cell.ciphertext)
    expect(secrets.get(ref).toString()).toBe('bits')
  })
})

describe('nonces', () => {
  const repeating =
    (...firsts: number[]) =>
    (length: number) => {
      const next = firsts.shift()
      return next === undefined ? randomBytes(length) : Buffer.alloc(length, next)
    }

  test('the database refuses a repeat under one key', () => {
    const { store, secrets } = secretsInMemory()
    secrets.put(ref, 'a')
    let caught: unknown
    try {
      store.run(
        `insert into sealed_value select owner_table, 'copy', owner_column, encryption_key_description_id, nonce, ciphertext from sealed_value`,
      )
    } catch (error) {
      caught = error
    }
    expect(isUniqueViolation(caught)).toBe(true)
  })

  test('a repeat is drawn again, for another record and for the same one', () => {
    const { store, secrets } = secretsInMemory({ random: repeating(7, 7, 8, 8, 9) })
    const nonceOf = (id: string) => store.get<{ nonce: Buffer }>(readCell, id)?.nonce
    secrets.put(ref, 'a')
    secrets.put({ ...ref, id: 'two' }, 'b')
    expect([nonceOf('one'), nonceOf('two')]).toEqual([Buffer.alloc(12, 7), Buffer.alloc(12, 8)])
    secrets.put({ ...ref, id: 'two' }, 'c')
    expect(nonceOf('two')).toEqual(Buffer.alloc(12, 9))
    expect([secrets.get(ref).toString(), secrets.get({ ...ref, id: 'two' }).toString()]).toEqual(['a', 'c'])
  })

  test('a random source that only repeats is an error, and the old value stays', async () => {
    const { secrets } = secretsInMemory({ random: (length) => Buffer.alloc(length, 7) })
    secrets.put(ref, 'a')
    expect((await errorOf(() => secrets.put(ref, 'b'))).code).toBe('INTERNAL')
    expect(secrets.get(ref).toString()).toBe('a')
  })
})

describe('keys', () => {
  test('a key stops at its limit, also for values that were replaced, and a new one goes on', async () => {
    const { secrets, addKey } = secretsInMemory({ sealLimit: 3 })
    for (const value of ['1', '2', '3']) secrets.put(ref, value)
    expect(await errorOf(() => secrets.put(ref, '4'))).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringContaining('3 values'),
      remedy: expect.stringContaining('new encryption key'),
    })
    expect(secrets.get(ref).toString()).toBe('3')
    addKey()
    secrets.put(ref, '4')
    expect(secrets.get(ref).toString()).toBe('4')
  })

  test('a closed key says why, for reading and for writing', async () => {
    const { store, ring, secrets } = secretsInMemory()
    secrets.put(ref, 'a')
    const [{ id } = { id: '' }] = store.all<{ id: string }>('select id from encryption_key_description')
    ring.remove(id)
    ring.refuse(id, { state: 'lost', reason: 'the keychain has no entry', remedy: 'Restore the entry' })
    const expected = {
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringContaining('is lost: the keychain has no entry'),
      remedy: 'Restore the entry',
    }
    expect(await errorOf(() => secrets.get(ref))).toMatchObject(expected)
    expect(await errorOf(() => secrets.put(ref, 'b'))).toMatchObject(expected)
  })

  test('old values stay readable under a new key and are sealed again in batches', () => {
    const { store, secrets, addKey } = secretsInMemory()
    for (let i = 0; i < 25; i += 1) secrets.put({ ...ref, id: String(i) }, `value ${i}`)
    const second = addKey()
    expect([secrets.reseal(10), secrets.reseal(10), secrets.reseal(10), secrets.reseal(10)]).toEqual([10, 10, 5, 0])
    expect(store.all('select distinct encryption_key_description_id as id from sealed_value')).toEqual([{ id: second }])
    for (let i = 0; i < 25; i += 1) expect(secrets.get({ ...ref, id: String(i) }).toString()).toBe(`value ${i}`)
  })

  test('a batch with a changed value is not sealed again at all', async () => {
    const { store, secrets, addKey } = secretsInMemory()
    for (let i = 0; i < 5; i += 1) secrets.put({ ...ref, id: String(i) }, `value ${i}`)
    store.run("update sealed_value set nonce = zeroblob(12) where owner_id = '3'")
    const second = addKey()
    expect((await errorOf(() => secrets.reseal(10))).code).toBe('DECRYPTION_FAILED')
    expect(store.all('select 1 from sealed_value where encryption_key_description_id = ?', second)).toEqual([])
  })
})
