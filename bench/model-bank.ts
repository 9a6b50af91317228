import { launchModelBankProcess } from '../src/main/core/model-bank/child-process.ts'
import type { RunningModelBank } from '../src/main/core/model-bank/model-bank-service.ts'

/** A model bank in its own process, there before anything is measured. */
export const withModelBank = async <T>(work: (bank: RunningModelBank) => Promise<T>, { latencyMs = 0 } = {}): Promise<T> => {
  const bank = await launchModelBankProcess({ port: 0, stateFile: null, latencyMs })
  try {
    return await work(bank)
  } finally {
    await bank.close()
  }
}
