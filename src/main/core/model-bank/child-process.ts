import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../../shared/errors.ts'
import type { ModelBankAddresses, ModelBankStatus } from '../../../shared/model/model-bank.ts'
import type { LaunchModelBank } from './model-bank-service.ts'

type Message =
  | { type: 'ready'; addresses: ModelBankAddresses; operatorPassword: string }
  | { type: 'failed'; message: string }
  | { id: number; value: unknown }

// The same layout holds for the sources and for the built output; only the extension differs.
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
const entry = fileURLToPath(new URL(`../../../model-bank/main${extension}`, import.meta.url))

/** Runs the model bank as a child process, which ends when this process does. */
export const launchModelBankProcess: LaunchModelBank = ({ port, stateFile }) =>
  new Promise((resolve, reject) => {
    const child = fork(entry, ['--port', String(port), ...(stateFile ? ['--state', stateFile] : [])], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      // SECURITY: the bank is a stranger to this workspace; it inherits no key or passphrase from the environment.
      env: Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TPP_WORKBENCH_'))),
    })
    const waiting = new Map<number, (value: unknown) => void>()
    let last = 0
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000)
    })
    const ended = new Promise<void>((done) => child.once('exit', () => done()))

    const ask = (method: string) =>
      new Promise<unknown>((answer, refuse) => {
        const id = ++last
        waiting.set(id, answer)
        child.send({ id, method }, (error) => error && refuse(new AppError('INTERNAL', 'The model bank has stopped', {}, error)))
      })

    child.once('error', (error) => reject(new AppError('INTERNAL', 'The model bank cannot be started', {}, error)))
    child.once('exit', () => reject(new AppError('INTERNAL', `The model bank ended at its start: ${complaint.trim() || 'no reason given'}`)))
    child.on('message', (message: Message) => {
      if ('id' in message) {
        waiting.get(message.id)?.(message.value)
        waiting.delete(message.id)
      } else if (message.type === 'ready') {
        resolve({
          addresses: message.addresses,
          status: async () => (await ask('status')) as Pick<ModelBankStatus, 'customers' | 'clients' | 'enrolments'>,
          async close() {
            if (child.connected) child.disconnect()
            await ended
          },
        })
      }
    })
  })
