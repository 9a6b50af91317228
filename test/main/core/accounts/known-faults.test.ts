import { expect, test } from 'vitest'
import type { BankBehaviour } from '../../../../src/shared/model/bank-behaviour.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import { startTestApp } from '../../../support/app.ts'
import { authorise, copyProfile, makeConsent, prepareTpp, register } from '../../../support/tpp.ts'

/** Warnings of the direct debits of a bank that writes their dates wrong. */
const warningsWith = async (dataFaults: NonNullable<BankProfile['accountInformation']>['dataFaults']) => {
  const app = await startTestApp()
  const behaviour: Partial<BankBehaviour> = { directDebitDates: 'invalid' }
  await app.call('modelBank.start', { behaviour })
  const tpp = await prepareTpp(app)
  const { accountInformation } = tpp.profile
  const profile = await copyProfile(app, tpp.profile, {
    name: 'client',
    accountInformation: accountInformation && { ...accountInformation, dataFaults },
  })
  const registration = await register(app, { ...tpp, profile })
  const { id: accountAccessConsentId } = await makeConsent(app, registration.id, {
    permissions: ['ReadAccountsDetail', 'ReadDirectDebits'],
  })
  await authorise(app, accountAccessConsentId)
  const { items } = await app.call('directDebit.list', { accountAccessConsentId, source: 'bank' })
  const { items: reported } = await app.call('conformance.list', { accountAccessConsentId })
  return [items.flatMap(({ warnings }) => warnings), reported].map((warnings) => new Set(warnings.map(({ known }) => known)))
}

test.each([
  [[], false],
  [['directDebitDates'], true],
] as const)('dataFaults %j: the warning is known: %s', async (dataFaults, known) => {
  expect(await warningsWith([...dataFaults])).toEqual([new Set([known]), new Set([known])])
})
