// What holds for the head of every call: token, headers, methods, addresses.

import type { X509Certificate } from 'node:crypto'
import formbody from '@fastify/formbody'
import Fastify from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createConsents } from '../../../src/model-bank/account-information/consents.ts'
import { registerAccountInformation } from '../../../src/model-bank/account-information/routes.ts'
import { openState } from '../../../src/model-bank/state.ts'
import { standardBehaviour } from '../../../src/shared/model/bank-behaviour.ts'
import type { TestBank } from '../../support/account-information.ts'
import { apiVersions, consentBody, startTestBank } from '../../support/account-information.ts'

const path = '/account-access-consents'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const interactionId = '93bac548-d2de-4546-b106-880a5018460d'

let bank: TestBank
beforeAll(async () => {
  bank = await startTestBank()
})
afterAll(() => bank.app.close())

describe.each(apiVersions)('version %s', (version) => {
  const get = (url: string, token: string | null, headers: Record<string, string> = {}) =>
    bank.call('GET', version, url, { token, headers })

  test('x-fapi-interaction-id is echoed, or made, on every answer', async () => {
    const { token } = await bank.authorised({ version })
    const calls = [
      ['/accounts', token],
      ['/accounts', null],
      ['/nowhere', token],
      ['/balances', 'client:tpp-1'],
    ] as const
    for (const [url, bearer] of calls) {
      expect((await get(url, bearer, { 'x-fapi-interaction-id': interactionId })).headers['x-fapi-interaction-id']).toBe(interactionId)
      expect((await get(url, bearer)).headers['x-fapi-interaction-id']).toMatch(uuid)
    }
    expect((await bank.call('PUT', version, '/accounts', { token })).headers['x-fapi-interaction-id']).toMatch(uuid)
  })

  test('the error carries the interaction id, so that it can be found', async () => {
    const answer = await get('/accounts', 'client:tpp-1', { 'x-fapi-interaction-id': interactionId })
    expect(answer.json?.Id).toBe(interactionId)
  })

  test.each([
    ['x-fapi-interaction-id', 'not a uuid'],
    ['x-fapi-auth-date', '2026-11-02T09:00:00Z'],
  ])('%s of another form is refused', async (name, value) => {
    const { token } = await bank.authorised({ version })
    const answer = await get('/accounts', token, { [name]: value })
    expect([answer.status, answer.json?.Errors[0]?.Path]).toEqual([400, name])
    expect(answer.headers['x-fapi-interaction-id']).toMatch(uuid)
  })

  test('a date of RFC 7231 is taken', async () => {
    const { token } = await bank.authorised({ version })
    expect((await get('/accounts', token, { 'x-fapi-auth-date': 'Sun, 10 Sep 2017 19:43:31 GMT' })).status).toBe(200)
  })

  test('answers and errors are JSON in UTF-8', async () => {
    const { token } = await bank.authorised({ version })
    for (const answer of [await get('/accounts', token), await get('/accounts', 'client:tpp-1'), await get('/nowhere', 'client:tpp-1')]) {
      if (answer.text !== '') expect(answer.headers['content-type']).toBe('application/json; charset=utf-8')
    }
  })

  test.each([
    ['application/json', 200],
    ['application/json; charset=utf-8', 200],
    ['text/html, */*;q=0.1', 200],
    ['application/*', 200],
    ['text/html', 406],
    ['application/jose+jwe', 406],
    ['application/json;q=0', 406],
  ])('Accept: %s gives %i', async (accept, status) => {
    const { token } = await bank.authorised({ version })
    const answer = await get('/accounts', token, { accept })
    expect([answer.status, answer.text === '']).toEqual([status, status === 406])
  })

  test.each([
    ['application/json', 201],
    ['application/json; charset=UTF-8', 201],
    ['application/json; charset=utf-16', 415],
    ['application/jose+jwe', 415],
    ['application/x-www-form-urlencoded', 415],
    ['text/plain', 415],
    ['', 415],
  ])('Content-Type: %s gives %i', async (contentType, status) => {
    const answer = await bank.call('POST', version, path, { body: consentBody(), headers: { 'content-type': contentType } })
    expect(answer.status).toBe(status)
  })

  test.each([null, 'garbage'])('a token that is %s gives 401 without a body', async (token) => {
    const answer = await get('/accounts', token)
    expect([answer.status, answer.text, answer.headers['www-authenticate']]).toEqual([401, '', 'Bearer'])
  })

  test('an expired token gives 401, with a body in 4.0 only', async () => {
    const answer = await get('/accounts', 'expired')
    expect([answer.status, answer.headers['www-authenticate']]).toEqual([401, 'Bearer error="invalid_token"'])
    if (version === '3.1') expect(answer.text).toBe('')
    else expect(answer.json?.Errors).toMatchObject([{ ErrorCode: 'TKXP' }])
  })

  test('a refusal of the authentication is passed on', async () => {
    const codes = { '3.1': ['UK.OBIE.Header.Invalid', 'UK.OBIE.Reauthenticate'], '4.0': ['U006', 'U028'] }[version]
    for (const [index, token] of ['forbidden', 'suspended'].entries()) {
      const answer = await get('/accounts', token)
      expect([answer.status, answer.json?.Errors[0]?.ErrorCode]).toEqual([403, codes[index]])
    }
  })

  test('each call needs its own kind of token, and the scope accounts', async () => {
    const { consentId, token } = await bank.authorised({ version })
    for (const url of ['/accounts', '/balances', '/transactions']) expect((await get(url, 'client:tpp-1')).status).toBe(403)
    expect((await get(`${path}/${consentId}`, token)).status).toBe(403)
    expect((await bank.call('POST', version, path, { token, body: consentBody() })).status).toBe(403)
    const payments = await bank.call('POST', version, path, { token: 'payments', body: consentBody() })
    expect([payments.status, payments.json?.Errors[0]?.ErrorCode]).toEqual([403, version === '4.0' ? 'TK01' : 'UK.OBIE.Header.Invalid'])
  })

  test('the token is judged before the body', async () => {
    const answer = await bank.call('POST', version, path, { token: null, body: '{', headers: { 'content-type': 'text/plain' } })
    expect(answer.status).toBe(401)
  })

  test('an unknown address gives 404, a wrong method 405 with the right ones', async () => {
    const { token } = await bank.authorised({ version })
    for (const url of ['/nowhere', '/pots', '/accounts/1/pots', '/accounts/1/products', '/parties', '/accounts/'])
      expect((await get(url, token)).status).toBe(404)
    const answers = await Promise.all([
      bank.call('DELETE', version, '/accounts', { token }),
      bank.call('PUT', version, `${path}/1`, { body: {} }),
      bank.call('GET', version, path, {}),
      bank.call('PATCH', version, '/transactions', { token: null }),
    ])
    expect(answers.map(({ status, headers }) => [status, headers.allow])).toEqual([
      [405, 'GET'],
      [405, 'GET, DELETE'],
      [405, 'POST'],
      [405, 'GET'],
    ])
  })

  test('errors are written in the form of the version', async () => {
    const { json } = await get('/accounts', 'client:tpp-1')
    if (version === '3.1') expect(json).toMatchObject({ Code: '403 Forbidden', Id: expect.any(String), Message: expect.any(String) })
    else expect(Object.keys(json ?? {})).toEqual(['Id', 'Errors'])
  })
})

test('nothing of the account-information API reaches the rest of the server, and the reverse', async () => {
  const app = Fastify()
  app.register(formbody)
  app.post('/echo', async (request) => request.body)
  const seen: (X509Certificate | null)[] = []
  registerAccountInformation(app, {
    behaviour: standardBehaviour,
    consents: createConsents(openState(null), () => new Date()),
    authenticate: async ({ peerCertificate }) => {
      seen.push(peerCertificate)
      throw new Error('secret detail')
    },
    baseUrl: () => 'https://bank.example',
    now: () => new Date(),
    peerCertificate: () => null,
  })
  const echo = await app.inject({
    method: 'POST',
    url: '/echo',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: 'a=1',
  })
  expect([echo.json(), echo.headers['x-fapi-interaction-id']]).toEqual([{ a: '1' }, undefined])
  expect((await app.inject('/elsewhere')).headers['x-fapi-interaction-id']).toBeUndefined()
  const broken = await app.inject('/open-banking/v4.0/aisp/accounts')
  expect([broken.statusCode, broken.json().Errors[0].ErrorCode]).toEqual([500, 'U000'])
  expect(broken.body).not.toContain('secret detail')
  expect(seen).toEqual([null])
  await app.close()
})
