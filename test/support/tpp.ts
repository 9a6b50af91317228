// The way of a third-party provider through the contract, up to the point where a test begins.

import { goThroughConsentPages } from '../../src/main/core/walkthrough/simulated-customer.ts'
import type { Input, Output } from '../../src/shared/api.ts'
import type { AccountAccessConsent, Permission } from '../../src/shared/model/account-access-consent.ts'
import type { BankProfile } from '../../src/shared/model/bank-profile.ts'
import type { BankRegistration } from '../../src/shared/model/bank-registration.ts'
import type { RequestLogEntry } from '../../src/shared/model/request-log.ts'
import type { SoftwareStatement } from '../../src/shared/model/software-statement.ts'
import type { TestApp } from './app.ts'

type Certificates = Output<'sandboxCertificates.create'>

export const organisation: Extract<Input<'sandboxCertificates.create'>, { profile: 'psd2' }>['organisation'] = {
  name: 'Testbench Ltd',
  organisationId: '0015800001041RHAAY',
  softwareId: 'testbenchSoftware',
  authorisationNumber: 'PSDGB-FCA-900001',
  roles: ['PSP_PI', 'PSP_AI'],
}

export const loopbackRedirect = 'http://127.0.0.1/callback'
export const webRedirect = 'https://tpp.example/callback'

export const permissions: Permission[] = [
  'ReadAccountsDetail',
  'ReadBalances',
  'ReadTransactionsDetail',
  'ReadTransactionsCredits',
  'ReadTransactionsDebits',
]

/** Certificates with the subject of `organisation`, changed as asked. */
export const makeCertificates = (
  test: TestApp,
  { sandboxCaId, signingKeyType, ...changes }: Partial<typeof organisation> & { sandboxCaId?: string; signingKeyType?: 'RSA' | 'EC' } = {},
): Promise<Certificates> =>
  test.call('sandboxCertificates.create', {
    profile: 'psd2',
    name: 'test',
    organisation: { ...organisation, ...changes },
    ...(sandboxCaId && { sandboxCaId }),
    ...(signingKeyType && { signingKeyType }),
  })

/** The input of a software statement with these certificates, without an assertion. */
export const statementInput = (
  { obWacCertificate, obSealCertificate }: Pick<Certificates, 'obWacCertificate' | 'obSealCertificate'>,
  changes: Partial<Input<'softwareStatement.create'>> = {},
): Input<'softwareStatement.create'> => ({
  organisationId: organisation.organisationId,
  organisationName: organisation.name,
  softwareId: organisation.softwareId,
  clientName: 'Testbench',
  roles: ['AISP'],
  redirectUris: [loopbackRedirect, webRedirect],
  defaultObWacCertificateId: obWacCertificate.id,
  defaultObSealCertificateId: obSealCertificate.id,
  ...changes,
})

export interface Tpp {
  certificates: Certificates
  statement: SoftwareStatement
  profile: BankProfile
}

/** A running model bank, certificates, and a software statement with a fresh assertion of the bank's directory. */
export const prepareTpp = async (test: TestApp, changes: Partial<Input<'softwareStatement.create'>> = {}): Promise<Tpp> => {
  const { bankProfileId } = await test.call('modelBank.start', {})
  const certificates = await makeCertificates(test)
  const statement = await test.call('softwareStatement.create', statementInput(certificates, { directory: 'modelBank', ...changes }))
  return { certificates, statement, profile: await test.call('bankProfile.get', { id: bankProfileId ?? '' }) }
}

/** With a client of its own, whatever the workspace has already. */
export const register = (
  test: TestApp,
  { profile, statement }: Pick<Tpp, 'profile' | 'statement'>,
  changes: Partial<Input<'bankRegistration.create'>> = {},
): Promise<BankRegistration> =>
  test.call('bankRegistration.create', { bankProfileId: profile.id, softwareStatementId: statement.id, reuse: 'never', ...changes })

/** A profile of the same bank with some differences. */
export const copyProfile = (test: TestApp, profile: BankProfile, changes: Partial<Input<'bankProfile.create'>>): Promise<BankProfile> => {
  const { id: _id, created: _created, builtIn: _builtIn, overrides: _overrides, needs: _needs, sources: _sources, ...fields } = profile
  return test.call('bankProfile.create', { ...fields, ...changes })
}

export const makeConsent = (
  test: TestApp,
  bankRegistrationId: string,
  changes: Partial<Input<'accountAccessConsent.create'>> = {},
): Promise<AccountAccessConsent> => test.call('accountAccessConsent.create', { bankRegistrationId, permissions, ...changes })

/** Where the bank's pages send the browser once a customer has decided. */
export const decide = async (test: TestApp, authorisationUrl: string, decision: 'approve' | 'refuse' = 'approve'): Promise<string> => {
  const [customer] = (await test.call('modelBank.status', {})).customers
  if (!customer) throw new Error('The model bank has no customers')
  return goThroughConsentPages(authorisationUrl, customer, { decision })
}

/** From an open consent to tokens. */
export const authorise = async (test: TestApp, id: string): Promise<Output<'accountAccessConsent.completeAuthorisation'>> => {
  const { authorisationUrl } = await test.call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
  return test.call('accountAccessConsent.completeAuthorisation', { redirect: await decide(test, authorisationUrl) })
}

/** What was sent during `work`, in order. */
export const exchangesOf = async (test: TestApp, work: () => Promise<unknown>): Promise<RequestLogEntry[]> => {
  const before = (await test.call('requestLog.list', { limit: 1000 })).items.map(({ id }) => id)
  await work()
  const { items } = await test.call('requestLog.list', { limit: 1000, oldestFirst: true })
  return items.filter(({ id }) => !before.includes(id))
}

/** A clock that can be set forward. */
export const movableClock = () => {
  let ahead = 0
  return {
    now: () => new Date(Date.now() + ahead),
    forward: (milliseconds: number) => {
      ahead += milliseconds
    },
  }
}
export const minutes = (count: number): number => count * 60_000
export const days = (count: number): number => count * 86_400_000
