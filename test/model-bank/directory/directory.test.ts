import { randomUUID } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { assertion, enrol, makeTpp, registered, seconds, sign, type Tpp, tppCall } from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp

beforeAll(async () => {
  ;[bank, tpp] = await Promise.all([startModelBank(), makeTpp('0015800001BBBBBBBB')])
  await enrol(bank, tpp)
})
afterAll(() => bank.close())

describe('directory', () => {
  test('signs an assertion with every claim of the standard', async () => {
    const ssa = await assertion(bank, tpp)
    expect(decodeProtectedHeader(ssa)).toMatchObject({ alg: 'PS256', typ: 'JWT' })
    const directory = `${bank.addresses.directory}/organisation/${tpp.organisationId}`
    expect(decodeJwt(ssa)).toMatchObject({
      iss: 'OpenBanking Ltd',
      software_id: tpp.softwareId,
      software_client_id: tpp.softwareId,
      software_client_name: 'Budget & Co',
      software_roles: ['AISP'],
      software_mode: 'Test',
      software_jwks_endpoint: `${directory}/software-statement/${tpp.softwareId}/jwks`,
      org_id: tpp.organisationId,
      org_status: 'Active',
      organisation_competent_authority_claims: { authority_id: 'GB-FCA', registration_id: tpp.organisationId },
    })
  })

  test('publishes the keys of the software statement', async () => {
    const { json } = await tppCall(bank, null, `/directory/organisation/${tpp.organisationId}/software-statement/${tpp.softwareId}/jwks`)
    expect(json.keys).toMatchObject([{ kid: tpp.keyId, use: 'sig', alg: 'PS256', kty: 'RSA' }, { use: 'tls' }])
  })

  test.each<[string, (tpp: Tpp, other: Tpp) => Record<string, unknown>, string]>([
    ['no certificate', () => ({ transportCertificate: 'none' }), 'transportCertificate'],
    ["another organisation's certificate", (_own, other) => ({ signingCertificate: other.set.signing.certificate }), 'signingCertificate'],
    ['an authority that did not issue it', (_own, other) => ({ caCertificates: [other.set.ca.certificate] }), 'transportCertificate'],
    ['a role that the certificate lacks', () => ({ roles: ['AISP', 'PISP'] }), 'transportCertificate'],
    ['no redirect address', () => ({ redirectUris: [] }), 'redirectUris'],
    ['an unknown field', () => ({ more: true }), ''],
  ])('does not enrol %s', async (_what, change, field) => {
    const other = await makeTpp('0015800001DDDDDDDD')
    const answer = await enrol(bank, tpp, change(tpp, other))
    expect([answer.status, answer.json.error]).toEqual([400, expect.objectContaining({ field })])
  })

  test('a renewed signing key is taken over by the clients', async () => {
    const first = await makeTpp('0015800001EEEEEEEE')
    const clientId = await registered(bank, first, {
      token_endpoint_auth_method: 'private_key_jwt',
      token_endpoint_auth_signing_alg: 'PS256',
      tls_client_auth_subject_dn: undefined,
    })
    const renewed = { ...(await makeTpp(first.organisationId)), keyId: 'renewed' }
    await enrol(bank, renewed)
    const client_assertion = await sign(renewed, {
      iss: clientId,
      sub: clientId,
      aud: bank.addresses.issuer,
      jti: randomUUID(),
      exp: seconds(60),
    })
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_assertion,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    })
    const answer = await tppCall(bank, renewed, '/token', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
    })
    expect(answer.status).toBe(200)
  })
})
