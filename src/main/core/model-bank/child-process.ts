import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError, type AppErrorData } from '../../../shared/errors.ts'
import type { ModelBankAddresses, ModelBankStatus } from '../../../shared/model/model-bank.ts'
import type { LaunchModelBank, RunningModelBank } from './model-bank-service.ts'

type Message =
  | { type: 'ready'; addresses: ModelBankAddresses; operatorPassword: string }
  | { type: 'failed'; message: string; error: AppErrorData }
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; error: AppErrorData }

// The same layout holds for the sources and for the built output; only the extension differs.
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
const entry = fileURLToPath(new URL(`../../../model-bank/main${extension}`, import.meta.url))

/** Questions to the child and their answers; every question is answered, at the latest by the child's end. */
const conversation = (child: ChildProcess) => {
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  const stopped = (cause?: unknown) => new AppError('INTERNAL', 'The model bank has stopped', { remedy: 'Start it again with modelBank.start.' }, cause)
  let last = 0
  child.on('message', (message: Message) => {
    if (!('id' in message)) return
    const question = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.ok) question?.resolve(message.value)
    else question?.reject(AppError.fromData(message.error))
  })
  child.once('exit', () => {
    for (const question of waiting.values()) question.reject(stopped())
  })
  return (method: string): Promise<unknown> => {
    const question = Promise.withResolvers<unknown>()
    const id = ++last
    if (!child.connected) throw stopped()
    waiting.set(id, question)
    child.send({ id, method }, (error) => error && question.reject(stopped(error)))
    return question.promise
  }
}

/** Runs the model bank as a child process, which ends when this process does. */
export const launchModelBankProcess: LaunchModelBank = ({ port, stateFile }) => {
  const child = fork(entry, ['--port', String(port), ...(stateFile ? ['--state', stateFile] : [])], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Ctrl+C goes to every process of the terminal's group; the bank is out of it and ends in order, when its parent says so.
    detached: true,
    // SECURITY: the bank is a stranger to this workspace; it inherits no key or passphrase from the environment.
    env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TPP_WORKBENCH_'))),
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000)
  })
  const ask = conversation(child)
  const { promise, resolve, reject } = Promise.withResolvers<RunningModelBank>()
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  child.on('error', (error) => reject(new AppError('INTERNAL', 'The model bank cannot be started', {}, error)))
  child.once('exit', () => reject(new AppError('INTERNAL', `The model bank ended at its start: ${complaint.trim() || 'no reason given'}`)))
  child.on('message', (message: Message) => {
    if ('id' in message) return
    if (message.type === 'failed') return reject(AppError.fromData(message.error))
    resolve({
      addresses: message.addresses,
      status: async () => (await ask('status')) as Pick<ModelBankStatus, 'customers' | 'clients' | 'enrolments'>,
      async close() {
        if (child.connected) child.disconnect()
        await ended
      },
    })
  })
  return promise
}
