// What Home asks of the core. How far a run is stands in the core; here is only whether this page has a call open.

import { create } from 'zustand'
import type { Output } from '../../../shared/api.ts'
import type { AppErrorData, Reply } from '../../../shared/errors.ts'
import { call } from '../../api/client.ts'
import { confirmLive } from '../../frame/confirm-live.tsx'
import { text } from '../../text/en.ts'
import { type Inputs, runInput, showPage } from './choices.ts'

interface Actions {
  /** Steps are being run one after the other; between two of them the core runs none. */
  calling: boolean
  /** A failure that is no step's own. */
  error: AppErrorData | null
}

export const useActions = create<Actions>(() => ({ calling: false, error: null }))

const isStepsOwn = ({ code, step }: AppErrorData) => code === 'CANCELLED' || step !== undefined

/** A live bank is only called when the person says so. */
const mayRun = async ({ bankProfileId }: Inputs): Promise<boolean> => {
  if (bankProfileId === null) return true
  const reply = await call('bankProfile.get', { id: bankProfileId })
  return !reply.ok || reply.value.environment !== 'live' || confirmLive(text.home.confirmLive(reply.value.displayName))
}

const during = async (inputs: Inputs, work: () => Promise<AppErrorData | null>): Promise<void> => {
  if (useActions.getState().calling) return
  useActions.setState({ calling: true, error: null })
  const error = (await mayRun(inputs)) ? await work() : null
  useActions.setState({ calling: false, error: error && !isStepsOwn(error) ? error : null })
}

const errorOf = (reply: Reply<unknown>): AppErrorData | null => (reply.ok ? null : reply.error)

/** Every step, from the first; what is still valid is used again. */
export const runAll = (inputs: Inputs): Promise<void> => {
  showPage(null)
  return during(inputs, async () => errorOf(await call('walkthrough.run', runInput(inputs))))
}

/** These steps in order, as far as they succeed. */
export const runSteps = (steps: readonly string[], inputs: Inputs): Promise<void> => {
  showPage(steps.length > 1 ? null : (steps[0] ?? null))
  return during(inputs, async () => {
    for (const step of steps) {
      const error = errorOf(await call('walkthrough.runStep', { step, ...runInput(inputs) }))
      if (error) return error
    }
    return null
  })
}

export const cancel = async (): Promise<void> => {
  const error = errorOf(await call('walkthrough.cancel', {}))
  if (error) useActions.setState({ error })
}

export const startModelBank = async (): Promise<Output<'modelBank.status'> | null> => {
  const reply = await call('modelBank.start', {})
  if (reply.ok) return reply.value
  useActions.setState({ error: reply.error })
  return null
}
