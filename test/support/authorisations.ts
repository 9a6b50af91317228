import { afterEach, expect } from 'vitest'
import type { AccountAccessConsent } from '../../src/shared/model/account-access-consent.ts'
import type { BankRegistration } from '../../src/shared/model/bank-registration.ts'
import { shareTestApp, type TestAppOptions } from './app.ts'
import { authorise, exchangesOf, makeConsent, prepareTpp, register, type Tpp } from './tpp.ts'

export const complete = 'accountAccessConsent.completeAuthorisation'
export const begin = 'accountAccessConsent.startAuthorisation'

interface Prepared {
  tpp: Tpp
  registration: BankRegistration
  /** Authorised, with its accounts fetched. */
  bystander: AccountAccessConsent
}

/** A registered client, and a consent that nothing which goes wrong with others may touch. */
export const shareAuthorisations = (options: TestAppOptions = {}) => {
  let prepared: Prepared | undefined
  let toAuthorise: string | null = null
  const shared = shareTestApp(async (test) => {
    const tpp = await prepareTpp(test)
    const registration = await register(test, tpp)
    const { consent } = await authorise(test, (await makeConsent(test, registration.id)).id)
    await test.call('account.list', { accountAccessConsentId: consent.id, source: 'bank' })
    prepared = { tpp, registration, bystander: consent }
  }, options)
  const ready = (): Prepared => {
    if (!prepared) throw new Error('Only within a test')
    return prepared
  }

  afterEach(async () => {
    const { call } = shared()
    const { id } = ready().bystander
    expect(await call('accountAccessConsent.get', { id })).toEqual(ready().bystander)
    expect((await call('account.list', { accountAccessConsentId: id, source: 'local' })).items).toHaveLength(3)
    if (toAuthorise) expect((await authorise(shared(), toAuthorise)).consent.status).toBe('authorised')
    toAuthorise = null
  })

  return {
    shared,
    ready,
    /** A new consent with its authorisation started. */
    async start(changes: { capture?: 'loopback' | 'paste'; timeoutSeconds?: number } = { capture: 'paste' }) {
      const { id } = await makeConsent(shared(), ready().registration.id)
      return { id, ...(await shared().call(begin, { id, ...changes })) }
    },
    /** After this test the consent can still be authorised. */
    staysUsable(id: string): void {
      toAuthorise = id
    },
    /** How often a code is exchanged during `work`. */
    tokenCalls: async (work: () => Promise<unknown>): Promise<number> =>
      (await exchangesOf(shared(), work)).filter(({ step }) => step === 'token.code').length,
  }
}
