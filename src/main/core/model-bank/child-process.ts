import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { bankArguments, bankEnvironment, talkToBank } from './bank-process.ts'
import type { LaunchModelBank } from './model-bank-service.ts'

// The same layout holds for the sources and for the built output; only the extension differs.
const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.js'
const entry = fileURLToPath(new URL(`../../../model-bank/main${extension}`, import.meta.url))

/** Runs the model bank as a child process, which ends when this process does. */
export const launchModelBankProcess: LaunchModelBank = (options) => {
  const child = fork(entry, bankArguments(options), {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // Ctrl+C goes to every process of the terminal's group; the bank is out of it and ends in order, when its parent says so.
    detached: true,
    env: bankEnvironment(),
  })
  let complaint = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString()).slice(-2000)
  })
  return talkToBank({
    // A message that cannot be sent is one to a process that ends; its end answers the question.
    send: (message) => void child.send(message, () => {}),
    onMessage: (listener) => void child.on('message', listener),
    onEnd: (listener) => void child.once('error', listener).once('exit', () => listener()),
    complaint: () => complaint,
    end() {
      if (child.connected) child.disconnect()
    },
  })
}
