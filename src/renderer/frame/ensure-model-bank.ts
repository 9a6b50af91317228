import type { Output } from '../../shared/api.ts'
import type { Reply } from '../../shared/errors.ts'
import { call } from '../api/client.ts'

/** The model bank as it runs, whichever bank it imitates; started as itself where it does not run. */
export const ensureModelBank = async (): Promise<Reply<Output<'modelBank.status'>>> => {
  const status = await call('modelBank.status', {})
  return !status.ok || status.value.running ? status : call('modelBank.start', {})
}

/** The model bank in the way of a known bank, or as itself; one that goes another way is stopped first. */
export const startModelBankAs = async (persona: string | null): Promise<Reply<Output<'modelBank.status'>>> => {
  const status = await call('modelBank.status', {})
  if (!status.ok || (status.value.running && status.value.persona === persona)) return status
  if (status.value.running) {
    const stopped = await call('modelBank.stop', {})
    if (!stopped.ok) return stopped
  }
  return call('modelBank.start', persona === null ? {} : { persona })
}
