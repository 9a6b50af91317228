// What the bank itself says to a request that its behaviour does not allow; the switches as a client meets them are in test/switches.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { dnRenderings } from '../../../src/pki/distinguished-name.ts'
import type { BankBehaviour } from '../../../src/shared/model/bank-behaviour.ts'
import { form } from '../../support/bank-http.ts'
import {
  enrol,
  makeTpp,
  postRegistration,
  register,
  registered,
  registrationClaims,
  sign,
  type Tpp,
  token,
  tppCall,
} from '../../support/bank-tpp.ts'

let tpp: Tpp
const banks: ModelBank[] = []
beforeAll(async () => {
  tpp = await makeTpp('0015800001BBBBBBBB')
})
afterAll(() => Promise.all(banks.map((bank) => bank.close())))

const bankThat = async (behaviour: Partial<BankBehaviour>) => {
  const bank = await startModelBank({ behaviour })
  banks.push(bank)
  await enrol(bank, tpp)
  return bank
}

const withoutSubject = { tls_client_auth_subject_dn: undefined }
const grants = ['client_credentials', 'authorization_code', 'refresh_token']
const ciba = 'urn:openid:params:grant-type:ciba'
const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer'
const native = { application_type: 'native' }

describe('a registration request is refused', () => {
  test.each<[string, Partial<BankBehaviour>, Record<string, unknown>, string]>([
    ['of another version', { dcrVersion: '3.3' }, native, 'application_type native is not part of OB DCR 3.3'],
    ['with a long subject', { dcrVersion: '3.3' }, { tls_client_auth_subject_dn: `CN=${'x'.repeat(126)}` }, 'longer than 128'],
    [
      'with a subject in another form',
      { dcrVersion: '3.4' },
      { ...native, tls_client_auth_subject_dn: 'CN=a, C=GB' },
      'pattern of OB DCR 3.4',
    ],
    [
      'with JWT bearer before 3.4',
      { dcrVersion: '3.3' },
      { grant_types: [...grants, jwtBearer] },
      'jwt-bearer, which is not part of OB DCR 3.3',
    ],
    ['with CIBA before 3.3', { dcrVersion: '3.2' }, { grant_types: [...grants, ciba] }, 'ciba, which is not part of OB DCR 3.2'],
    ['with CIBA', {}, { grant_types: [...grants, ciba] }, 'ciba, which this bank does not offer'],
    ['with a grant that is none', {}, { grant_types: [...grants, 'bogus'] }, 'bogus, which is not part of OB DCR'],
    ['with a method that is not offered', { tokenEndpointAuthMethods: ['private_key_jwt'] }, {}, 'tls_client_auth is not offered'],
    ['signed otherwise', { signingAlgorithms: ['ES256'] }, {}, 'signed with PS256, not with ES256'],
    ['for another algorithm', { signingAlgorithms: ['PS256'] }, { id_token_signed_response_alg: 'ES256' }, 'is ES256, not with PS256'],
    ['with the grant refresh_token', { dcrRefreshGrant: false }, {}, 'refresh_token'],
    ['with another subject type', { dcrSubjectType: 'pairwise' }, { subject_type: 'public' }, 'subject_type'],
    ['for another audience', { dcrAudience: 'financialId', financialId: 'organisation1' }, {}, 'aud is not organisation1'],
  ])('%s', async (_, behaviour, change, description) => {
    const answer = await register(await bankThat(behaviour), tpp, change)
    expect(answer.json).toEqual({ error: 'invalid_client_metadata', error_description: expect.stringContaining(description) })
    expect(answer.status).toBe(400)
  })

  test('with every other rendering of the subject than its own', async () => {
    const bank = await bankThat({ subjectDnRendering: 'dottedString' })
    const statuses = await Promise.all(
      dnRenderings(tpp.set.transport.certificate).map(async ({ rendering, value }) => {
        const { status } = await register(bank, tpp, { tls_client_auth_subject_dn: value })
        return [rendering, status]
      }),
    )
    expect(Object.fromEntries(statuses)).toEqual({
      ...{ shortName: 400, dottedHex: 400, oidPrefix: 400, spaced: 400, certificateOrder: 400 },
      dottedString: 201,
    })
  })
})

test('a client may register JWT bearer with 3.4, and is told so', async () => {
  const bank = await bankThat({ dcrVersion: '3.4' })
  const grant_types = [...grants, jwtBearer]
  const answer = await register(bank, tpp, { ...native, grant_types })
  expect(answer).toMatchObject({ status: 201, json: { grant_types } })
})

describe('a client with a secret', () => {
  test.each(['client_secret_basic', 'client_secret_post'])(
    '%s: told once, kept as a hash, good with a certificate of the organisation',
    async (method) => {
      const bank = await bankThat({})
      const answer = await register(bank, tpp, { ...withoutSubject, token_endpoint_auth_method: method })
      const { client_id: id, client_secret: secret, client_secret_expires_at } = answer.json
      expect([answer.status, client_secret_expires_at]).toEqual([201, 0])
      // OB DCR: at most 36 characters.
      expect(String(secret)).toMatch(/^[\w-]{32}$/)
      const call = (given: unknown, caller: Tpp = tpp) => {
        const fields = { grant_type: 'client_credentials', scope: 'accounts' }
        if (method === 'client_secret_post') return token(bank, caller, { ...fields, client_id: String(id), client_secret: String(given) })
        const { headers, body } = form(fields)
        const authorization = `Basic ${Buffer.from(`${id}:${given}`).toString('base64')}`
        return tppCall(bank, caller, '/token', { method: 'POST', headers: { ...headers, authorization }, body })
      }
      const granted = await call(secret)
      expect(granted.status).toBe(200)
      expect((await call('wrong')).status).toBe(401)
      const stranger = await makeTpp('0015800001CCCCCCCC')
      await enrol(bank, stranger)
      expect((await call(secret, stranger)).status).toBe(401)

      const bearer = { authorization: `Bearer ${granted.json.access_token}` }
      const read = await tppCall(bank, tpp, `/register/${id}`, { headers: bearer })
      expect(read.json).toMatchObject({ client_id: id, token_endpoint_auth_method: method })
      expect(read.json).not.toHaveProperty('client_secret')
      const body = await sign(tpp, await registrationClaims(bank, tpp, { ...withoutSubject, token_endpoint_auth_method: method }))
      const headers = { ...bearer, 'content-type': 'application/jose' }
      const updated = await tppCall(bank, tpp, `/register/${id}`, { method: 'PUT', headers, body })
      expect(updated.json).not.toHaveProperty('client_secret')
      expect((await call(secret)).status).toBe(200)
    },
  )
})

test('a registration access token is for its client and certificate only', async () => {
  const bank = await bankThat({ dcrManagementToken: 'registrationAccessToken' })
  const { json: one } = await register(bank, tpp)
  const { json: other } = await register(bank, tpp)
  expect(one.registration_client_uri).toBe(`${bank.addresses.issuer}/register/${one.client_id}`)
  const stranger = await makeTpp('0015800001CCCCCCCC')
  await enrol(bank, stranger)
  const read = async (bearer: unknown, caller: Tpp | null = tpp) =>
    (await tppCall(bank, caller, `/register/${one.client_id}`, { headers: { authorization: `Bearer ${bearer}` } })).status
  expect(await read(one.registration_access_token)).toBe(200)
  expect(await read(other.registration_access_token)).toBe(401)
  expect(await read(one.registration_access_token, stranger)).toBe(401)
  expect(await read(one.registration_access_token, null)).toBe(401)
  expect(await read('')).toBe(401)
})

test('without dynamic registration there is neither the endpoint nor its address', async () => {
  const bank = await bankThat({ dcr: false })
  expect((await postRegistration(bank, tpp, await sign(tpp, await registrationClaims(bank, tpp)))).status).toBe(404)
  const { json } = await tppCall(bank, null, '/.well-known/openid-configuration')
  expect(JSON.stringify(json)).not.toContain('register')
})

test('the endpoints of an issuer with a slash at its end have one slash', async () => {
  const bank = await bankThat({ issuerTrailingSlash: true })
  const { json } = await tppCall(bank, null, `${new URL(bank.addresses.issuer).origin}/.well-known/openid-configuration`)
  expect(json.registration_endpoint).toBe(`${new URL(bank.addresses.issuer).origin}/register`)
  expect(
    await registered({ ...bank, addresses: { ...bank.addresses, issuer: new URL(bank.addresses.issuer).origin } }, tpp, {
      aud: bank.addresses.issuer,
    }),
  ).toBeTruthy()
})
