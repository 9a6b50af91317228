import { describe, expect, onTestFinished, test } from 'vitest'
import { openWorkspace } from '../../../../src/main/core/workspace/open-workspace.ts'
import type { Workspace } from '../../../../src/main/core/workspace/workspace.ts'
import type { AppEvent } from '../../../../src/shared/events.ts'
import { encryptionKeyDescription } from '../../../../src/shared/model/encryption-key.ts'
import { errorOf, fixedClock, memoryKeychain, newKeyText, tempFolder } from '../../../support/workspace-fixtures.ts'

const ref = (id: string) => ({ table: 'bank_registration', id, column: 'client_secret' })

const kept = async () => {
  const dataDir = tempFolder()
  const keychain = memoryKeychain()
  const events: AppEvent[] = []
  const first = newKeyText()
  const open = async (env: NodeJS.ProcessEnv): Promise<Workspace> => {
    const workspace = await openWorkspace({ dataDir, clock: fixedClock, env, keytar: () => keychain, emit: (event) => events.push(event) })
    onTestFinished(() => workspace.close())
    return workspace
  }
  const workspace = await open({ TPP_WORKBENCH_KEY: first, SECOND: newKeyText() })
  const [{ id } = { id: '' }] = await workspace.keys.list()
  return { workspace, keychain, events, first, firstId: id, open }
}

const inKeychain = { name: 'second', key: { source: 'OsKeychain' }, setCurrent: true } as const

test('several keys live side by side: new values use the current one, old values stay readable', async () => {
  const { workspace, keychain, events, firstId, first, open } = await kept()
  workspace.secrets.put(ref('old'), 'old')
  const second = await workspace.keys.create(inKeychain)
  expect(encryptionKeyDescription.parse(second)).toMatchObject({
    name: 'second',
    source: 'OsKeychain',
    sourceName: second.id,
    current: true,
    sealedValues: 0,
  })
  expect(events).toContainEqual({ type: 'changed', aggregate: 'encryptionKeyDescription', id: second.id })
  expect(keychain.entries.size).toBe(1)
  workspace.secrets.put(ref('new'), 'new')
  const state = (await workspace.keys.list()).map(({ id, current, sealedValues }) => ({ id, current, sealedValues }))
  expect(state).toHaveLength(2)
  expect(state).toContainEqual({ id: firstId, current: false, sealedValues: 1 })
  expect(state).toContainEqual({ id: second.id, current: true, sealedValues: 1 })
  workspace.close()

  const again = await open({ TPP_WORKBENCH_KEY: first })
  expect([again.secrets.get(ref('old')).toString(), again.secrets.get(ref('new')).toString()]).toEqual(['old', 'new'])
})

test('a key that is not current may be unreachable: the rest works, findings and reading say so', async () => {
  const { workspace, firstId, open, first } = await kept()
  workspace.secrets.put(ref('old'), 'old')
  const second = await workspace.keys.create(inKeychain)
  workspace.secrets.put(ref('new'), 'new')
  workspace.close()

  const again = await open({})
  expect(again.secrets.get(ref('new')).toString()).toBe('new')
  expect(await errorOf(() => again.secrets.get(ref('old')))).toMatchObject({
    code: 'SECRET_STORE_UNAVAILABLE',
    remedy: expect.stringContaining('TPP_WORKBENCH_KEY'),
  })
  expect(again.keys.get(firstId).state).toBe('locked')
  expect(again.keys.findings()).toContainEqual({
    severity: 'failed',
    subject: { aggregate: 'encryptionKeyDescription', id: firstId, name: 'Workspace key' },
    check: 'keyReachable',
    message: expect.stringContaining('TPP_WORKBENCH_KEY is not set'),
    remedy: expect.stringContaining('TPP_WORKBENCH_KEY'),
  })
  expect((await errorOf(() => again.keys.setCurrent(firstId))).code).toBe('SECRET_STORE_UNAVAILABLE')
  expect((await errorOf(() => again.keys.rotate())).code).toBe('SECRET_STORE_UNAVAILABLE')
  expect(again.keys.get(second.id).current).toBe(true)
  again.close()

  const changed = await open({ TPP_WORKBENCH_KEY: newKeyText() })
  expect(changed.keys.get(firstId).state).toBe('changed')
  changed.close()
  expect((await open({ TPP_WORKBENCH_KEY: first })).keys.get(firstId).state).toBe('unlocked')
})

test('list tries again to reach a key', async () => {
  const { workspace, keychain, firstId, first, open } = await kept()
  const second = await workspace.keys.create({ ...inKeychain, setCurrent: false })
  expect(second.current).toBe(false)
  workspace.close()
  const entries = [...keychain.entries]
  keychain.entries.clear()
  const again = await open({ TPP_WORKBENCH_KEY: first })
  expect((await again.keys.list()).find(({ id }) => id === second.id)?.state).toBe('lost')
  expect(again.keys.findings().find(({ subject }) => subject.id === second.id)?.severity).toBe('attention')
  for (const [name, value] of entries) keychain.entries.set(name, value)
  expect((await again.keys.list()).find(({ id }) => id === second.id)?.state).toBe('unlocked')
  expect(again.keys.get(firstId).current).toBe(true)
})

describe('rotation and deletion', () => {
  test('rotating moves every value to the current key, then the old key can go', async () => {
    const { workspace, firstId } = await kept()
    for (let i = 0; i < 250; i += 1) workspace.secrets.put(ref(String(i)), `value ${i}`)
    const second = await workspace.keys.create({ name: 'second', key: { source: 'Configuration', sourceName: 'SECOND' }, setCurrent: true })
    expect(await errorOf(() => workspace.keys.delete(firstId))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('250 values'),
    })
    expect(await errorOf(() => workspace.keys.delete(second.id))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('current'),
    })
    expect(await workspace.keys.rotate()).toEqual({ resealed: 250 })
    expect(await workspace.keys.rotate()).toEqual({ resealed: 0 })
    expect([workspace.keys.get(firstId).sealedValues, workspace.keys.get(second.id).sealedValues]).toEqual([0, 250])
    expect(await workspace.keys.delete(firstId)).toEqual({ id: firstId })
    expect((await errorOf(() => workspace.keys.get(firstId))).code).toBe('NOT_FOUND')
    for (let i = 0; i < 250; i += 1) expect(workspace.secrets.get(ref(String(i))).toString()).toBe(`value ${i}`)
  })

  test('a rotation that was stopped half-way is finished by the next one', async () => {
    const { workspace, firstId, first, open } = await kept()
    for (let i = 0; i < 150; i += 1) workspace.secrets.put(ref(String(i)), `value ${i}`)
    workspace.store.run("update sealed_value set nonce = zeroblob(12) where owner_id = '149'")
    const nonces = () => workspace.store.all('select encryption_key_description_id as key from sealed_value group by key')
    await workspace.keys.create(inKeychain)
    expect((await errorOf(() => workspace.keys.rotate())).code).toBe('DECRYPTION_FAILED')
    expect(nonces()).toHaveLength(2)
    expect(workspace.keys.get(firstId).sealedValues).toBe(50)
    workspace.close()

    const again = await open({ TPP_WORKBENCH_KEY: first })
    again.secrets.deleteAll('bank_registration', '149')
    expect(await again.keys.rotate()).toEqual({ resealed: 49 })
    for (let i = 0; i < 149; i += 1) expect(again.secrets.get(ref(String(i))).toString()).toBe(`value ${i}`)
  })

  test('a deleted key leaves the keychain', async () => {
    const { workspace, keychain } = await kept()
    const second = await workspace.keys.create({ ...inKeychain, setCurrent: false })
    expect(keychain.entries.size).toBe(1)
    await workspace.keys.delete(second.id)
    expect(keychain.entries.size).toBe(0)
  })

  test('going back to an earlier key', async () => {
    const { workspace, firstId } = await kept()
    const second = await workspace.keys.create(inKeychain)
    expect(workspace.keys.setCurrent(firstId)).toMatchObject({ id: firstId, current: true })
    expect(workspace.keys.get(second.id).current).toBe(false)
    workspace.secrets.put(ref('x'), 'x')
    expect(workspace.keys.get(firstId).sealedValues).toBe(1)
  })
})

test('a source that gives no key writes nothing', async () => {
  const { workspace, keychain } = await kept()
  keychain.failWrites = true
  expect((await errorOf(() => workspace.keys.create(inKeychain))).code).toBe('SECRET_STORE_UNAVAILABLE')
  const absent = { source: 'Configuration', sourceName: 'ABSENT' } as const
  expect((await errorOf(() => workspace.keys.create({ ...inKeychain, key: absent }))).message).toContain('ABSENT')
  expect(await workspace.keys.list()).toHaveLength(1)
})

test('a description whose wrapped key was changed is told from one with another source key', async () => {
  const { workspace, open, first, firstId } = await kept()
  const [row] = workspace.store.all<{ wrapped: Buffer }>('select wrapped_key as wrapped from encryption_key_description')
  const wrapped = Buffer.from(row?.wrapped ?? '')
  wrapped[20] = (wrapped[20] ?? 0) ^ 1
  workspace.store.run('update encryption_key_description set wrapped_key = ? where id = ?', wrapped, firstId)
  workspace.close()
  expect(await errorOf(() => open({ TPP_WORKBENCH_KEY: first }))).toMatchObject({
    code: 'DECRYPTION_FAILED',
    message: expect.stringContaining(firstId),
  })
})

test('no description contains a key', async () => {
  const { workspace, keychain, first } = await kept()
  await workspace.keys.create(inKeychain)
  const rows = workspace.store.all<Record<string, unknown>>('select * from encryption_key_description')
  const bytes = Buffer.concat(
    rows.flatMap((row) => Object.values(row).map((cell) => (Buffer.isBuffer(cell) ? cell : Buffer.from(String(cell))))),
  )
  for (const text of [first, ...keychain.entries.values()]) {
    expect([bytes.includes(text), bytes.includes(Buffer.from(text, 'base64'))]).toEqual([false, false])
  }
  const shown = JSON.stringify([await workspace.keys.list(), workspace.keys.findings(), await workspace.status()])
  for (const text of [first, ...keychain.entries.values()]) expect(shown).not.toContain(text)
})

test('what a key seals is told by what it belongs to', async () => {
  const { workspace, firstId } = await kept()
  for (const id of ['a', 'b']) workspace.secrets.put(ref(id), id)
  workspace.secrets.put({ table: 'sandbox_ca', id: 'a', column: 'private_key' }, 'key')
  expect(workspace.keys.get(firstId)).toMatchObject({
    sealedValues: 3,
    seals: [
      { kind: 'bank_registration', values: 2 },
      { kind: 'sandbox_ca', values: 1 },
    ],
  })
})

test('a rotation that is cancelled keeps what it has done, and the next goes on from there', async () => {
  const { workspace, firstId } = await kept()
  workspace.store.transaction(() => {
    for (let index = 0; index < 450; index += 1) workspace.secrets.put(ref(`value ${index}`), `secret ${index}`)
  })
  await workspace.keys.create(inKeychain)
  expect(workspace.keys.cancelRotate()).toEqual({ cancelled: false })
  const rotating = errorOf(() => workspace.keys.rotate())
  expect(workspace.keys.cancelRotate()).toEqual({ cancelled: true })
  expect(await rotating).toMatchObject({ code: 'CANCELLED', remedy: expect.stringContaining('again') })
  const left = workspace.keys.get(firstId).sealedValues
  expect(left).toBeGreaterThan(0)
  expect(left).toBeLessThan(450)
  expect(await workspace.keys.rotate()).toEqual({ resealed: left })
  expect(workspace.secrets.get(ref('value 449')).toString()).toBe('secret 449')
})
