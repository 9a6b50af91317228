// What a step of the walkthrough is, and what the steps hand on to each other.

import type { Account, Balance } from '../../../shared/model/account-data.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ModelBankStatus } from '../../../shared/model/model-bank.ts'
import type { RunWalkthroughInput } from '../../../shared/model/walkthrough.ts'
import type { CallContext, Emit } from '../context.ts'
import type { Services } from '../services.ts'

export type StepServices = Omit<Services, 'walkthrough'>

/** What the steps find out, in order; a step reads only what earlier ones wrote. */
export interface Progress {
  input: RunWalkthroughInput
  runId: string
  modelBank: ModelBankStatus | null
  profile: BankProfile
  obWacCertificateId: string
  obSealCertificateId: string
  softwareStatementId: string
  /** Its assertion is not fresh. */
  softwareStatementReused: boolean
  bankRegistrationId: string
  consentId: string
  authorised: boolean
  keyGenerationMs: number
  accounts: Account[]
  balances: Balance[]
  transactions: Map<string, number>
}

export interface StepOutcome {
  summary: string
  reused?: boolean
}

export interface Step {
  id: string
  title: string
  why: string
  run(progress: Progress, services: StepServices, call: CallContext, emit: Emit): Promise<StepOutcome>
}

export const defaultCustomer = 'amelia'

export const plural = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`
