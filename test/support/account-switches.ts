// A model bank with some switches, and a client of it whose profile says of the bank what a test wants.

import type { Input } from '../../src/shared/api.ts'
import type { AccountAccessConsent } from '../../src/shared/model/account-access-consent.ts'
import { permission } from '../../src/shared/model/account-access-consent.ts'
import type { BankBehaviour } from '../../src/shared/model/bank-behaviour.ts'
import type { BankProfile, BankProfileFields } from '../../src/shared/model/bank-profile.ts'
import { startTestApp, type TestApp } from './app.ts'
import { authorise, copyProfile, makeConsent, prepareTpp, register, type Tpp } from './tpp.ts'

type AccountInformation = NonNullable<BankProfileFields['accountInformation']>

export interface SwitchedBank {
  test: TestApp
  tpp: Tpp
  /** A profile of the bank with other values; the standard's own when nothing is given. */
  profile(accountInformation?: Partial<AccountInformation> | null, more?: Partial<BankProfile>): Promise<BankProfile>
  /** An authorised consent of a client of its own. */
  consent(profile: BankProfile, changes?: Partial<Input<'accountAccessConsent.create'>>): Promise<AccountAccessConsent>
  /** The same, as far as its creation. */
  registration(profile: BankProfile): Promise<string>
}

/** Closed when the test ends. */
export const bankWith = async (behaviour: Partial<BankBehaviour>): Promise<SwitchedBank> => {
  const test = await startTestApp()
  await test.call('modelBank.start', { behaviour })
  const tpp = await prepareTpp(test)
  let count = 0

  const registration = async (profile: BankProfile) => (await register(test, { ...tpp, profile })).id

  return {
    test,
    tpp,
    registration,
    profile(accountInformation = {}, more = {}) {
      count += 1
      const { accountInformation: standard } = tpp.profile
      return copyProfile(test, tpp.profile, {
        name: `copy-${count}`,
        accountInformation: accountInformation === null || standard === null ? null : { ...standard, ...accountInformation },
        ...more,
      })
    },
    async consent(profile, changes = {}) {
      const { id } = await makeConsent(test, await registration(profile), { permissions: [...permission.options], ...changes })
      return (await authorise(test, id)).consent
    },
  }
}
