import { createPrivateKey, randomUUID } from 'node:crypto'
import { decodeJwt, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { createPsd2Set } from '../../../src/pki/certificate.ts'
import { form } from '../../support/bank-http.ts'
import { enrol, makeTpp, seconds, sign, type Tpp, tppCall } from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp
let other: Tpp
let passed = 0

beforeAll(async () => {
  ;[bank, tpp, other] = await Promise.all([
    startModelBank({ now: () => new Date(Date.now() + passed) }),
    makeTpp('0015800001KKKKKKKK'),
    makeTpp('0015800001LLLLLLLL'),
  ])
  await Promise.all([enrol(bank, tpp), enrol(bank, other)])
})
afterAll(() => bank.close())

const claims = (change: Record<string, unknown> = {}) => ({
  ...{
    iss: tpp.softwareId,
    sub: tpp.softwareId,
    aud: `${bank.addresses.directory}/token`,
    jti: randomUUID(),
    iat: seconds(),
    exp: seconds(60),
  },
  ...change,
})
const ask = async (client_assertion: string, change: Record<string, string> = {}, caller: Tpp | null = tpp) =>
  tppCall(bank, caller, '/directory/token', {
    method: 'POST',
    ...form({
      grant_type: 'client_credentials',
      scope: 'TPPReadAccess',
      client_id: tpp.softwareId,
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion,
      ...change,
    }),
  })
const token = async () => String((await ask(await sign(tpp, claims()))).json.access_token)
const read = (bearer: string, caller: Tpp | null = tpp, owner: Tpp = tpp) =>
  tppCall(bank, caller, `/directory/tpp/${owner.organisationId}/ssa/${owner.softwareId}`, {
    headers: { authorization: `Bearer ${bearer}` },
  })

describe('tokens of the directory', () => {
  test.each(['RS256', 'PS256'])('are given for an assertion signed %s, and lead to the software’s own assertion', async (alg) => {
    const answer = await ask(await sign(tpp, claims(), { alg }))
    expect([answer.status, answer.json]).toEqual([
      200,
      { access_token: expect.stringMatching(/^[\w-]{32}$/), token_type: 'Bearer', expires_in: 300, scope: 'TPPReadAccess' },
    ])
    expect(answer.headers['cache-control']).toBe('no-store')
    const assertion = await read(String(answer.json.access_token))
    expect(assertion.headers['content-type']).toContain('application/jws+json')
    expect(decodeJwt(assertion.text)).toMatchObject({ software_id: tpp.softwareId, org_id: tpp.organisationId })
  })

  test('are given for ES256 where the signing key is one', async () => {
    const organisationId = '0015800001MMMMMMMM'
    const facts = { name: 'Firm', organisationId, softwareId: 'ecSoftware', authorisationNumber: 'PSDGB-FCA-1' }
    const set = await createPsd2Set({ ...facts, roles: ['PSP_AI'] }, { signingKeyType: 'EC' })
    const own: Tpp = { organisationId, softwareId: facts.softwareId, set, keyId: 'ec' }
    expect((await enrol(bank, own)).status).toBe(201)
    const assertion = await new SignJWT(claims({ iss: own.softwareId, sub: own.softwareId }))
      .setProtectedHeader({ alg: 'ES256', kid: 'ec' })
      .sign(createPrivateKey(set.signing.privateKey))
    expect((await ask(assertion, { client_id: own.softwareId }, own)).status).toBe(200)
  })

  test.each<[string, () => Promise<string>, Record<string, string>, string]>([
    ['what is no JWT', async () => 'nothing', {}, 'invalid_client'],
    ['another key', () => sign({ ...other, keyId: tpp.keyId }, claims()), {}, 'invalid_client'],
    ['other software', () => sign(tpp, claims({ iss: other.softwareId, sub: other.softwareId })), {}, 'invalid_client'],
    ['another subject', () => sign(tpp, claims({ sub: 'somebody' })), {}, 'invalid_client'],
    ['another audience', () => sign(tpp, claims({ aud: bank.addresses.issuer })), {}, 'invalid_client'],
    ['one that has expired', () => sign(tpp, claims({ exp: seconds(-120) })), {}, 'invalid_client'],
    ['one that does not expire', () => sign(tpp, claims({ exp: undefined })), {}, 'invalid_client'],
    ['one without jti', () => sign(tpp, claims({ jti: undefined })), {}, 'invalid_client'],
    ['an unknown scope', () => sign(tpp, claims()), { scope: 'TPPReadAccess Everything' }, 'invalid_scope'],
    ['another grant', () => sign(tpp, claims()), { grant_type: 'password' }, 'unsupported_grant_type'],
    ['another kind of assertion', () => sign(tpp, claims()), { client_assertion_type: 'other' }, 'invalid_request'],
  ])('are not given for %s', async (_, assertion, change, error) => {
    const answer = await ask(await assertion(), change)
    expect([answer.status, answer.json.error]).toEqual([error === 'invalid_client' ? 401 : 400, error])
    expect(String(answer.json.error_description).length).toBeGreaterThan(10)
  })

  test('are given once for an assertion, and to nobody else', async () => {
    const assertion = await sign(tpp, claims())
    for (const stranger of [null, other]) expect((await ask(assertion, {}, stranger)).json.error).toBe('invalid_client')
    expect((await ask(assertion)).status).toBe(200)
    expect((await ask(assertion)).json).toMatchObject({ error: 'invalid_client', error_description: expect.stringContaining('jti') })
  })

  test('are bound to the certificate and to the organisation, and expire', async () => {
    const bearer = await token()
    expect((await read(bearer, other)).status).toBe(401)
    expect((await read(bearer, null)).status).toBe(401)
    expect((await read(bearer, tpp, other)).status).toBe(403)
    expect((await read('guessed')).status).toBe(401)
    expect((await read(bearer, tpp, { ...tpp, softwareId: 'unknown' })).status).toBe(404)
    expect((await read(bearer)).status).toBe(200)
    passed = 6 * 60_000
    expect((await read(bearer)).status).toBe(401)
    passed = 0
  })
})
