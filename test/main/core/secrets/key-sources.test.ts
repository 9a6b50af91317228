import { createSecretKey, randomBytes, randomUUID, scryptSync } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { configurationSource, EnvironmentKeys } from '../../../../src/main/core/secrets/configuration.ts'
import type { KeyOrigin } from '../../../../src/main/core/secrets/key-source.ts'
import { createKeySources } from '../../../../src/main/core/secrets/key-sources.ts'
import { keychainService, osKeychainSource } from '../../../../src/main/core/secrets/os-keychain.ts'
import { passphraseSource } from '../../../../src/main/core/secrets/passphrase.ts'
import { isSameKey, keyCheck, newKey, unwrap, wrap } from '../../../../src/main/core/secrets/wrapping.ts'
import { errorOf, memoryKeychain, newKeyText, noKeychain } from '../../../support/workspace-fixtures.ts'

const origin = (over: Partial<KeyOrigin> = {}): KeyOrigin => ({ id: 'key', sourceName: '', backend: '', parameters: null, ...over })

describe('wrapping', () => {
  test('only the same key and description open it again', async () => {
    const [wrapping, other, dataKey] = [newKey(), newKey(), newKey()]
    const wrapped = wrap(wrapping, 'a', dataKey)
    expect(unwrap(wrapping, 'a', wrapped).equals(dataKey)).toBe(true)
    expect((await errorOf(() => unwrap(wrapping, 'b', wrapped))).code).toBe('DECRYPTION_FAILED')
    expect((await errorOf(() => unwrap(other, 'a', wrapped))).code).toBe('DECRYPTION_FAILED')
    expect(wrap(wrapping, 'a', dataKey).equals(wrapped)).toBe(false)
    expect(wrapped.includes(dataKey.export())).toBe(false)
  })

  test('the key check knows its own key and shows no key', () => {
    const wrapping = newKey()
    const check = keyCheck(wrapping, 'a')
    expect(check.length).toBe(16)
    expect([isSameKey(wrapping, 'a', check), isSameKey(newKey(), 'a', check), isSameKey(wrapping, 'b', check)]).toEqual([
      true,
      false,
      false,
    ])
    expect(isSameKey(wrapping, 'a', check.subarray(0, 4))).toBe(false)
    expect(wrapping.export().includes(check)).toBe(false)
  })
})

describe('configuration', () => {
  test('the key is read once and removed from the environment', async () => {
    const text = newKeyText()
    const env = { MY_KEY: text, OTHER: 'stays' }
    const source = configurationSource(new EnvironmentKeys(env), 'MY_KEY')
    const made = await source.create('key')
    expect(env).toEqual({ OTHER: 'stays' })
    expect(made).toMatchObject({ id: 'key', sourceName: 'MY_KEY', backend: 'environment', parameters: null })
    expect(made.wrappingKey.equals(createSecretKey(Buffer.from(text, 'base64')))).toBe(true)
    expect(await source.obtain(made)).toBe(made.wrappingKey)
  })

  test.each([
    ['31 bytes', randomBytes(31).toString('base64')],
    ['33 bytes', randomBytes(33).toString('base64')],
    ['hexadecimal', randomBytes(32).toString('hex')],
    ['no padding', randomBytes(32).toString('base64').slice(0, -1)],
    ['stray characters', `!${randomBytes(32).toString('base64')}`],
    ['words', 'correct horse battery staple'],
  ])('anything else is refused by name, never by value: %s', async (_, text) => {
    const source = configurationSource(new EnvironmentKeys({ MY_KEY: text }), 'MY_KEY')
    const error = await errorOf(() => source.create('key'))
    expect(error).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('MY_KEY'),
      remedy: expect.stringContaining('MY_KEY'),
    })
    expect(JSON.stringify(error)).not.toContain(text)
    expect(await source.obtain(origin())).toMatchObject({ state: 'locked', reason: expect.stringContaining('MY_KEY') })
  })

  test('a variable that is not set', async () => {
    const source = configurationSource(new EnvironmentKeys({}), 'MY_KEY')
    expect(await errorOf(() => source.create('key'))).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringContaining('MY_KEY'),
    })
    expect(await source.obtain(origin())).toMatchObject({ state: 'locked', remedy: expect.stringContaining('MY_KEY') })
  })

  test("another program's variable, named by mistake, stays", async () => {
    const env = { PATH: '/usr/bin' }
    await errorOf(() => configurationSource(new EnvironmentKeys(env), 'PATH').create('key'))
    expect(env).toEqual({ PATH: '/usr/bin' })
  })
})

describe('passphrase', () => {
  test('is scrypt with the recorded parameters and a new salt each time', async () => {
    const source = passphraseSource('correct horse')
    const [made, again] = [await source.create('a'), await source.create('b')]
    const { N, r, p, salt } = JSON.parse(made.parameters ?? '')
    expect([N, r, p, Buffer.from(salt, 'base64').length]).toEqual([2 ** 17, 8, 1, 16])
    expect(JSON.parse(again.parameters ?? '').salt).not.toBe(salt)
    const independent = scryptSync('correct horse', Buffer.from(salt, 'base64'), 32, { N, r, p, maxmem: 2 ** 28 })
    expect(made.wrappingKey.export()).toEqual(independent)
    expect(JSON.stringify({ ...made, wrappingKey: null })).not.toContain('horse')
  })

  test('typed in another normal form gives the same key', async () => {
    const made = await passphraseSource('Zo\u00eb passphrase').create('a')
    const obtained = await passphraseSource('Zoe\u0308 passphrase').obtain(made)
    expect('state' in obtained ? obtained : obtained.equals(made.wrappingKey)).toBe(true)
  })

  test('shorter than eight characters is refused, and none at all leaves the key locked', async () => {
    expect(await errorOf(() => passphraseSource('seven77').create('a'))).toMatchObject({ code: 'INVALID_INPUT', field: 'key.passphrase' })
    expect(await passphraseSource(null).obtain(origin())).toMatchObject({ state: 'locked', reason: expect.stringContaining('not given') })
  })

  const good = { N: 2 ** 14, r: 8, p: 1, salt: Buffer.alloc(16).toString('base64') }
  test.each([
    ['memory', { ...good, N: 2 ** 24 }],
    ['block size', { ...good, r: 1024 }],
    ['parallelism', { ...good, p: 1000 }],
    ['too cheap', { ...good, N: 2 }],
    ['no power of two', { ...good, N: 100_000 }],
    ['nothing', null],
  ])('stored parameters beyond the caps are refused before any work: %s', async (_, parameters) => {
    const stored = origin({ parameters: JSON.stringify(parameters) })
    expect((await errorOf(() => passphraseSource('correct horse').obtain(stored))).code).toBe('DECRYPTION_FAILED')
  })
})

describe('OS keychain', () => {
  test('the probe leaves nothing behind', async () => {
    const keychain = memoryKeychain()
    expect(await osKeychainSource(() => keychain).probe()).toBeNull()
    expect(keychain.entries.size).toBe(0)
  })

  test('holds 32 bytes under the service and the id, and forgets them', async () => {
    const keychain = memoryKeychain()
    const source = osKeychainSource(() => keychain)
    const id = randomUUID()
    const made = await source.create(id)
    expect([...keychain.entries.keys()]).toEqual([`${keychainService}/${id}`])
    expect(Buffer.from([...keychain.entries.values()][0] ?? '', 'base64')).toEqual(made.wrappingKey.export())
    const obtained = await source.obtain(made)
    expect('state' in obtained ? obtained : obtained.equals(made.wrappingKey)).toBe(true)
    await source.forget(id)
    expect(keychain.entries.size).toBe(0)
  })

  test.each([
    ["Cannot find package 'keytar' imported from /app/os-keychain.ts", 'not installed'],
    ['libsecret-1.so.0: cannot open shared object file', 'cannot be loaded'],
    ['Cannot autolaunch D-Bus without X11 $DISPLAY', 'no D-Bus session'],
    ['Cannot create an item in a locked collection', 'keyring is locked'],
    ['The name org.freedesktop.secrets was not provided by any .service files', 'no keyring service'],
    ['Object does not exist at path “/org/freedesktop/secrets/collection/login”', 'no default collection'],
  ])('each way of failing has its reason: %s', async (message, reason) => {
    const source = osKeychainSource(() => {
      throw new Error(message)
    })
    expect(await source.probe()).toContain(reason)
    expect(await source.obtain(origin())).toMatchObject({ state: 'locked', reason: expect.stringContaining(reason) })
    expect(await errorOf(() => source.create('key'))).toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringContaining(reason),
    })
  })

  test('nothing found is lost when the keychain can be written, locked when it cannot', async () => {
    const keychain = memoryKeychain()
    const source = osKeychainSource(() => keychain)
    const made = await source.create('key')
    keychain.entries.clear()
    expect(await source.obtain(made)).toMatchObject({ state: 'lost', remedy: expect.stringContaining(keychainService) })
    keychain.failWrites = true
    expect(await source.obtain(made)).toMatchObject({ state: 'locked', reason: expect.stringContaining('locked') })
  })

  test('a keychain that does not keep what is written is no keychain', async () => {
    const keychain = { ...memoryKeychain(), getPassword: async () => null }
    expect(await osKeychainSource(() => keychain).probe()).toContain('did not keep')
  })
})

describe('the choice for a new workspace', () => {
  const first = async (over: Partial<Parameters<typeof createKeySources>[0]>) =>
    (await createKeySources({ env: {}, loadKeychain: noKeychain, passphrase: null, ...over }).first()).source

  test('what was configured comes before the keychain', async () => {
    const env = () => ({ TPP_WORKBENCH_KEY: newKeyText(), TPP_WORKBENCH_PASSPHRASE: 'correct horse' })
    const keychain = memoryKeychain()
    expect(await first({ env: env(), loadKeychain: () => keychain })).toBe('Configuration')
    expect(await first({ env: { TPP_WORKBENCH_PASSPHRASE: 'correct horse' }, loadKeychain: () => keychain })).toBe('Passphrase')
    expect(await first({ env: env(), passphrase: 'correct horse' })).toBe('Passphrase')
    expect(await first({ loadKeychain: () => keychain })).toBe('OsKeychain')
  })

  test('both variables leave the environment at once, whatever is chosen', () => {
    const env = { TPP_WORKBENCH_KEY: 'malformed', TPP_WORKBENCH_PASSPHRASE: 'correct horse', HOME: '/home/x' }
    createKeySources({ env, loadKeychain: noKeychain, passphrase: null })
    expect(env).toEqual({ HOME: '/home/x' })
  })

  test('a malformed key is an error, not a reason to take another source', async () => {
    const keychain = memoryKeychain()
    expect(await errorOf(() => first({ env: { TPP_WORKBENCH_KEY: 'malformed' }, loadKeychain: () => keychain }))).toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringContaining('TPP_WORKBENCH_KEY'),
    })
  })

  test('without any, the remedy lists the three ways', async () => {
    const error = await errorOf(() => first({}))
    expect(error).toMatchObject({ code: 'SECRET_STORE_UNAVAILABLE', message: expect.stringContaining('no D-Bus session') })
    for (const way of ['keychain', 'TPP_WORKBENCH_KEY', 'TPP_WORKBENCH_PASSPHRASE']) expect(error.remedy).toContain(way)
  })
})
