import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { Browser } from '../../support/bank-http.ts'
import {
  authorisationUrl,
  clientToken,
  createConsent,
  makeTpp,
  redirected,
  redirectUri,
  registered,
  seconds,
  type Tpp,
} from '../../support/bank-tpp.ts'

let bank: ModelBank
let tpp: Tpp
let clientId: string

beforeAll(async () => {
  ;[bank, tpp] = await Promise.all([startModelBank(), makeTpp('0015800001AAAAAAAA')])
  clientId = await registered(bank, tpp)
})
afterAll(() => bank.close())

const newConsent = async () => createConsent(bank, tpp, await clientToken(bank, tpp, clientId))

describe('authorisation requests that are refused', () => {
  const errorOf = async (change: Record<string, unknown>, consentId?: string) => {
    const browser = new Browser()
    const named = consentId ?? (await newConsent())
    const claims = typeof change.claims === 'function' ? { claims: change.claims(named) } : {}
    await browser.open(await authorisationUrl(bank, tpp, clientId, named, { ...change, ...claims }))
    return redirected(browser).get('error') ?? browser.page?.text
  }

  const acr = (values: string[]) => (consentId: string) => ({
    id_token: { openbanking_intent_id: { value: consentId }, acr: { essential: true, values } },
  })

  test.each([
    ['a plain code, which FAPI answers with JARM only', { response_type: 'code' }, 'invalid_request'],
    ['a request object for more than an hour', { exp: seconds(4000) }, 'invalid_request_object'],
    ['an expired request object', { nbf: seconds(-600), exp: seconds(-300) }, 'invalid_request_object'],
    ['a request object without nbf', { nbf: undefined }, 'invalid_request_object'],
    ['a request object for another audience', { aud: 'https://other.example' }, 'invalid_request_object'],
    ['no consent', { claims: undefined }, 'invalid_request'],
    ['an unknown consent', { claims: { id_token: { openbanking_intent_id: { value: 'nothing' } } } }, 'invalid_request'],
    ['no log-in page wanted', { prompt: 'none' }, 'login_required'],
    ['an acr that the bank has not', { claims: acr(['urn:other']) }, 'invalid_request'],
    ['a scope that was not registered', { scope: 'openid payments' }, 'invalid_scope'],
  ])('%s', async (_what, change, error) => {
    expect(await errorOf(change)).toBe(error)
  })

  test('an unknown redirect address is never redirected to', async () => {
    expect(await errorOf({ redirect_uri: 'https://evil.example/' })).toContain('invalid_redirect_uri')
  })

  test("another client's consent", async () => {
    const other = await makeTpp('0015800001OTHERAAA')
    const otherId = await registered(bank, other)
    const theirs = await createConsent(bank, other, await clientToken(bank, other, otherId))
    expect(await errorOf({}, theirs)).toBe('invalid_request')
  })

  test('no request object at all', async () => {
    const query = new URLSearchParams({
      client_id: clientId,
      response_type: 'code id_token',
      scope: 'openid accounts',
      redirect_uri: redirectUri,
      nonce: 'n',
      state: 's',
    })
    const browser = new Browser()
    await browser.open(`${bank.addresses.frontChannel}?${query}`)
    expect(redirected(browser).get('error')).toBe('invalid_request')
  })
})
