import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

const executables = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

const quiet = [
  '--no-sandbox',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
]

/** The system's own Chromium; the variable CHROMIUM names another. */
export const launchChromium = (args: string[] = []): Promise<Browser> => {
  const executablePath = executables.find((path) => path !== undefined && existsSync(path))
  if (!executablePath) throw new Error('Chromium is not installed; set CHROMIUM to its path')
  return chromium.launch({ executablePath, args: [...quiet, ...args] })
}
