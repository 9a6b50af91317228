// What a person chose on Home: which step is shown, and the inputs of the steps. Kept while they look at other screens.

import { create } from 'zustand'
import type { Input, Output } from '../../../shared/api.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import type { WalkthroughStatus } from '../../../shared/model/walkthrough.ts'

export interface Inputs {
  /** Null: the model bank. */
  bankProfileId: string | null
  /** Null: the model bank's first. */
  customer: string | null
  apiVersion: ApiVersion
  autoApprove: boolean
  /** The known bank that the model bank imitates. */
  persona?: string
}

interface Choices {
  /** A step's id, or 'result'; null: whatever matters now. */
  page: string | null
  /** What differs from the run that the core holds. */
  inputs: Partial<Inputs>
}

export const useChoices = create<Choices>(() => ({ page: null, inputs: {} }))

export const showPage = (page: string | null): void => useChoices.setState({ page })
export const choose = (inputs: Partial<Inputs>): void => useChoices.setState((choices) => ({ inputs: { ...choices.inputs, ...inputs } }))

export interface Known {
  profiles: readonly BankProfile[]
  customers: Output<'modelBank.status'>['customers']
  /** Of the model bank that runs. */
  modelBank?: Pick<Output<'modelBank.status'>, 'persona' | 'bankProfileId'> | undefined
}

export const profileOf = ({ bankProfileId }: Inputs, { profiles, modelBank }: Known): BankProfile | undefined => {
  const wanted = bankProfileId ?? modelBank?.bankProfileId
  return profiles.find((profile) => (wanted ? profile.id === wanted : profile.environment === 'modelBank'))
}

/** The API versions of the chosen bank. */
export const versionsOf = (inputs: Inputs, known: Known): ApiVersion[] => {
  const all: ApiVersion[] = ['3.1', '4.0']
  const profile = profileOf(inputs, known)
  return profile ? all.filter((version) => profile.accountInformation?.baseUrls[version]) : all
}

/** What was chosen, else what the run in the core was begun with, else what the bank prefers. */
export const inputsOf = (chosen: Partial<Inputs>, status: WalkthroughStatus, known: Known): Inputs => {
  const inputs: Inputs = {
    bankProfileId: status.bankProfileId,
    customer: status.customer,
    autoApprove: status.autoApprove,
    apiVersion: '4.0',
    ...chosen,
  }
  const versions = versionsOf(inputs, known)
  const preferred = profileOf(inputs, known)?.accountInformation?.defaultVersion ?? '4.0'
  const wanted = chosen.apiVersion ?? status.apiVersion ?? preferred
  return {
    ...inputs,
    apiVersion: versions.includes(wanted) ? wanted : preferred,
    customer: inputs.bankProfileId === null ? (inputs.customer ?? known.customers[0]?.username ?? null) : null,
    ...(inputs.bankProfileId === null && known.modelBank?.persona && { persona: known.modelBank.persona }),
  }
}

/** As the core takes them: only the model bank has customers to choose from, and one that approves by itself. */
export const runInput = ({ bankProfileId, customer, apiVersion, autoApprove, persona }: Inputs): Input<'walkthrough.run'> =>
  bankProfileId === null
    ? { apiVersion, autoApprove, ...(customer !== null && { customer }), ...(persona && { persona }) }
    : { apiVersion, bankProfileId }
