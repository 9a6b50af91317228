import type { JWK } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createBankKeys, processJwksResponse, selectKey } from '../../../../src/main/core/bank/jwks.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'
import { bankSigningKey } from '../../../support/id-tokens.ts'
import { startTokenBank, type TokenBank } from '../../../support/token-server.ts'

const jwk = bankSigningKey('key-1').jwk
const newer = { ...jwk, kid: 'key-2' }

describe('createBankKeys', () => {
  let setting: TokenBank
  let server: TokenBank['server']
  let time: number
  beforeAll(async () => {
    setting = await startTokenBank()
    server = setting.server
  })
  afterAll(() => setting.close())
  beforeEach(() => {
    time = Date.parse('2026-11-20T12:00:00Z')
    server.calls.length = 0
  })

  const bankKeys = () => createBankKeys(setting.bank, { now: () => new Date(time) })
  const context = { step: 'jwks' }

  it('fetches once and keeps the keys for five minutes', async () => {
    const resolve = bankKeys().keysFor(setting.session(), context)
    server.willAnswer(200, { keys: [jwk] })
    expect((await resolve({ alg: 'PS256', kid: 'key-1' }))?.kid).toBe('key-1')
    time += 299_000
    await resolve({ alg: 'PS256', kid: 'key-1' })
    expect(server.calls).toHaveLength(1)
    time += 1000
    server.willAnswer(200, { keys: [] })
    expect(await resolve({ alg: 'PS256', kid: 'key-1' })).toBeNull()
    expect(server.calls.map(({ path }) => path)).toEqual(['/jwks', '/jwks'])
  })

  it('fetches once more for a key that is unknown, and no more than that', async () => {
    const resolve = bankKeys().keysFor(setting.session(), context)
    server.willAnswer(200, { keys: [jwk] })
    await resolve({ alg: 'PS256', kid: 'key-1' })
    server.willAnswer(200, { keys: [jwk, newer] })
    expect((await resolve({ alg: 'PS256', kid: 'key-2' }))?.kid).toBe('key-2')
    server.willAnswer(200, { keys: [jwk, newer] })
    expect(await resolve({ alg: 'PS256', kid: 'key-3' })).toBeNull()
    expect(server.calls).toHaveLength(3)
  })

  it('shares one fetch among those who wait for it', async () => {
    const resolve = bankKeys().keysFor(setting.session(), context)
    server.willAnswer(200, { keys: [jwk] })
    await Promise.all([resolve({ alg: 'PS256', kid: 'key-1' }), resolve({ alg: 'PS256', kid: 'key-1' })])
    expect(server.calls).toHaveLength(1)
  })

  it('fetches ahead of need, once, and asks again after a failure', async () => {
    const keys = bankKeys()
    const resolve = keys.keysFor(setting.session(), context)
    server.willAnswer(503, 'busy')
    keys.fetchAhead(setting.session(), context)
    await appErrorOf(() => resolve({ alg: 'PS256', kid: 'key-1' }))
    server.willAnswer(200, { keys: [jwk] })
    keys.fetchAhead(setting.session(), context)
    keys.fetchAhead(setting.session(), context)
    expect(await resolve({ alg: 'PS256', kid: 'key-1' })).not.toBeNull()
    keys.fetchAhead(setting.session(), context)
    expect(server.calls.map(({ path }) => path)).toEqual(['/jwks', '/jwks'])
  })

  it('has nothing to fetch ahead from a bank that publishes no keys', () => {
    const session = setting.session()
    bankKeys().fetchAhead({ ...session, endpoints: { ...session.endpoints, jwksUri: null } }, context)
    expect(server.calls).toEqual([])
  })

  it('does not remember a failure, and forgets on demand', async () => {
    const keys = bankKeys()
    const resolve = keys.keysFor(setting.session(), context)
    server.willAnswer(503, 'busy')
    expect((await appErrorOf(() => resolve({ alg: 'PS256', kid: 'key-1' }))).code).toBe('BANK_ERROR_RESPONSE')
    server.willAnswer(200, { keys: [jwk] })
    expect(await resolve({ alg: 'PS256', kid: 'key-1' })).not.toBeNull()
    keys.forget(setting.session().bankRegistrationId)
    server.willAnswer(200, { keys: [jwk] })
    await resolve({ alg: 'PS256', kid: 'key-1' })
    expect(server.calls).toHaveLength(3)
  })
})

describe('processJwksResponse', () => {
  it.each(['{}', '[]', '{"keys":{}}', '{"keys":[7]}', '{"keys":[{"kid":"a"}]}', 'null'])('refuses %s', async (body) => {
    const response = bankAnswer(200, body)
    const error = await appErrorOf(() => processJwksResponse(response))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })
})

describe('selectKey', () => {
  const named = (fields: JWK): JWK => ({ ...jwk, ...fields })
  it.each<[name: string, keys: JWK[], hint: { alg: string; kid?: string }, found: boolean]>([
    ['the one key', [jwk], { alg: 'PS256', kid: 'key-1' }, true],
    ['the one key, unnamed', [jwk], { alg: 'PS256' }, true],
    ['no name among two', [jwk, newer], { alg: 'PS256' }, false],
    ['a name among two', [jwk, newer], { alg: 'PS256', kid: 'key-2' }, true],
    ['an unknown name', [jwk], { alg: 'PS256', kid: 'key-9' }, false],
    ['a key for encryption', [named({ use: 'enc' })], { alg: 'PS256', kid: 'key-1' }, false],
    ['a key for another algorithm', [named({ alg: 'RS256' })], { alg: 'PS256', kid: 'key-1' }, false],
    ['a key that says nothing of its use', [named({ alg: undefined, use: undefined })], { alg: 'PS256', kid: 'key-1' }, true],
    ['a key that may only sign', [named({ key_ops: ['sign'] })], { alg: 'PS256', kid: 'key-1' }, false],
    ['a name shared with an encryption key (FAPI 8.11)', [named({ use: 'enc' }), jwk], { alg: 'PS256', kid: 'key-1' }, true],
    [
      'a name shared with a key of another type (FAPI 8.11)',
      [{ kty: 'EC', crv: 'P-256', kid: 'key-1' }, jwk],
      { alg: 'PS256', kid: 'key-1' },
      true,
    ],
    ['the other of those', [{ kty: 'EC', crv: 'P-256', kid: 'key-1' }, jwk], { alg: 'ES256', kid: 'key-1' }, true],
    ['a curve that ES256 does not use', [{ kty: 'EC', crv: 'P-384', kid: 'key-1' }], { alg: 'ES256', kid: 'key-1' }, false],
    ['a symmetric key', [{ kty: 'oct', kid: 'key-1', k: 'AA' }], { alg: 'HS256', kid: 'key-1' }, false],
    ['no algorithm', [jwk], { alg: 'none', kid: 'key-1' }, false],
  ])('%s', (_, keys, hint, found) => {
    expect(selectKey(keys, hint) !== null).toBe(found)
  })
})
