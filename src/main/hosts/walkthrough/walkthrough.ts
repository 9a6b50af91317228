import type { WalkthroughResult } from '../../../shared/model/walkthrough.ts'
import { type App, createApp } from '../../core/app.ts'
import { launchModelBankProcess } from '../../core/model-bank/child-process.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { jsonText } from '../cli/json-text.ts'
import { asAppError, type Terminal } from '../cli/terminal.ts'
import { keepProfileFile, valueIn } from './bank-profile-file.ts'
import { narrate } from './narrator.ts'
import { readOptions, usage, type WalkthroughOptions } from './options.ts'
import { accountsTable, errorReport, totalsLine, transactionsTable } from './report.ts'

/** What a person should know of the workspace before anything is done with it. */
const reportWorkspace = async (app: App, { stderr }: Terminal): Promise<void> => {
  const { notice } = valueIn(await app.dispatch('workspace.status', {}))
  if (notice) stderr.write(`${notice}\n`)
  const { findings } = valueIn(await app.dispatch('workspace.check', {}))
  for (const { severity, message, remedy } of findings) {
    if (severity !== 'good')
      stderr.write(`${severity === 'failed' ? 'Failed' : 'Attention'}: ${[message, remedy].filter(Boolean).join('. ')}\n`)
  }
}

/** What `--json` prints; its members are relied on by scripts and are added to, never renamed. */
const documentOf = ({ steps, accounts, totals, durationMs }: WalkthroughResult) => ({
  steps: steps.map(({ id, title, durationMs, requestLogIds }) => ({ id, title, durationMs, requestLogIds })),
  accounts,
  totals,
  durationMs,
})

const run = async (app: App, options: WalkthroughOptions, terminal: Terminal): Promise<void> => {
  const { stdout, signal } = terminal
  await reportWorkspace(app, terminal)
  const bankProfileId = await keepProfileFile(app, options)
  const { apiVersion, customer, persona, autoApprove } = options
  const endNarration = narrate(app, options, terminal)
  const reply = await app.dispatch('walkthrough.run', { apiVersion, customer, persona, autoApprove, bankProfileId }, { signal })
  await endNarration()
  const result = valueIn(reply)
  if (options.json) {
    stdout.write(`${jsonText(documentOf(result))}\n`)
    return
  }
  stdout.write(`\nAccounts\n${accountsTable(result)}\n`)
  const newest = valueIn(await app.dispatch('transaction.list', { accountAccessConsentId: result.accountAccessConsentId, limit: 10 }))
  stdout.write(newest.total > 0 ? `\nNewest transactions\n${transactionsTable(newest)}\n` : '\nNo transactions\n')
  stdout.write(`\n${totalsLine(result)}\n`)
}

/** Runs the command and returns its exit code. */
export const runWalkthroughCommand = async (args: string[], terminal: Terminal): Promise<number> => {
  try {
    const options = readOptions(args, terminal.env)
    if (options.help) {
      terminal.stdout.write(usage)
      return 0
    }
    const app = await createApp({ dataDir: options.dataDir, launchModelBank: launchModelBankProcess, env: terminal.env })
    try {
      await run(app, options, terminal)
      return 0
    } finally {
      await app.close()
    }
  } catch (error) {
    const known = asAppError(error)
    terminal.stderr.write(`\n${errorReport(known.toData())}\n`)
    return exitCodes[known.code]
  }
}
