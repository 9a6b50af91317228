// A model bank with switches, and clients of it whose profiles differ from the standard's in what a test says.

import type { Method, Output, ParsedInput } from '../../src/shared/api.ts'
import type { AppErrorData, Verdict } from '../../src/shared/errors.ts'
import type { AccountAccessConsent } from '../../src/shared/model/account-access-consent.ts'
import type { BankBehaviour } from '../../src/shared/model/bank-behaviour.ts'
import { type BankProfile, type BankProfileFields, bankProfileFields } from '../../src/shared/model/bank-profile.ts'
import type { BankRegistration } from '../../src/shared/model/bank-registration.ts'
import { shareTestApp } from './app.ts'
import { decide, makeCertificates, permissions, statementInput } from './tpp.ts'

type Parts = 'accountInformation' | 'authorisation' | 'idToken' | 'registration' | 'tokens'

/** What a profile has otherwise; of its parts, single members. */
export type ProfileChanges = Partial<Omit<BankProfileFields, Parts>> & { [P in Parts]?: Partial<NonNullable<BankProfileFields[P]>> }

export interface Outcome {
  /** Null when all went well. */
  error: AppErrorData | null
  consent: AccountAccessConsent | null
  checks: Verdict[]
}

export interface Attempt {
  decision?: 'approve' | 'refuse'
  /** Changes what the browser was sent to. */
  tamper?: (redirect: string) => string
  consent?: Partial<ParsedInput<'accountAccessConsent.create'>>
}

let profiles = 0

export const changedProfile = (profile: BankProfile, changes: ProfileChanges): BankProfileFields => {
  const { accountInformation, authorisation, idToken, registration, tokens, ...rest } = changes
  const fields = bankProfileFields.strip().parse(profile)
  return {
    ...fields,
    ...rest,
    name: `switched-${++profiles}`,
    accountInformation: fields.accountInformation && { ...fields.accountInformation, ...accountInformation },
    authorisation: { ...fields.authorisation, ...authorisation },
    idToken: { ...fields.idToken, ...idToken },
    registration: { ...fields.registration, ...registration },
    tokens: { ...fields.tokens, ...tokens },
  }
}

class Refused extends Error {
  error: AppErrorData
  constructor(error: AppErrorData) {
    super(error.message)
    this.error = error
  }
}

/** For a file of tests: one workspace, and one bank after the other. */
export const shareSwitches = () => {
  const shared = shareTestApp()
  let certificates: ReturnType<typeof makeCertificates> | undefined

  const ask = async <M extends Method>(method: M, input: Parameters<ReturnType<typeof shared>['call']>[1]): Promise<Output<M>> => {
    const reply = await shared().app.handle(method, input)
    if (!reply.ok) throw new Refused(reply.error)
    return reply.value as Output<M>
  }

  const start = async (behaviour: Partial<BankBehaviour>) => {
    const test = shared()
    await test.call('modelBank.stop', {})
    const { bankProfileId, addresses } = await test.call('modelBank.start', { behaviour })
    certificates ??= makeCertificates(test)
    const statement = await test.call('softwareStatement.create', statementInput(await certificates, { directory: 'modelBank' }))
    const profile = await test.call('bankProfile.get', { id: bankProfileId ?? '' })

    const bank = {
      test,
      profile,
      statement,
      issuer: addresses?.issuer ?? '',

      async client(changes: ProfileChanges = {}): Promise<BankRegistration> {
        const { id } = await ask<'bankProfile.create'>('bankProfile.create', changedProfile(profile, changes))
        return ask<'bankRegistration.create'>('bankRegistration.create', {
          bankProfileId: id,
          softwareStatementId: statement.id,
          reuse: 'never',
        })
      },

      consent: (bankRegistrationId: string, changes: Attempt['consent'] = {}) =>
        ask<'accountAccessConsent.create'>('accountAccessConsent.create', { bankRegistrationId, permissions, ...changes }),

      async authorise(id: string, { decision, tamper = (redirect) => redirect }: Attempt = {}) {
        const { authorisationUrl, authContextId } = await ask<'accountAccessConsent.startAuthorisation'>(
          'accountAccessConsent.startAuthorisation',
          { id, capture: 'paste' },
        )
        const redirect = tamper(await decide(test, authorisationUrl, decision))
        return ask<'accountAccessConsent.completeAuthorisation'>('accountAccessConsent.completeAuthorisation', { authContextId, redirect })
      },

      /** From a profile to tokens, or to what went wrong first. */
      async attempt(changes: ProfileChanges = {}, attempt: Attempt = {}): Promise<Outcome> {
        try {
          const { id } = await bank.client(changes)
          const done = await bank.authorise((await bank.consent(id, attempt.consent)).id, attempt)
          return { error: null, ...done }
        } catch (failure) {
          if (!(failure instanceof Refused)) throw failure
          return { error: failure.error, consent: null, checks: failure.error.checks ?? [] }
        }
      },

      /** What went wrong in `work`; success fails the test. */
      async refusal(work: () => Promise<unknown>): Promise<AppErrorData> {
        try {
          await work()
        } catch (failure) {
          if (failure instanceof Refused) return failure.error
          throw failure
        }
        throw new Error('It succeeded')
      },
    }
    return bank
  }

  let running: { switches: string; bank: ReturnType<typeof start> } | undefined
  /** A bank with these switches, until one with others is asked for. */
  const bankWith = (behaviour: Partial<BankBehaviour>): ReturnType<typeof start> => {
    const switches = JSON.stringify(behaviour)
    if (running?.switches !== switches) running = { switches, bank: start(behaviour) }
    return running.bank
  }
  return { shared, bankWith }
}

/** Claims with a warning, each once. */
export const warned = ({ checks }: Pick<Outcome, 'checks'>): string[] => [
  ...new Set(checks.filter(({ verdict }) => verdict === 'warning').map(({ claim }) => claim)),
]
export const failed = ({ checks }: Pick<Outcome, 'checks'>): string[] => [
  ...new Set(checks.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)),
]
