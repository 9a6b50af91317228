// npm run screenshots: writes the README's pictures from a workspace that a walkthrough has filled.

import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type App, createApp } from '../src/main/core/app.ts'
import { launchModelBankProcess } from '../src/main/core/model-bank/child-process.ts'
import { type BrowserHost, startBrowserHost } from '../src/main/hosts/browser/host.ts'
import { frame } from '../test/e2e/pages/frame.ts'
import { homePage } from '../test/e2e/pages/home.ts'
import { logDrawer } from '../test/e2e/pages/log.ts'
import { modelBankScreen } from '../test/e2e/pages/model-bank.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { ensureBuilt, rendererTarget } from './built.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, 'resources/screenshots')
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** Each goes to its place and waits until everything is there. */
const pictures: Record<string, (page: Page) => Promise<void>> = {
  home: async () => {},
  async log(page) {
    const log = logDrawer(page)
    await log.open()
    await log.show('token.code')
    await log.tab('JWTs')
  },
  async certificates(page) {
    await frame(page).open('Certificates')
    await frame(page)
      .entry('Certificates', /walkthrough/)
      .first()
      .click()
    await page.getByRole('tab', { name: 'Chain' }).waitFor()
    await page.getByText('Competent authority').waitFor()
  },
  async 'model-bank'(page) {
    await frame(page).open('Model bank')
    await modelBankScreen(page).clients.waitFor()
  },
}

/** High enough for the log to show what it is. */
const preferences = { drawerHeight: 430, drawerOpen: false, exchangeWidth: 520 }

const take = async (page: Page, name: string, theme: 'light' | 'dark', prepare: (page: Page) => Promise<void>) => {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await prepare(page)
  await page.evaluate('document.activeElement?.blur()')
  await page.mouse.move(640, 1)
  await page.screenshot({ path: join(folder, `${name}-${theme}.png`), animations: 'disabled', caret: 'hide' })
}

const takeAll = async (host: BrowserHost, app: App) => {
  const browser = await launchChromium()
  try {
    for (const theme of ['light', 'dark'] as const) {
      for (const [name, prepare] of Object.entries(pictures)) {
        const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/London' })
        // The workspace keeps what the picture before has set.
        await app.dispatch('preferences.set', { values: preferences })
        const page = await context.newPage()
        await page.goto(host.issueAddress())
        await homePage(page).finished()
        await take(page, name, theme, prepare)
        await context.close()
      }
    }
  } finally {
    await browser.close()
  }
}

const problem = ensureBuilt(root, [rendererTarget], say)
if (problem !== null) {
  console.error(problem)
  process.exit(1)
}
await mkdir(folder, { recursive: true })
const dataDir = await mkdtemp(join(tmpdir(), 'tpp-screenshots-'))
const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
const app = await createApp({ dataDir, env: { TPP_WORKBENCH_KEY: key }, launchModelBank: launchModelBankProcess })
const host = await startBrowserHost({ app, rendererDir: join(root, 'out/renderer'), version: '0' })
try {
  const run = await app.dispatch('walkthrough.run', {})
  if (!run.ok) throw new Error(run.error.message)
  await takeAll(host, app)
  say(`Written: ${Object.keys(pictures).join(', ')}, light and dark, in resources/screenshots`)
} finally {
  await host.close()
  await app.close()
  await rm(dataDir, { recursive: true, force: true })
}
