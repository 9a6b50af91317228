import { describe, expect, test } from 'vitest'
import type { AccountAccessConsent } from '../../../../src/shared/model/account-access-consent.ts'
import { shareTestApp, startTestApp } from '../../../support/app.ts'
import {
  authorise,
  exchangesOf,
  makeCertificates,
  makeConsent,
  minutes,
  movableClock,
  prepareTpp,
  register,
  type Tpp,
} from '../../../support/tpp.ts'

let tpp: Tpp
let consent: AccountAccessConsent
const clock = movableClock()
const prepare = async (test: ReturnType<typeof shared>) => {
  const made = await prepareTpp(test)
  const { id } = await makeConsent(test, (await register(test, made)).id)
  return { tpp: made, consent: (await authorise(test, id)).consent }
}
const shared = shareTestApp(
  async (test) => {
    ;({ tpp, consent } = await prepare(test))
  },
  { clock },
)

const refresh = () => shared().call('accountAccessConsent.refresh', { id: consent.id })
const refreshes = async (work: () => Promise<unknown>) => (await exchangesOf(shared(), work)).filter(({ step }) => step === 'token.refresh')
const accounts = () => shared().call('account.list', { accountAccessConsentId: consent.id, source: 'bank' })
/** What a token shows as in the log: the same secret, the same placeholder. */
const placeholders = async (id: string) => {
  const { request, response } = await shared().call('requestLog.get', { id })
  const answer: Record<string, unknown> = JSON.parse(response?.body ?? '{}')
  return { used: new URLSearchParams(request.body ?? '').get('refresh_token'), issued: answer.refresh_token }
}

describe('accountAccessConsent.refresh', () => {
  test('each refresh uses the token that the one before brought', async () => {
    const exchanges = await refreshes(async () => {
      const refreshed = await refresh()
      expect(refreshed.tokens?.obtained.localeCompare(consent.tokens?.obtained ?? '')).toBe(1)
      expect(refreshed.tokens?.scope).toBe(consent.tokens?.scope)
      await refresh()
    })
    const [first, second] = await Promise.all(exchanges.map(({ id }) => placeholders(id)))
    expect(second?.used).toBe(first?.issued)
    expect(second?.used).not.toBe(first?.used)
    expect((await accounts()).items).toHaveLength(3)
  })

  test('several at once make one call, and all learn of it', async () => {
    let answers: AccountAccessConsent[] = []
    const exchanges = await refreshes(async () => {
      answers = await Promise.all([refresh(), refresh(), refresh(), refresh()])
    })
    expect(exchanges).toHaveLength(1)
    expect(new Set(answers.map(({ tokens }) => tokens?.obtained)).size).toBe(1)
    expect((await accounts()).items).toHaveLength(3)
  })

  test('one that is cancelled underway still keeps what the bank answers', async () => {
    const canceller = new AbortController()
    const exchanges = await refreshes(async () => {
      const cancelled = shared().app.dispatch('accountAccessConsent.refresh', { id: consent.id }, { signal: canceller.signal })
      const another = refresh()
      canceller.abort()
      expect(await cancelled).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
      await another
      await refresh()
    })
    expect(exchanges.map(({ status }) => status)).toEqual([200, 200])
  })

  test('a token near its end is refreshed before it is used', async () => {
    const { tokens } = await shared().call('accountAccessConsent.get', { id: consent.id })
    const left = Date.parse(tokens?.accessTokenExpires ?? '') - clock.now().getTime()
    clock.forward(left - minutes(0.4))
    const exchanges = await exchangesOf(shared(), accounts)
    clock.forward(minutes(0.4) - left)
    // The key set, which the new ID token is judged with, is fetched again after five minutes.
    expect(exchanges.map(({ step }) => step)).toEqual(['token.refresh', 'jwks', 'accounts.list'])
    expect(exchanges.map(({ status }) => status)).toEqual([200, 200, 200])
  })

  test('one that the bank refuses leaves the tokens held; they work on', async () => {
    const { call, refused } = shared()
    const before = await call('accountAccessConsent.get', { id: consent.id })
    // The same subject from an authority that the bank does not know: our own check lets it pass, the bank does not.
    const stranger = await makeCertificates(shared())
    await call('softwareStatement.update', { id: tpp.statement.id, defaultObWacCertificateId: stranger.obWacCertificate.id })
    const error = await refused('accountAccessConsent.refresh', { id: consent.id })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 401 } })
    expect(await call('requestLog.get', { id: error.requestLogId ?? '' })).toMatchObject({ step: 'token.refresh', status: 401 })
    expect(await call('accountAccessConsent.get', { id: consent.id })).toEqual(before)

    await call('softwareStatement.update', { id: tpp.statement.id, defaultObWacCertificateId: tpp.certificates.obWacCertificate.id })
    expect((await accounts()).items).toHaveLength(3)
    expect((await refresh()).tokens).toMatchObject({ refreshable: true })
  })

  test('a consent without tokens has nothing to refresh', async () => {
    const { id } = await makeConsent(shared(), consent.bankRegistrationId)
    const error = await shared().refused('accountAccessConsent.refresh', { id })
    expect(error).toMatchObject({ code: 'AUTHORISATION_FAILED', field: 'id', remedy: expect.any(String) })
  })

  test('a bank that is gone: typed, linked, and the tokens stay', async () => {
    const own = await startTestApp()
    const { consent: held } = await prepare(own)
    await own.call('modelBank.stop', {})
    const error = await own.refused('accountAccessConsent.refresh', { id: held.id })
    expect(error).toMatchObject({ code: 'BANK_UNREACHABLE' })
    expect((await own.call('requestLog.get', { id: error.requestLogId ?? '' })).errorCode).toBe('BANK_UNREACHABLE')
    expect(await own.call('accountAccessConsent.get', { id: held.id })).toEqual(held)
  })
})
