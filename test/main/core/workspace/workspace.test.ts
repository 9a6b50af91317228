import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type OpenWorkspaceOptions, openWorkspace } from '../../../../src/main/core/workspace/open-workspace.ts'
import { bytesIn, errorOf, fixedClock, memoryKeychain, newKeyText, noKeychain, tempFolder } from '../../../support/workspace-fixtures.ts'

const ref = { table: 'bank_registration', id: 'one', column: 'client_secret' }

const open = async (options: Partial<OpenWorkspaceOptions>) => {
  const workspace = await openWorkspace({ dataDir: null, clock: fixedClock, env: {}, keytar: noKeychain, ...options })
  onTestFinished(() => workspace.close())
  return workspace
}

const only = async (workspace: Awaited<ReturnType<typeof open>>) => {
  const [key, ...rest] = await workspace.keys.list()
  if (!key || rest.length > 0) throw new Error('expected one key')
  return key
}

describe('ephemeral', () => {
  test('seals in memory and says that nothing is kept', async () => {
    const workspace = await open({})
    workspace.secrets.put(ref, 'secret')
    expect(workspace.secrets.get(ref).toString()).toBe('secret')
    expect([workspace.ephemeral, workspace.dataDir]).toEqual([true, null])
    expect(await workspace.status()).toMatchObject({ ephemeral: true, dataDir: null, notice: expect.stringMatching(/^Nothing is kept: /) })
    expect(await only(workspace)).toMatchObject({
      source: 'Ephemeral',
      current: true,
      state: 'unlocked',
      sealedValues: 1,
      backend: 'memory',
    })
  })

  test('status tells which sources would work, and why not', async () => {
    const none = await (await open({})).status()
    expect(none.keySources).toEqual([
      { source: 'OsKeychain', usable: false, detail: expect.stringContaining('no D-Bus session') },
      { source: 'Configuration', usable: false, detail: expect.stringContaining('TPP_WORKBENCH_KEY is not set') },
      { source: 'Passphrase', usable: true, detail: expect.any(String) },
    ])
    const keychain = memoryKeychain()
    const all = await (await open({ env: { TPP_WORKBENCH_KEY: newKeyText() }, keytar: () => keychain })).status()
    expect(all.keySources.map(({ usable }) => usable)).toEqual([true, true, true])
  })
})

describe('kept', () => {
  test('without a source nothing is written', async () => {
    const root = tempFolder()
    const error = await errorOf(() => open({ dataDir: join(root, 'data', 'deep') }))
    expect(error).toMatchObject({ code: 'SECRET_STORE_UNAVAILABLE', remedy: expect.stringContaining('TPP_WORKBENCH_PASSPHRASE') })
    expect(readdirSync(root)).toEqual([])
  })

  test('with a malformed key or a short passphrase nothing is written', async () => {
    const root = tempFolder()
    for (const env of [{ TPP_WORKBENCH_KEY: 'short' }, { TPP_WORKBENCH_PASSPHRASE: 'short' }]) {
      expect((await errorOf(() => open({ dataDir: join(root, 'data'), env }))).code).toBe('INVALID_INPUT')
    }
    expect(readdirSync(root)).toEqual([])
  })

  test('a key from the environment, private files, and the values again after reopening', async () => {
    const dataDir = join(tempFolder(), 'data')
    const key = newKeyText()
    const env: NodeJS.ProcessEnv = { TPP_WORKBENCH_KEY: key }
    const first = await open({ dataDir, env })
    expect(env).toEqual({})
    first.secrets.put(ref, 'secret')
    expect(statSync(dataDir).mode & 0o777).toBe(0o700)
    for (const name of readdirSync(dataDir)) expect([name, statSync(join(dataDir, name)).mode & 0o777]).toEqual([name, 0o600])
    expect(await first.status()).toMatchObject({ ephemeral: false, dataDir, notice: null })
    expect(await only(first)).toMatchObject({ source: 'Configuration', sourceName: 'TPP_WORKBENCH_KEY', current: true, state: 'unlocked' })
    first.close()
    first.close()

    const again = await open({ dataDir, env: { TPP_WORKBENCH_KEY: key } })
    expect(again.secrets.get(ref).toString()).toBe('secret')
    expect(again.keys.findings()).toEqual([expect.objectContaining({ severity: 'good', check: 'keyReachable', remedy: null })])
  })

  test('the key is missing or another: told apart, nothing changed, no new key made', async () => {
    const dataDir = tempFolder()
    const key = newKeyText()
    const first = await open({ dataDir, env: { TPP_WORKBENCH_KEY: key } })
    first.secrets.put(ref, 'secret')
    first.close()
    const file = join(dataDir, 'workspace.sqlite')
    const before = readFileSync(file)
    const keychain = memoryKeychain()
    const failing = (env: NodeJS.ProcessEnv) => errorOf(() => open({ dataDir, env, keytar: () => keychain }))

    expect(await failing({})).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringMatching(/is locked: .*TPP_WORKBENCH_KEY is not set/),
      remedy: expect.stringContaining('TPP_WORKBENCH_KEY'),
    })
    expect(await failing({ TPP_WORKBENCH_KEY: newKeyText() })).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringMatching(/is changed: .*another key/),
      remedy: expect.stringContaining('TPP_WORKBENCH_KEY'),
    })
    expect((await failing({ TPP_WORKBENCH_KEY: 'malformed' })).message).toContain('TPP_WORKBENCH_KEY is not base64')
    expect(readFileSync(file)).toEqual(before)
    expect(keychain.entries.size).toBe(0)
    expect((await open({ dataDir, env: { TPP_WORKBENCH_KEY: key } })).secrets.get(ref).toString()).toBe('secret')
  })

  test('a passphrase, and a wrong one', async () => {
    const dataDir = tempFolder()
    const env: NodeJS.ProcessEnv = { TPP_WORKBENCH_PASSPHRASE: 'correct horse' }
    const first = await open({ dataDir, env })
    expect(env).toEqual({})
    first.secrets.put(ref, 'secret')
    expect(await only(first)).toMatchObject({ source: 'Passphrase', sourceName: '', backend: 'scrypt' })
    first.close()
    expect(await errorOf(() => open({ dataDir, passphrase: 'wrong horse' }))).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringContaining('the passphrase is wrong'),
    })
    expect((await errorOf(() => open({ dataDir }))).message).toContain('its passphrase was not given')
    const again = await open({ dataDir, passphrase: 'correct horse' })
    expect(again.secrets.get(ref).toString()).toBe('secret')
    again.close()
    expect(bytesIn(dataDir).includes('correct horse')).toBe(false)
  })

  test('a keychain entry: lost, changed and locked are told apart', async () => {
    const dataDir = tempFolder()
    const keychain = memoryKeychain()
    const keytar = () => keychain
    const first = await open({ dataDir, keytar })
    const { id, backend, sourceName } = await only(first)
    expect([sourceName, backend.length > 0]).toEqual([id, true])
    first.close()
    const [[entry, kept] = ['', '']] = keychain.entries
    const message = async () => (await errorOf(() => open({ dataDir, keytar }))).message

    keychain.entries.set(entry, newKeyText())
    expect(await message()).toContain('is changed')
    keychain.entries.delete(entry)
    expect(await message()).toContain('is lost')
    keychain.failWrites = true
    expect(await message()).toContain('is locked')
    keychain.failWrites = false
    keychain.entries.set(entry, kept)
    expect((await open({ dataDir, keytar })).ephemeral).toBe(false)
  })

  test('a folder in use is refused, and no entry stays in the keychain', async () => {
    const dataDir = tempFolder()
    const env = () => ({ TPP_WORKBENCH_KEY: newKeyText() })
    await open({ dataDir, env: env() })
    expect(await errorOf(() => open({ dataDir, env: env() }))).toMatchObject({
      code: 'DATA_DIR_IN_USE',
      message: expect.stringContaining(`${process.pid}`),
    })
    const keychain = memoryKeychain()
    const target = tempFolder()
    writeFileSync(join(target, 'file'), '')
    expect((await errorOf(() => open({ dataDir: join(target, 'file'), keytar: () => keychain }))).code).toBe('INVALID_INPUT')
    expect(keychain.entries.size).toBe(0)
  })

  test('no secret is on disk in clear', async () => {
    const dataDir = tempFolder()
    const workspace = await open({ dataDir, env: { TPP_WORKBENCH_KEY: newKeyText() } })
    const values = Array.from({ length: 50 }, (_, i) => `-----BEGIN PRIVATE KEY----- ${i} ${newKeyText()}`)
    values.forEach((value, i) => {
      workspace.secrets.put({ ...ref, id: String(i) }, value)
    })
    workspace.store.run(
      "insert into sealed_value select owner_table, 'marker-in-clear', owner_column, encryption_key_description_id, zeroblob(12), ciphertext from sealed_value limit 1",
    )
    const found = (bytes: Buffer) => values.filter((value) => bytes.includes(value) || bytes.includes(value.slice(-20)))
    const whileOpen = bytesIn(dataDir)
    expect([found(whileOpen), whileOpen.includes('marker-in-clear')]).toEqual([[], true])
    workspace.secrets.deleteAll(ref.table, '0')
    workspace.close()
    expect(found(bytesIn(dataDir))).toEqual([])
  })
})

describe('keep', () => {
  test('the same store, secrets and keys go on in the folder, and open again', async () => {
    const dataDir = join(tempFolder(), 'kept')
    const workspace = await open({})
    const { store, secrets } = workspace
    secrets.put(ref, 'before')
    const key = newKeyText()
    const env: NodeJS.ProcessEnv = { MY_KEY: key }
    const other = await open({ env })
    other.secrets.put(ref, 'before')
    const status = await other.keep({ dataDir, key: { source: 'Configuration', sourceName: 'MY_KEY' } })
    expect(status).toMatchObject({ ephemeral: false, dataDir, notice: null })
    expect(env).toEqual({})
    other.secrets.put({ ...ref, id: 'two' }, 'after')
    expect(await only(other)).toMatchObject({
      source: 'Configuration',
      sourceName: 'MY_KEY',
      current: true,
      state: 'unlocked',
      sealedValues: 2,
    })
    expect((await errorOf(() => other.keep({ dataDir, key: { source: 'OsKeychain' } }))).code).toBe('CONFLICT')
    other.close()
    const again = await open({ dataDir, env: { MY_KEY: key } })
    expect(again.secrets.get(ref).toString()).toBe('before')
    expect(again.secrets.get({ ...ref, id: 'two' }).toString()).toBe('after')

    expect(await errorOf(() => workspace.keep({ dataDir, key: { source: 'Passphrase', passphrase: 'correct horse' } }))).toMatchObject({
      code: 'CONFLICT',
      field: 'dataDir',
    })
    expect([workspace.ephemeral, store.schemaVersion() > 0, secrets.get(ref).toString()]).toEqual([true, true, 'before'])
  })

  test('a failure leaves the ephemeral workspace usable, the folder unchanged and the keychain empty', async () => {
    const root = tempFolder()
    const keychain = memoryKeychain()
    const workspace = await open({ keytar: () => keychain })
    workspace.secrets.put(ref, 'before')
    const fails = (dataDir: string) => errorOf(() => workspace.keep({ dataDir, key: { source: 'OsKeychain' } }))

    writeFileSync(join(root, 'file'), 'theirs')
    expect((await fails(join(root, 'file'))).code).toBe('INVALID_INPUT')
    keychain.failWrites = true
    expect((await fails(join(root, 'new'))).code).toBe('SECRET_STORE_UNAVAILABLE')
    keychain.failWrites = false
    // Something in the way of the copy itself.
    mkdirSync(join(root, 'blocked', 'workspace.sqlite.partial', 'x'), { recursive: true })
    expect((await fails(join(root, 'blocked'))).code).toBe('DATABASE_FAILED')

    expect(readdirSync(root).sort()).toEqual(['blocked', 'file'])
    expect(readdirSync(join(root, 'blocked'))).toEqual(['workspace.sqlite.partial'])
    expect(keychain.entries.size).toBe(0)
    expect([workspace.ephemeral, workspace.secrets.get(ref).toString()]).toEqual([true, 'before'])
    expect((await only(workspace)).source).toBe('Ephemeral')
    await workspace.keep({ dataDir: join(root, 'good'), key: { source: 'OsKeychain' } })
    expect([workspace.ephemeral, workspace.secrets.get(ref).toString()]).toEqual([false, 'before'])
  })

  test('two at once: one is kept, the other is refused', async () => {
    const root = tempFolder()
    const workspace = await open({})
    const key = { source: 'Passphrase', passphrase: 'correct horse' } as const
    const [first, second] = await Promise.allSettled([
      workspace.keep({ dataDir: join(root, 'a'), key }),
      workspace.keep({ dataDir: join(root, 'b'), key }),
    ])
    expect([first.status, second.status]).toEqual(['fulfilled', 'rejected'])
    expect(readdirSync(root)).toEqual(['a'])
  })
})
