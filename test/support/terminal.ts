// Terminals for the command-line hosts: one in this process, one of a real process.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { onTestFinished } from 'vitest'
import type { Terminal } from '../../src/main/hosts/cli/terminal.ts'

export interface Capture {
  text: string
  write(text: string): void
  /** Settles with the first match, in what was written already or will be. */
  match(pattern: RegExp): Promise<RegExpExecArray>
}

export const capture = (): Capture => {
  const waiting = new Set<() => void>()
  const own: Capture = {
    text: '',
    write(text) {
      own.text += text
      for (const look of waiting) look()
    },
    match: (pattern) =>
      new Promise((resolve) => {
        const look = () => {
          const found = pattern.exec(own.text)
          if (!found) return
          waiting.delete(look)
          resolve(found)
        }
        waiting.add(look)
        look()
      }),
  }
  return own
}

export interface TestTerminal extends Terminal {
  stdin: PassThrough
  stdout: Capture
  stderr: Capture
  /** Ctrl+C. */
  interrupt(): void
}

/** `input` is all of standard input; without it standard input stays open. */
export const testTerminal = ({ env = {}, input }: { env?: NodeJS.ProcessEnv; input?: string } = {}): TestTerminal => {
  const stdin = new PassThrough()
  if (input !== undefined) stdin.end(input)
  const cancelled = new AbortController()
  return { stdin, stdout: capture(), stderr: capture(), env, signal: cancelled.signal, interrupt: () => cancelled.abort() }
}

const project = new URL('../..', import.meta.url).pathname

/** An environment without a desktop, a keychain or anybody's settings; its home folder ends with the test. */
export const bareEnvironment = (): NodeJS.ProcessEnv => {
  const home = mkdtempSync(join(tmpdir(), 'tpp-home-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return { PATH: process.env.PATH, HOME: home }
}

export interface RunningProcess {
  pid: number
  stdin: NodeJS.WritableStream
  stdout: Capture
  stderr: Capture
  kill(signal: NodeJS.Signals): void
  /** To the process and its children, as a terminal's Ctrl+C does. */
  killGroup(signal: NodeJS.Signals): void
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
}

/** Starts a program in the project's folder, the leader of a process group of its own. */
export const startProcess = (command: string, args: string[], { env = bareEnvironment(), cwd = project } = {}): RunningProcess => {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] })
  const { pid } = child
  if (pid === undefined) throw new Error(`${command} cannot be started`)
  const stdout = capture()
  const stderr = capture()
  child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.write(text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.write(text))
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }))
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await ended
  })
  return {
    pid,
    stdin: child.stdin,
    stdout,
    stderr,
    kill: (signal) => child.kill(signal),
    killGroup: (signal) => process.kill(-pid, signal),
    ended,
  }
}

/** Runs a program to its end. */
export const runProcess = async (
  command: string,
  args: string[],
  { input = '', ...options }: { env?: NodeJS.ProcessEnv; cwd?: string; input?: string } = {},
) => {
  const child = startProcess(command, args, options)
  child.stdin.end(input)
  const { code } = await child.ended
  return { code, stdout: child.stdout.text, stderr: child.stderr.text }
}

/** Runs one of the project's sources under this Node. */
export const runSource = (file: string, args: string[], options: Parameters<typeof runProcess>[2] = {}) =>
  runProcess(process.execPath, [file, ...args], options)
