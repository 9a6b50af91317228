import { utilityProcess } from 'electron'
import { bankArguments, bankEnvironment, talkToBank } from '../../core/model-bank/bank-process.ts'
import type { LaunchModelBank } from '../../core/model-bank/model-bank-service.ts'

const endWithinMs = 1000

/** Runs the built model bank beside the app. A utility process, because the fuse that lets a packaged Electron act as Node is off. */
export const launchModelBankIn =
  (entry: string): LaunchModelBank =>
  (options) => {
    const child = utilityProcess.fork(entry, bankArguments(options), {
      serviceName: 'Model bank',
      stdio: ['ignore', 'ignore', 'pipe'],
      env: bankEnvironment(),
    })
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = (complaint + chunk.toString()).slice(-2000)
    })
    return talkToBank({
      send: (message) => child.postMessage(message),
      onMessage: (listener) => void child.on('message', listener),
      onEnd: (listener) => void child.once('exit', () => listener()),
      complaint: () => complaint,
      end() {
        child.postMessage({ id: 'end', method: 'close' })
        const timer = setTimeout(() => child.kill(), endWithinMs)
        child.once('exit', () => clearTimeout(timer))
      },
    })
  }
