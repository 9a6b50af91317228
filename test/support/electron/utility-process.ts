// Electron's utility process, by a child process of Node: the file runs with a parentPort and without process.send.

import { type ChildProcess, fork } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { join } from 'node:path'

const shim = join(import.meta.dirname, 'utility-process-shim.mjs')

export interface ForkOptions {
  env: Record<string, string>
  stdio: ('ignore' | 'pipe')[]
  serviceName: string
}

export class DoubleUtilityProcess extends EventEmitter {
  readonly child: ChildProcess
  readonly options: ForkOptions
  readonly stderr: ChildProcess['stderr']
  exitCode: number | null = null

  constructor(modulePath: string, args: string[], options: ForkOptions) {
    super()
    this.options = options
    this.child = fork(shim, [modulePath, ...args], {
      env: options.env,
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    })
    this.stderr = this.child.stderr
    this.child.on('message', (message) => this.emit('message', message))
    this.child.once('exit', (code) => {
      this.exitCode = code ?? -1
      this.emit('exit', this.exitCode)
    })
  }

  postMessage = (message: object) => void (this.child.connected && this.child.send(message))
  kill = () => this.child.kill()
}
