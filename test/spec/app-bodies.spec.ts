// Every body that the app itself sends, and every one that the model bank answers it with, against the official files.

import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { describe, expect, onTestFinished, test } from 'vitest'
import { customers } from '../../src/model-bank/data/customers.ts'
import { startModelBank } from '../../src/model-bank/start.ts'
import { startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../support/app.ts'
import { enrol, makeTpp, postRegistration, register } from '../support/bank-tpp.ts'
import { type ExactExchange, exactExchanges } from '../support/exact-messages.ts'
import { specDirectory, validator } from '../support/openapi.ts'
import { registrationSpec, registrationVersions } from '../support/registration-spec.ts'

const releases = { '3.1': 'v3.1.11', '4.0': 'v4.0.0' } as const
const versions = ['3.1', '4.0'] as const
const official = {
  '3.1': validator(join(specDirectory(), releases['3.1'], 'account-info-openapi.json')),
  '4.0': validator(join(specDirectory(), releases['4.0'], 'account-info-openapi.json')),
}
const apiPath = /^\/open-banking\/v(3\.1|4\.0)\/aisp(\/.*)$/

/** The exchanges of what `work` does with a kept workspace. */
const exchangesOf = async (work: (app: TestApp) => Promise<unknown>): Promise<ExactExchange[]> => {
  const dataDir = join(temporaryFolder(), 'kept')
  const env = workspaceKey()
  const app = await startTestApp({ dataDir, env: { ...env } })
  await work(app)
  await app.close()
  return exactExchanges(dataDir, env)
}

/** What is wrong with the bodies of the account-information API, and how many were looked at. */
const judgeApi = (exchanges: ExactExchange[]) => {
  const wrong: string[] = []
  let requests = 0
  let responses = 0
  for (const { method, url, status, request, response } of exchanges) {
    const [, version, path = ''] = apiPath.exec(url.pathname) ?? []
    if (version !== '3.1' && version !== '4.0') continue
    const note = (side: string, problems: string[]) =>
      wrong.push(...problems.map((problem) => `${method} ${path} ${status} ${side}: ${problem}`))
    if (request) {
      requests++
      note('request', official[version].request(method, path)(JSON.parse(request)))
    }
    responses++
    // The file of a statement is whatever type the bank chooses, and the official files say nothing of its content.
    if (status === 200 && path.endsWith('/file')) note('response', response.startsWith('%PDF-') ? [] : ['not a PDF'])
    else note('response', official[version].response(method, path, status)(response === '' ? undefined : JSON.parse(response)))
  }
  return { wrong, requests, responses }
}

const judgeRegistration = (exchanges: ExactExchange[]) => {
  const messages = exchanges.filter(({ url }) => /^\/register(?:\/|$)/.test(url.pathname))
  const wrong = registrationVersions.flatMap((version) => {
    const spec = registrationSpec(version)
    return messages.flatMap(({ method, status, request, response }) => {
      const ofRequest = request ? spec.request(decodeJwt(request)) : []
      const ofResponse = status === 204 ? (response === '' ? [] : ['a body']) : spec.response(JSON.parse(response))
      return [...ofRequest, ...ofResponse].map((problem) => `DCR ${version} ${method} ${status}: ${problem}`)
    })
  })
  return { wrong, methods: messages.map(({ method }) => method) }
}

const people = customers.all().map(({ username }) => username)

describe.each(versions)('the walkthrough, version %s', (apiVersion) => {
  test.each(people)('%s: every body sent and received', async (customer) => {
    const exchanges = await exchangesOf(({ call }) => call('walkthrough.run', { apiVersion, customer }))
    const { wrong, requests, responses } = judgeApi(exchanges)
    expect(wrong).toEqual([])
    const accounts = customers.all().find(({ username }) => username === customer)?.accounts.length ?? 0
    // The consent; then its answer, its reading, the accounts, and for each account balances and a page of transactions at least.
    expect(requests).toBe(1)
    expect(responses).toBeGreaterThanOrEqual(3 + 2 * accounts)
    expect(judgeRegistration(exchanges)).toEqual({ wrong: [], methods: ['POST'] })
  })
})

test.each(versions)('a consent with every field, read and deleted, version %s', async (apiVersion) => {
  const exchanges = await exchangesOf(async ({ call }) => {
    const { bankRegistrationId } = await call('walkthrough.run', { apiVersion, customer: 'jordan' })
    const consent = await call('accountAccessConsent.create', {
      bankRegistrationId,
      apiVersion,
      permissions: ['ReadAccountsBasic', 'ReadBalances', 'ReadTransactionsBasic', 'ReadTransactionsCredits'],
      expirationDateTime: '2099-01-01T00:00:00.000Z',
      transactionFromDateTime: '2020-01-01T00:00:00+01:00',
      transactionToDateTime: '2098-12-31T23:59:59Z',
    })
    await call('accountAccessConsent.get', { id: consent.id, fromBank: true })
    await call('accountAccessConsent.delete', { id: consent.id })
  })
  expect(judgeApi(exchanges).wrong).toEqual([])
  const own = exchanges.filter(({ url }) => url.pathname.includes('/account-access-consents')).slice(-3)
  expect(own.map(({ method, status }) => `${method} ${status}`)).toEqual(['POST 201', 'GET 200', 'DELETE 204'])
  expect(JSON.parse(own[0]?.request ?? '{}')).toMatchObject({
    Data: { ExpirationDateTime: expect.stringMatching(/^2099-01-01T00:00:00/) },
    Risk: {},
  })
})

test('what the bank refuses', async () => {
  const exchanges = await exchangesOf(async ({ call, refused }) => {
    const { bankRegistrationId } = await call('walkthrough.run', { customer: 'jordan' })
    const late = { permissions: ['ReadAccountsBasic' as const], expirationDateTime: '2001-01-01T00:00:00Z' }
    for (const apiVersion of versions) await refused('accountAccessConsent.create', { bankRegistrationId, apiVersion, ...late })
  })
  expect(exchanges.filter(({ status }) => status === 400).map(({ method }) => method)).toEqual(['POST', 'POST'])
  expect(judgeApi(exchanges).wrong).toEqual([])
})

describe('dynamic client registration', () => {
  test('create, read, update and delete', async () => {
    const exchanges = await exchangesOf(async ({ call }) => {
      const { bankRegistrationId: id, accountAccessConsentId } = await call('walkthrough.run', { customer: 'jordan' })
      await call('bankRegistration.get', { id, fromBank: true })
      await call('softwareStatement.update', { id: (await call('softwareStatement.list', {})).items[0]?.id ?? '', directory: 'modelBank' })
      await call('bankRegistration.update', { id, scope: 'openid accounts' })
      await call('accountAccessConsent.delete', { id: accountAccessConsentId })
      await call('bankRegistration.delete', { id })
    })
    expect(judgeRegistration(exchanges)).toEqual({ wrong: [], methods: ['POST', 'GET', 'PUT', 'DELETE'] })
  })

  test('each way of authenticating', async () => {
    const exchanges = await exchangesOf(async ({ call }) => {
      await call('walkthrough.run', { customer: 'jordan' })
      const [registration] = (await call('bankRegistration.list', {})).items
      const { bankProfileId = '', softwareStatementId = '' } = registration ?? {}
      await call('softwareStatement.update', { id: softwareStatementId, directory: 'modelBank' })
      await call('bankRegistration.create', {
        bankProfileId,
        softwareStatementId,
        tokenEndpointAuthMethod: 'private_key_jwt',
        reuse: 'never',
      })
    })
    expect(judgeRegistration(exchanges)).toEqual({ wrong: [], methods: ['POST', 'POST'] })
  })

  test('refusals', async () => {
    const bank = await startModelBank()
    onTestFinished(() => bank.close())
    const tpp = await makeTpp('ORG1')
    await enrol(bank, tpp)
    const answers = [
      await register(bank, tpp, { redirect_uris: ['https://unlisted.example/callback'] }),
      await register(bank, tpp, { software_statement: 'a.b.c' }),
      await register(bank, tpp, { id_token_signed_response_alg: 'none' }),
      await postRegistration(bank, tpp, 'not a JWS'),
    ]
    for (const { status, json } of answers) {
      expect(status).toBe(400)
      for (const version of registrationVersions) expect(registrationSpec(version).error(json)).toEqual([])
    }
    expect(answers.slice(0, 2).map(({ json }) => json.error)).toEqual(['invalid_redirect_uri', 'invalid_software_statement'])
  })
})

test('the checks find what is wrong', async () => {
  const exchanges = await exchangesOf(({ call }) => call('walkthrough.run', { apiVersion: '4.0', customer: 'jordan' }))
  const changed = (pattern: RegExp, change: (exchange: ExactExchange) => Partial<ExactExchange>) =>
    exchanges.map((one) => (pattern.test(`${one.method} ${one.url.pathname}`) ? { ...one, ...change(one) } : one))

  const asked = changed(/^POST .*consents$/, ({ request }) => ({ request: request.replace('Permissions', 'Permission') }))
  expect(judgeApi(asked).wrong.length).toBeGreaterThan(0)
  const answered = changed(/^GET .*balances$/, ({ response }) => ({ response: response.replace('"Credit"', '"Credits"') }))
  expect(judgeApi(answered).wrong.length).toBeGreaterThan(0)
  const registered = changed(/^POST \/register$/, ({ response }) => ({ response: response.replace('tls_client_auth"', 'tls"') }))
  expect(judgeRegistration(registered).wrong.length).toBeGreaterThan(0)

  const spec = registrationSpec('3.3')
  const claims = decodeJwt(exchanges.find(({ url }) => url.pathname === '/register')?.request ?? '')
  expect(spec.request(claims)).toEqual([])
  for (const wrong of [
    { ...claims, aud: 'http://bank.example' },
    { ...claims, jti: '1' },
    { ...claims, iss: undefined },
  ]) {
    expect(spec.request(wrong).length).toBeGreaterThan(0)
  }
})
