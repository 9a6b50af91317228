import { call } from '../api/client.ts'
import { runAll } from '../features/home/actions.ts'
import type { Inputs } from '../features/home/choices.ts'
import { go } from '../router.ts'

/** A model bank that imitates another bank goes on doing so, in that bank's version. */
const asItRuns = async (): Promise<Inputs> => {
  const inputs: Inputs = { bankProfileId: null, customer: null, apiVersion: '4.0', autoApprove: true }
  const status = await call('modelBank.status', {})
  if (!status.ok || !status.value.running || !status.value.persona || !status.value.bankProfileId) return inputs
  const profile = await call('bankProfile.get', { id: status.value.bankProfileId })
  const version = profile.ok ? profile.value.accountInformation?.defaultVersion : undefined
  return { ...inputs, persona: status.value.persona, ...(version && { apiVersion: version }) }
}

/** Everything from certificates to transactions, with the model bank; Home shows how it goes. */
export const runWithModelBank = (): void => {
  go(['home'])
  void asItRuns().then(runAll)
}
