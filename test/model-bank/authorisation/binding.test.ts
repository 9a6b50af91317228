import { X509Certificate } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { clientToken, makeTpp, registered, type Tpp, token, tppCall } from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp
let other: Tpp
let clientId: string
let otherId: string

beforeAll(async () => {
  ;[bank, tpp, other] = await Promise.all([startModelBank(), makeTpp('0015800001FFFFFFFF'), makeTpp('0015800001GGGGGGGG')])
  clientId = await registered(bank, tpp)
  otherId = await registered(bank, other)
})
afterAll(() => bank.close())

const credentials = (caller: Tpp | null, id: string) =>
  token(bank, caller, { grant_type: 'client_credentials', scope: 'accounts', client_id: id })
const consents = (caller: Tpp | null, bearer: string, version: '3.1' | '4.0') =>
  tppCall(bank, caller, `${bank.addresses.accountInformation[version]}/account-access-consents/any`, {
    headers: { authorization: `Bearer ${bearer}` },
  })

describe('at the token endpoint', () => {
  test('the right certificate passes', async () => {
    const { status, json } = await credentials(tpp, clientId)
    expect([status, json.token_type, json.scope]).toEqual([200, 'Bearer', 'accounts'])
  })

  test.each<[string, () => Tpp | null, string]>([
    ['no certificate', () => null, 'no client certificate was presented'],
    ['a trusted certificate of another client', () => other, 'no certificate authority that the bank knows for this organisation'],
  ])('%s is refused, with the reason', async (_what, caller, reason) => {
    const { status, json } = await credentials(caller(), clientId)
    expect([status, json.error]).toEqual([401, 'invalid_client'])
    expect(json.error_description).toContain(reason)
  })

  test('the same subject from an unknown authority is refused', async () => {
    const impostor = await makeTpp(tpp.organisationId)
    expect((await credentials(impostor, clientId)).json.error_description).toContain('no certificate authority that the bank knows')
  })

  test('an expired certificate is refused', async () => {
    let passed = 0
    const later = await startModelBank({ now: () => new Date(Date.now() + passed) })
    try {
      const id = await registered(later, tpp)
      passed = 400 * 24 * 3600_000
      const { status, json } = await token(later, tpp, { grant_type: 'client_credentials', client_id: id })
      expect([status, json.error]).toEqual([401, 'invalid_client'])
      expect(json.error_description).toContain('the client certificate expired on')
    } finally {
      await later.close()
    }
  })

  test('a renewed certificate with the same subject passes', async () => {
    const renewed = await makeTpp(tpp.organisationId, ['PSP_AI'], tpp.set.ca)
    expect(new X509Certificate(renewed.set.transport.certificate).fingerprint256).not.toBe(
      new X509Certificate(tpp.set.transport.certificate).fingerprint256,
    )
    expect((await credentials(renewed, clientId)).status).toBe(200)
  })

  test('an empty scope is accepted', async () => {
    expect((await token(bank, tpp, { grant_type: 'client_credentials', scope: '', client_id: clientId })).status).toBe(200)
  })
})

describe('at the accounts interface', () => {
  test('a stolen token is worth nothing without its certificate', async () => {
    const bearer = await clientToken(bank, tpp, clientId)
    expect((await consents(tpp, bearer, '4.0')).status).toBe(400)
    for (const thief of [null, other]) {
      const v4 = await consents(thief, bearer, '4.0')
      expect([v4.status, JSON.parse(v4.text).Errors[0].ErrorCode]).toEqual([401, 'TK01'])
      const v3 = await consents(thief, bearer, '3.1')
      expect([v3.status, v3.text]).toEqual([401, ''])
    }
  })

  test('even a fresh certificate of the same client needs a token of its own', async () => {
    const bearer = await clientToken(bank, tpp, clientId)
    const renewed = await makeTpp(tpp.organisationId, ['PSP_AI'], tpp.set.ca)
    expect((await consents(renewed, bearer, '4.0')).status).toBe(401)
    expect((await consents(renewed, await clientToken(bank, renewed, clientId), '4.0')).status).toBe(400)
  })

  test.each([
    ['missing', ''],
    ['garbage', 'garbage'],
  ])('a %s token gets no body', async (_what, bearer) => {
    const answer = await consents(tpp, bearer, '4.0')
    expect([answer.status, answer.text, answer.headers['www-authenticate']]).toEqual([401, '', expect.stringContaining('Bearer')])
  })

  test('a token without the scope is forbidden', async () => {
    const { json } = await token(bank, tpp, { grant_type: 'client_credentials', scope: '', client_id: clientId })
    expect((await consents(tpp, String(json.access_token), '4.0')).status).toBe(403)
  })
})

test('handshakes are counted by client certificate', async () => {
  const fingerprint = new X509Certificate(other.set.transport.certificate).fingerprint256.toLowerCase()
  const before = bank.handshakes()
  await credentials(other, otherId)
  await tppCall(bank, null, '/jwks')
  const after = bank.handshakes()
  expect(after[fingerprint]).toBe((before[fingerprint] ?? 0) + 1)
  expect(after.none).toBe((before.none ?? 0) + 1)
})
