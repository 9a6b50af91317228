// Each switch of the model bank about tokens, from both sides: a client that does not know of it fails, one whose profile says so
// succeeds. What only warns has a test of its warning.

import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../src/shared/errors.ts'
import { type ProfileChanges, shareSwitches } from '../support/switch-bank.ts'
import { exchangesOf } from '../support/tpp.ts'

const { shared, bankWith } = shareSwitches()

/** Beside `standard`, what a warning says where a profile names the deviation. */
const knownOf = (what: string, standard: string) => `${standard}; ${what} is known of this bank`

const tokenSteps = ['token.clientCredentials', 'token.code', 'token.refresh']

/** From a profile through every kind of token to data; the verdicts on the token answers, by step, from the log. */
const allTokens = async (bank: Awaited<ReturnType<typeof bankWith>>, changes: ProfileChanges) => {
  let accounts = 0
  const exchanges = await exchangesOf(shared(), async () => {
    const { error, consent } = await bank.attempt(changes)
    expect(error).toBeNull()
    const id = consent?.id ?? ''
    await shared().call('accountAccessConsent.refresh', { id })
    accounts = (await shared().call('account.list', { accountAccessConsentId: id, source: 'bank' })).items.length
  })
  expect(accounts).toBe(3)
  const verdicts: Record<string, Record<string, Verdict['verdict']>> = {}
  for (const { id, step } of exchanges.filter((exchange) => tokenSteps.includes(exchange.step) && exchange.status === 200)) {
    const detail = await shared().call('requestLog.get', { id })
    expect(detail.errorCode).toBeNull()
    verdicts[step] = Object.fromEntries(detail.verdicts.map(({ claim, verdict }) => [claim, verdict]))
  }
  return verdicts
}
const everywhere = (verdicts: object) => Object.fromEntries(tokenSteps.map((step) => [step, verdicts]))

test('a bank without switches: every token answer is judged, and nothing is warned of', async () => {
  expect(await allTokens(await bankWith({}), {})).toEqual(everywhere({ token_type: 'pass', scope: 'pass' }))
})

describe('switch tokenType=bearer', () => {
  test.each([
    ['is a warning', [], 'Bearer'],
    ['is a warning that says so where it is known of the bank', ['tokenTypeCase' as const], knownOf('another case', 'Bearer')],
  ])('%s', async (_what, tolerances, expected) => {
    const bank = await bankWith({ tokenType: 'bearer' })
    expect(await allTokens(bank, { tokens: { tolerances } })).toEqual(everywhere({ token_type: 'warning', scope: 'pass' }))
    const [exchange] = (await shared().call('requestLog.list', { limit: 100 })).items.filter(({ step }) => step === 'token.refresh')
    const { verdicts } = await shared().call('requestLog.get', { id: exchange?.id ?? '' })
    expect(verdicts.find(({ claim }) => claim === 'token_type')).toMatchObject({ actual: 'bearer', expected })
  })
})

describe.each([
  ['extra', 'extraScope', 'accounts fundsconfirmations'],
  ['empty', 'emptyScope', ''],
] as const)('switch tokenScope=%s', (tokenScope, tolerance, written) => {
  test('a client that does not know of it refuses the first token', async () => {
    const bank = await bankWith({ tokenScope })
    const { id } = await bank.client()
    const error = await bank.refusal(() => bank.consent(id))
    expect(error).toMatchObject({
      code: 'BANK_INVALID_RESPONSE',
      message: expect.stringContaining('Token request is refused: scope should be accounts, or less'),
      remedy: expect.stringContaining(`add ${tolerance} to tokens.tolerances`),
      checks: [expect.anything(), expect.objectContaining({ claim: 'scope', verdict: 'fail', actual: written })],
    })
    expect(await shared().call('requestLog.get', { id: error.requestLogId ?? '' })).toMatchObject({
      step: 'token.clientCredentials',
      errorCode: 'BANK_INVALID_RESPONSE',
      verdicts: error.checks,
    })
  })

  test('one whose profile puts up with it notes a warning each time', async () => {
    const bank = await bankWith({ tokenScope })
    expect(await allTokens(bank, { tokens: { tolerances: [tolerance] } })).toEqual({
      ...everywhere({ token_type: 'pass', scope: 'warning' }),
      // A refresh is measured by the scope that was granted before.
      ...(tokenScope === 'extra' && { 'token.refresh': { token_type: 'pass', scope: 'pass' } }),
    })
  })

  test('the other tolerance does not help', async () => {
    const bank = await bankWith({ tokenScope })
    const other = tolerance === 'extraScope' ? 'emptyScope' : 'extraScope'
    const { id } = await bank.client({ tokens: { tolerances: [other, 'tokenTypeCase'] } })
    expect(await bank.refusal(() => bank.consent(id))).toMatchObject({ code: 'BANK_INVALID_RESPONSE' })
  })
})

describe('switch scopeInTokenRequests=true', () => {
  test('a client that does not know of it is refused its code', async () => {
    const bank = await bankWith({ scopeInTokenRequests: true })
    const { error } = await bank.attempt()
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 400, error: 'invalid_scope' } })
    expect(await shared().call('requestLog.get', { id: error?.requestLogId ?? '' })).toMatchObject({ step: 'token.code' })
  })

  test('and its refresh token, which is kept', async () => {
    const bank = await bankWith({ scopeInTokenRequests: true })
    const { consent } = await bank.attempt({ tokens: { sendsScope: true } })
    const id = consent?.id ?? ''
    const { bankProfileId } = await shared().call('bankRegistration.get', { id: consent?.bankRegistrationId ?? '' })
    const asks = async (sendsScope: boolean) => {
      const profile = await shared().call('bankProfile.get', { id: bankProfileId })
      const { id: _, created: _c, builtIn: _b, overrides: _o, needs: _n, sources: _s, ...fields } = profile
      await shared().call('bankProfile.update', { id: bankProfileId, profile: { ...fields, tokens: { ...fields.tokens, sendsScope } } })
    }
    await asks(false)
    expect(await shared().refused('accountAccessConsent.refresh', { id })).toMatchObject({ bank: { error: 'invalid_scope' } })
    await asks(true)
    expect(await shared().call('accountAccessConsent.refresh', { id })).toMatchObject({ tokens: { refreshable: true } })
  })

  test('one whose profile says so gets all its tokens', async () => {
    const bank = await bankWith({ scopeInTokenRequests: true })
    expect(await allTokens(bank, { tokens: { sendsScope: true } })).toEqual(everywhere({ token_type: 'pass', scope: 'pass' }))
  })
})

describe('switch refreshIdToken=false', () => {
  test.each([
    ['is a warning, although OIDC Core 12.2 allows it: other banks send one', true, 'an ID token'],
    ['is a warning that says so where it is known of the bank', false, knownOf('that there is none', 'an ID token')],
  ])('%s', async (_what, refreshIdToken, expected) => {
    const bank = await bankWith({ refreshIdToken: false })
    const { consent } = await bank.attempt({ tokens: { refreshIdToken } })
    const id = consent?.id ?? ''
    const [exchange] = await exchangesOf(shared(), () => shared().call('accountAccessConsent.refresh', { id }))
    const { verdicts, errorCode } = await shared().call('requestLog.get', { id: exchange?.id ?? '' })
    const warning = { claim: 'id_token', expected, actual: null, clause: 'OIDC Core 12.2', verdict: 'warning' }
    expect([verdicts.filter(({ verdict }) => verdict !== 'pass'), errorCode]).toEqual([[warning], null])
    expect((await shared().call('account.list', { accountAccessConsentId: id, source: 'bank' })).items).toHaveLength(3)
  })
})
