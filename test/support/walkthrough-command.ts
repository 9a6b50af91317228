// `npm run walkthrough` in this process, against the model bank in a process of its own.

import { runWalkthroughCommand } from '../../src/main/hosts/walkthrough/walkthrough.ts'
import { type TestTerminal, testTerminal } from './terminal.ts'

export interface Finished {
  code: number
  stdout: string
  stderr: string
}

/** Starts the command; the terminal shows what it has said so far. */
export const startWalkthrough = (
  args: string[],
  options: Parameters<typeof testTerminal>[0] = {},
): { terminal: TestTerminal; finished: Promise<Finished> } => {
  const terminal = testTerminal(options)
  const finished = runWalkthroughCommand(args, terminal).then((code) => ({
    code,
    stdout: terminal.stdout.text,
    stderr: terminal.stderr.text,
  }))
  return { terminal, finished }
}

export const walk = (args: string[], options?: Parameters<typeof testTerminal>[0]): Promise<Finished> =>
  startWalkthrough(args, options).finished

/** The steps that were used again, and those that were not, of a document written with --json. */
export const reusedSteps = (stdout: string): { reused: string[]; done: string[] } => {
  const { steps }: { steps: { id: string; reused: boolean }[] } = JSON.parse(stdout)
  const ids = (wanted: boolean) => steps.filter(({ reused }) => reused === wanted).map(({ id }) => id)
  return { reused: ids(true), done: ids(false) }
}
