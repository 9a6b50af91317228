import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { AppError, type Reply } from '../../../shared/errors.ts'
import type { AppEvent } from '../../../shared/events.ts'
import { bankProfileFields } from '../../../shared/model/bank-profile.ts'
import { type App, createApp } from '../../core/app.ts'
import { launchModelBankProcess } from '../../core/model-bank/child-process.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import type { Terminal } from '../cli/terminal.ts'
import { readOptions, usage, type WalkthroughOptions } from './options.ts'
import { accountsTable, errorReport, stepHeading, stepReport, transactionsTable } from './report.ts'

const valueOf = <T>(reply: Reply<T>): T => {
  if (!reply.ok) throw AppError.fromData(reply.error)
  return reply.value
}

const readText = async (file: string, option: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch {
    throw new AppError('INVALID_INPUT', `${file} cannot be read`, { field: option })
  }
}

/** Adds the profile to the workspace, or renews the one of the same name. */
const keepProfile = async (app: App, { bankProfile, ca }: WalkthroughOptions): Promise<string | undefined> => {
  if (!bankProfile) return undefined
  let content: unknown
  try {
    content = JSON.parse(await readText(bankProfile, 'bank-profile'))
  } catch (error) {
    throw error instanceof AppError ? error : new AppError('INVALID_INPUT', `${bankProfile} is not JSON`, { field: 'bank-profile' })
  }
  const parsed = bankProfileFields.safeParse(content)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new AppError('INVALID_INPUT', `${bankProfile}: ${issue?.path.join('.')}: ${issue?.message}`, { field: issue?.path.join('.') ?? 'bank-profile' })
  }
  const profile = parsed.data
  if (ca) profile.caCertificates = [...profile.caCertificates, await readText(ca, 'ca')]
  const known = valueOf(await app.dispatch('bankProfile.list', {})).items.find(({ name }) => name === profile.name)
  const kept = known ? await app.dispatch('bankProfile.update', { id: known.id, profile }) : await app.dispatch('bankProfile.create', profile)
  return valueOf(kept).id
}

/** Takes pasted redirects until one completes the authorisation. */
const takePastedRedirects = (app: App, authContextId: string, { stdin, stderr }: Terminal): (() => void) => {
  const lines = createInterface({ input: stdin })
  lines.on('line', async (line) => {
    if (!line.trim()) return
    const reply = await app.dispatch('accountAccessConsent.completeAuthorisation', { authContextId, redirect: line.trim() })
    if (reply.ok) lines.close()
    else stderr.write(`${errorReport(reply.error)}\n`)
  })
  return () => lines.close()
}

const narrate = (app: App, options: WalkthroughOptions, terminal: Terminal) => {
  // With --json standard output holds the document alone; a person still sees where to go.
  const say = (text: string) => (options.json ? terminal.stderr : terminal.stdout).write(text)
  let endPaste = () => {}
  const show = async (event: AppEvent) => {
    if (event.type === 'walkthrough.awaitingCustomer') {
      say(`\n       Open this address and approve:\n\n${event.authorisationUrl}\n\n`)
      say(event.capture === 'loopback' ? '       Waiting for the redirect; it can be pasted here as well.\n' : '       Paste the address that the browser ends at:\n')
      endPaste = takePastedRedirects(app, event.authContextId, terminal)
    }
    if (options.json) return
    if (event.type === 'walkthrough.stepStarted') say(stepHeading(event.step))
    if (event.type === 'walkthrough.stepFinished') {
      const exchanges = await Promise.all(event.step.requestLogIds.map(async (id) => valueOf(await app.dispatch('requestLog.get', { id }))))
      say(stepReport(event.step, exchanges))
    }
  }
  // Events are shown in their order, although some need to look something up first.
  let shown = Promise.resolve()
  const unsubscribe = app.subscribe((event) => {
    shown = shown.then(() => show(event))
  })
  return async () => {
    unsubscribe()
    endPaste()
    await shown
  }
}

const run = async (app: App, options: WalkthroughOptions, terminal: Terminal): Promise<void> => {
  const { stdout, stderr, signal } = terminal
  const { notice } = valueOf(await app.dispatch('workspace.status', {}))
  if (notice) stderr.write(`${notice}\n`)
  const { findings } = valueOf(await app.dispatch('workspace.check', {}))
  for (const { severity, message, remedy } of findings) {
    if (severity !== 'good') stderr.write(`${severity === 'failed' ? 'Failed' : 'Attention'}: ${message}${remedy ? `. ${remedy}` : ''}\n`)
  }
  const bankProfileId = await keepProfile(app, options)
  const { apiVersion, customer, autoApprove } = options
  const endNarration = narrate(app, options, terminal)
  const reply = await app.dispatch('walkthrough.run', { apiVersion, customer, autoApprove, bankProfileId }, { signal })
  await endNarration()
  const result = valueOf(reply)
  if (options.json) {
    const { steps, accounts, totals, durationMs } = result
    stdout.write(`${JSON.stringify({ steps, accounts, totals, durationMs }, null, 2)}\n`)
    return
  }
  stdout.write(`\nAccounts\n${accountsTable(result)}\n`)
  const newest = valueOf(await app.dispatch('transaction.list', { accountAccessConsentId: result.accountAccessConsentId, limit: 10 }))
  stdout.write(newest.total > 0 ? `\nNewest transactions\n${transactionsTable(newest)}\n` : '\nNo transactions\n')
  const { accounts, balances, transactions } = result.totals
  stdout.write(`\n${accounts} accounts, ${balances} balances, ${transactions} transactions in ${(result.durationMs / 1000).toFixed(1)} s\n`)
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
    const known = error instanceof AppError ? error : new AppError('INTERNAL', error instanceof Error ? error.message : String(error))
    terminal.stderr.write(`${errorReport(known.toData())}\n`)
    return exitCodes[known.code]
  }
}
