// A bank that was really used, and whose place a fake one then takes at the same address: it answers as a test says,
// while everything that the client holds is from the real one.

import { afterEach, beforeEach } from 'vitest'
import type { AccountAccessConsent } from '../../src/shared/model/account-access-consent.ts'
import type { BankProfile } from '../../src/shared/model/bank-profile.ts'
import { openTestApp, type TestApp } from './app.ts'
import { type FakeBank, json, startFakeBank } from './fake-bank.ts'
import { authorise, copyProfile, makeConsent, movableClock, prepareTpp, register } from './tpp.ts'

export interface StoodIn {
  bank: FakeBank
  consent: AccountAccessConsent
  profile: BankProfile
  /** Changes the profile from now on. */
  change(changes: Partial<BankProfile>): Promise<void>
}

export const accountsRoute = 'GET /open-banking/v4.0/aisp/accounts'

/** An authorised consent whose bank is replaced. The caller closes the fake. */
const standIn = async (test: TestApp): Promise<StoodIn> => {
  const tpp = await prepareTpp(test)
  const profile = await copyProfile(test, tpp.profile, { name: 'replaced', displayName: 'Replaced bank' })
  const { id } = await makeConsent(test, (await register(test, { ...tpp, profile })).id)
  const { consent } = await authorise(test, id)
  const { addresses } = await test.call('modelBank.status', {})
  await test.call('modelBank.stop', {})
  const bank = await startFakeBank(Number(new URL(addresses?.issuer ?? '').port))
  bank.on(
    accountsRoute,
    json(200, { Data: { Account: [] }, Links: { Self: `${addresses?.accountInformation['4.0']}/accounts` }, Meta: {} }),
  )
  let current = profile
  const change = async (changes: Partial<BankProfile>) => {
    const { id: profileId, created: _c, builtIn: _b, overrides: _o, needs: _n, sources: _s, ...fields } = { ...current, ...changes }
    current = await test.call('bankProfile.update', { id: profileId, profile: fields })
  }
  await change({ caCertificates: bank.profile.caCertificates ?? [] })
  return { bank, consent, profile, change }
}

/** For each test of a file: an app with a clock that can be set forward, and a consent of it whose bank is replaced. */
export const standInForEach = () => {
  let setting: { app: TestApp; clock: ReturnType<typeof movableClock>; replaced: StoodIn }
  beforeEach(async () => {
    const clock = movableClock()
    const app = await openTestApp({ clock })
    setting = { app, clock, replaced: await standIn(app) }
  })
  afterEach(async () => {
    await setting.app.close()
    await setting.replaced.bank.close()
  })
  const id = () => setting.replaced.consent.id
  return {
    app: () => setting.app,
    clock: () => setting.clock,
    replaced: () => setting.replaced,
    /** Of the consent. */
    id,
    refresh: () => setting.app.call('accountAccessConsent.refresh', { id: id() }),
    refreshRefused: () => setting.app.refused('accountAccessConsent.refresh', { id: id() }),
    /** Its accounts, from the bank. */
    read: () => setting.app.call('account.list', { accountAccessConsentId: id(), source: 'bank' }),
  }
}
