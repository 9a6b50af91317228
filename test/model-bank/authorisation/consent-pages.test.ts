import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../../src/model-bank/start.ts'
import { Browser, send } from '../../support/bank-http.ts'
import {
  authorisationUrl,
  clientToken,
  createConsent,
  makeTpp,
  redirected,
  redirectUri,
  registered,
  type Tpp,
  token,
  tppCall,
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
const exchange = (code: string, change: Record<string, string> = {}) =>
  token(bank, tpp, { grant_type: 'authorization_code', code, redirect_uri: redirectUri, client_id: clientId, ...change })
const accounts = (bearer: string, caller: Tpp | null = tpp) =>
  tppCall(bank, caller, `${bank.addresses.accountInformation['4.0']}/accounts`, { headers: { authorization: `Bearer ${bearer}` } })
const consentStatus = async (consentId: string) => {
  const authorization = `Bearer ${await clientToken(bank, tpp, clientId)}`
  const answer = await tppCall(bank, tpp, `${bank.addresses.accountInformation['4.0']}/account-access-consents/${consentId}`, {
    headers: { authorization },
  })
  return JSON.parse(answer.text).Data.Status
}

describe('consent pages', () => {
  const begin = async () => {
    const consentId = await newConsent()
    const browser = new Browser()
    await browser.open(await authorisationUrl(bank, tpp, clientId, consentId))
    return { consentId, browser }
  }

  test('say who asks for what', async () => {
    const { browser } = await begin()
    expect(browser.page?.text).toContain('Budget &amp; Co')
    expect(browser.page?.text).not.toContain('<script')
    await browser.submit({ username: 'amelia', password: 'daffodil', action: 'continue' })
    expect(browser.page?.text).toContain('Transactions: what came in and what went out')
    expect(browser.page?.headers['content-security-policy']).toContain("form-action 'self' http://127.0.0.1")
  })

  test('a refusal rejects the consent and says so', async () => {
    const { browser, consentId } = await begin()
    await browser.submit({ action: 'refuse' })
    expect([redirected(browser).get('error'), redirected(browser).get('state')]).toEqual(['access_denied', 'the-state'])
    expect(await consentStatus(consentId)).toBe('RJCT')
    const again = new Browser()
    await again.open(await authorisationUrl(bank, tpp, clientId, consentId))
    expect(redirected(again).get('error')).toBe('invalid_request')
  })

  test('three wrong passwords end it', async () => {
    const { browser, consentId } = await begin()
    for (const attempt of [1, 2]) {
      const answer = await browser.submit({ username: 'amelia', password: `wrong ${attempt}`, action: 'continue' })
      expect([answer.status, answer.text.includes('User name or password is wrong')]).toEqual([400, true])
    }
    await browser.submit({ username: 'amelia', password: 'wrong', action: 'continue' })
    expect(redirected(browser).get('error')).toBe('access_denied')
    expect(await consentStatus(consentId)).toBe('RJCT')
  })

  test('no account, a foreign account and a wrong code are shown beside the field', async () => {
    const { browser } = await begin()
    await browser.submit({ username: 'amelia', password: 'daffodil', action: 'continue' })
    for (const accounts of [[], ['not-an-account']]) {
      expect((await browser.submit({ accounts, action: 'continue' })).text).toContain('Choose at least one account')
    }
    await browser.submit({ accounts: browser.choices().slice(0, 1), action: 'continue' })
    expect((await browser.submit({ code: '000000', action: 'approve' })).text).toContain('The one-time code is wrong')
    await browser.submit({ code: '314159', action: 'approve' })
    const { json } = await exchange(redirected(browser).get('code') ?? '')
    expect(JSON.parse((await accounts(String(json.access_token))).text).Data.Account).toHaveLength(1)
  })

  test('a form without its token is not acted upon', async () => {
    const { browser } = await begin()
    const cookie = [...browser.cookies].map(([name, { value }]) => `${name}=${value}`).join('; ')
    const body = 'username=amelia&password=daffodil&action=continue'
    const headers = { cookie, 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await send(browser.url, { method: 'POST', headers, body })
    expect(answer.status).toBe(403)
  })

  test('without its cookie the page says that it has ended', async () => {
    const { browser } = await begin()
    const answer = await send(browser.url)
    expect([answer.status, answer.text.includes('This authorisation has ended')]).toEqual([400, true])
  })
})
