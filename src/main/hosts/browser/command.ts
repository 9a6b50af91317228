import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { AppError } from '../../../shared/errors.ts'
import { launchModelBankProcess } from '../../core/model-bank/child-process.ts'
import { exitCodes } from '../cli/exit-codes.ts'
import { asAppError, type Terminal } from '../cli/terminal.ts'
import { openFirstStart } from '../first-start.ts'
import { type BrowserHost, startBrowserHost } from './host.ts'
import { readOptions, usage } from './options.ts'
import { openSystemBrowser } from './system-browser.ts'

// Both are as many folders up from the sources as from the built output.
const builtRenderer = fileURLToPath(new URL('../../../../out/renderer', import.meta.url))
const readVersion = (): string => JSON.parse(readFileSync(new URL('../../../../package.json', import.meta.url), 'utf8')).version

const closeWithinMs = 3000

const once = 'The address works once, within a minute. Press Enter for a new one, Ctrl+C to end.'

const invite = (host: BrowserHost, { stdout }: Terminal, opened: (address: string) => boolean) => {
  const address = host.issueAddress()
  const heading = opened(address)
    ? 'TPP Workbench opens in the browser'
    : 'TPP Workbench is ready; open this address in a browser of this machine'
  stdout.write(`${heading}:\n\n  ${address}\n\n${once}\n`)
}

/** Prints a new address for every Enter. Returns the end of it. */
const inviteOnEnter = (host: BrowserHost, terminal: Terminal): (() => void) => {
  const lines = createInterface({ input: terminal.stdin })
  lines.on('line', () => invite(host, terminal, () => false))
  return () => lines.close()
}

/** Whatever hangs, the process ends. */
const endSoon = (): NodeJS.Timeout => setTimeout(() => process.exit(1), closeWithinMs).unref()

const serve = async (args: string[], terminal: Terminal, rendererDir: string): Promise<void> => {
  const { env, signal, stdout, stderr } = terminal
  const { help, port, open, dataDir, ephemeral } = readOptions(args, env)
  if (help) {
    stdout.write(usage)
    return
  }
  if (!existsSync(join(rendererDir, 'index.html'))) {
    throw new AppError('HOST_UNSUPPORTED', 'The pages of the app are not built', { remedy: 'Use "npm run browser", which builds them.' })
  }
  const { app, note } = await openFirstStart({ dataDir, ephemeral, env, launchModelBank: launchModelBankProcess })
  try {
    if (note) stderr.write(`Nothing is kept: ${note}. The app can keep it later.\n`)
    const host = await startBrowserHost({ app, rendererDir, version: readVersion(), port })
    invite(host, terminal, (address) => open && openSystemBrowser(address, { env }))
    const endInvitations = inviteOnEnter(host, terminal)
    await aborted(signal)
    endSoon()
    endInvitations()
    await host.close()
  } finally {
    await app.close()
  }
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done()
    else signal.addEventListener('abort', () => done(), { once: true })
  })

/** Serves until the terminal's signal; returns the exit code. */
export const runBrowserCommand = async (args: string[], terminal: Terminal, rendererDir = builtRenderer): Promise<number> => {
  try {
    await serve(args, terminal, rendererDir)
    return 0
  } catch (error) {
    const { message, details, code } = asAppError(error)
    terminal.stderr.write(`${message}\n${details.remedy ? `${details.remedy}\n` : ''}`)
    return exitCodes[code]
  }
}
