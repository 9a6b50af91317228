// What a step of the walkthrough is, and what the steps hand on to each other.

import { AppError, type Verdict } from '../../../shared/errors.ts'
import type { Account, Balance } from '../../../shared/model/account-data.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ModelBankStatus } from '../../../shared/model/model-bank.ts'
import type { RunWalkthroughInput, WalkthroughStepResult } from '../../../shared/model/walkthrough.ts'
import type { Clock } from '../clock.ts'
import type { CallContext, Emit } from '../context.ts'
import type { Services } from '../services.ts'

export type StepServices = Omit<Services, 'walkthrough'> & { clock: Clock }

/** What the steps find out, each for the ones after it. */
interface Findings {
  profile: BankProfile
  obWacCertificateId: string
  obSealCertificateId: string
  softwareStatementId: string
  bankRegistrationId: string
  consentId: string
  accounts: Account[]
  balances: Balance[]
}

export interface Progress {
  input: RunWalkthroughInput
  runId: string
  /** Null for another bank. */
  modelBank: ModelBankStatus | null
  /** Its assertion is not fresh. */
  softwareStatementReused: boolean
  authorised: boolean
  /** The step was done before and is asked for anew: what it made is not used again. */
  again: boolean
  keyGenerationMs: number
  /** How many, by account. */
  transactions: Map<string, number>
  found: Partial<Findings>
}

/** What an earlier step found out. INTERNAL when none has: a mistake in the list of steps. */
export const known = <Name extends keyof Findings>({ found }: Progress, name: Name): Findings[Name] => {
  const value = found[name]
  if (value === undefined) throw new AppError('INTERNAL', `A walkthrough step needs ${name} before it is known`)
  return value
}

export interface StepOutcome {
  summary: string
  reused?: boolean
  subjects?: WalkthroughStepResult['subjects']
  checks?: Verdict[]
}

export interface Step {
  id: string
  title: string
  why: string
  run(progress: Progress, services: StepServices, call: CallContext, emit: Emit): Promise<StepOutcome>
}

export const defaultCustomer = 'amelia'

export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

/** Such as "43 checks on the answer, 1 warning: request". */
export const checksSummary = (checks: readonly Verdict[], on: string): string => {
  const claims = checks.flatMap(({ claim, verdict }) => (verdict === 'warning' ? [claim] : []))
  const warnings = claims.length > 0 ? `, ${plural(claims.length, 'warning')}: ${[...new Set(claims)].join(', ')}` : ''
  return `${plural(checks.length, 'check')} on ${on}${warnings}`
}
