// The model bank in a process of its own, whichever kind: questions to it, their answers, and its end.

import { AppError, type AppErrorData } from '../../../shared/errors.ts'
import type { ModelBankAddresses, ModelBankStatus } from '../../../shared/model/model-bank.ts'
import type { LaunchOptions, RunningModelBank } from './model-bank-service.ts'

/** What a host has to do with the process that it started. */
export interface BankProcess {
  send(message: object): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, also when the process could not be started. */
  onEnd(listener: (cause?: unknown) => void): void
  /** The last that it wrote to its standard error. */
  complaint(): string
  /** Tells it to end in order. */
  end(): void
}

type Message =
  | { type: 'ready'; addresses: ModelBankAddresses; operatorPassword: string }
  | { type: 'failed'; message: string; error: AppErrorData }
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: AppErrorData }

/** What the bank may see of the environment. SECURITY: it is a stranger to this workspace and inherits no key or passphrase. */
export const bankEnvironment = (env: NodeJS.ProcessEnv = process.env): Record<string, string> =>
  Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) => (value === undefined || name.startsWith('TPP_WORKBENCH_') ? [] : [[name, value]])),
  )

export const bankArguments = ({ port, stateFile, latencyMs = 0, behaviour = {} }: LaunchOptions): string[] => [
  '--port',
  String(port),
  '--latency',
  String(latencyMs),
  ...(stateFile ? ['--state', stateFile] : []),
  ...Object.entries(behaviour).flatMap(([name, value]) => (value === undefined ? [] : ['--quirk', `${name}=${JSON.stringify(value)}`])),
]

const stopped = (cause?: unknown) => new AppError('INTERNAL', 'The model bank has stopped', { remedy: 'Start it again.' }, cause)

/** Every question is answered, at the latest by the end of the process. */
const conversation = (bank: BankProcess, ended: () => boolean) => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let last = 0
  bank.onEnd((cause) => {
    for (const question of waiting.values()) question.reject(stopped(cause))
  })
  return {
    take(message: Extract<Message, { id: number }>) {
      const question = waiting.get(message.id)
      waiting.delete(message.id)
      if (message.ok) question?.resolve(message.value)
      else question?.reject(AppError.fromData(message.error))
    },
    async ask(method: string, details: { enrolmentId?: string } = {}): Promise<unknown> {
      if (ended()) throw stopped()
      const question = Promise.withResolvers<unknown>()
      const id = ++last
      waiting.set(id, question)
      bank.send({ id, method, ...details })
      return question.promise
    },
  }
}

/** Waits until the bank is ready. Throws what it failed with, or INTERNAL when it ended without a word. */
export const talkToBank = (bank: BankProcess): Promise<RunningModelBank> => {
  const { promise, resolve, reject } = Promise.withResolvers<RunningModelBank>()
  const end = Promise.withResolvers<void>()
  let ended = false
  bank.onEnd((cause) => {
    ended = true
    end.resolve()
    reject(new AppError('INTERNAL', `The model bank ended at its start: ${bank.complaint().trim() || 'no reason given'}`, {}, cause))
  })
  const { take, ask } = conversation(bank, () => ended)

  const running = (addresses: ModelBankAddresses): RunningModelBank => ({
    addresses,
    status: async () => (await ask('status')) as Pick<ModelBankStatus, 'customers' | 'dataAsAt' | 'clients' | 'enrolments'>,
    approveEnrolment: async (enrolmentId) => void (await ask('approveEnrolment', { enrolmentId })),
    refuseEnrolment: async (enrolmentId) => void (await ask('refuseEnrolment', { enrolmentId })),
    async close() {
      if (!ended) bank.end()
      await end.promise
    },
  })

  bank.onMessage((received) => {
    const message = received as Message
    if ('id' in message) return take(message)
    if (message.type === 'ready') return resolve(running(message.addresses))
    reject(AppError.fromData(message.error))
    bank.end()
  })
  return promise
}
