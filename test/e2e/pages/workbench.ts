// The app as a person has it before them: a page of the browser host, or the window where the suite runs under Electron.

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import type { Input, Method, Output } from '../../../src/shared/api.ts'
import type { Reply } from '../../../src/shared/errors.ts'
import type { TestApp } from '../../support/app.ts'
import { startTestHost, type TestHost } from '../../support/browser-host.ts'
import { launchChromium } from '../../support/chromium.ts'
import { electronBinary, launchElectron } from '../../support/electron/launch.ts'

/** `npm test` has built it. */
export const builtRenderer = new URL('../../../out/renderer', import.meta.url).pathname

/** Less than a test may take, so that what was waited for is named. */
const patienceMs = 15_000

/** What only the browser host has, such as tabs and sessions, is not there to be tested under Electron. */
export const inBrowser = electronBinary() === null

export interface Workbench {
  page: Page
  /** What the page wrote to its console as an error, and what it threw. */
  complaints: string[]
  /** The core's answer, without the page. */
  call: <M extends Method>(method: M, input: Input<M>) => Promise<Output<M>>
  /** Does what opens an address in the system's browser, and returns its page there. */
  outside: (act: () => Promise<unknown>) => Promise<Page>
  clipboard: () => Promise<string>
}

/** In the browser only: the host with its core, and the browser whose tabs share a session. */
export interface BrowserWorkbench extends Workbench {
  host: TestHost
  context: BrowserContext
}

export interface View {
  /** What follows the address's #, such as /data. */
  at?: string
  width?: number
  height?: number
  theme?: 'light' | 'dark'
}

/** One Chromium for the tests of a file. */
export const shareBrowser = (): (() => Browser) => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser.close())
  return () => browser
}

const complaintsOf = (page: Page): string[] => {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/** Opens the app in an ephemeral workspace of its own; it ends with the test. */
export const openWorkbench = (browser: Browser, view: View = {}): Promise<Workbench> => {
  const binary = electronBinary()
  return binary === null ? openInBrowser(browser, view) : openInElectron(browser, binary, view)
}

/** With an app of its own, unless one is given. */
export const openInBrowser = async (browser: Browser, view: View = {}, app?: TestApp): Promise<BrowserWorkbench> => {
  const host = await startTestHost({ rendererDir: builtRenderer }, app)
  return { ...(await openTab(browser, host.issueAddress(), view)), host, call: host.test.call }
}

/** A browser of its own that opens a host's printed address. */
export const openTab = async (browser: Browser, address: string, view: View = {}) => {
  const context = await browser.newContext()
  onTestFinished(() => context.close())
  context.setDefaultTimeout(patienceMs)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  await page.goto(address)
  await show(page, view)
  return {
    page,
    context,
    complaints,
    async outside(act: () => Promise<unknown>): Promise<Page> {
      const [opened] = await Promise.all([context.waitForEvent('page'), act()])
      return opened
    },
    // Pasted elsewhere: our pages may not read the clipboard.
    async clipboard() {
      const elsewhere = await context.newPage()
      await elsewhere.setContent('<textarea></textarea>')
      const pad = elsewhere.getByRole('textbox')
      await pad.press('Control+v')
      const text = await pad.inputValue()
      await elsewhere.close()
      return text
    },
  }
}

const openInElectron = async (browser: Browser, binary: string, view: View): Promise<Workbench> => {
  const electron = await launchElectron(binary)
  onTestFinished(() => electron.close())
  const { page } = electron
  const complaints = complaintsOf(page)
  await show(page, view)
  return {
    page,
    complaints,
    async call<M extends Method>(method: M, input: Input<M>) {
      const reply = await page.evaluate<Reply<Output<M>>>(`tppWorkbench.call(${JSON.stringify(method)}, ${JSON.stringify(input)})`)
      if (!reply.ok) throw new Error(`${method}: ${JSON.stringify(reply.error)}`)
      return reply.value
    },
    async outside(act) {
      const before = (await electron.opened()).length
      await act()
      await expect.poll(async () => (await electron.opened()).length).toBeGreaterThan(before)
      const address = (await electron.opened()).at(-1) ?? ''
      const context = await browser.newContext()
      onTestFinished(() => context.close())
      const opened = await context.newPage()
      await opened.goto(address)
      return opened
    },
    clipboard: () => electron.app.evaluate(({ clipboard }) => clipboard.readText()),
  }
}

/** Sizes and themes the page, goes to a place of it, and waits until it is painted so. */
export const show = async (page: Page, { at, width, height, theme }: View): Promise<void> => {
  await page.getByRole('main').waitFor()
  if (at !== undefined) await goTo(page, at)
  if (width && height) await page.setViewportSize({ width, height })
  if (theme) await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
}

/** `at` is what follows the address's #, such as /data. */
export const goTo = (page: Page, at: string): Promise<void> => page.evaluate(`void (location.hash = ${JSON.stringify(`#${at}`)})`)
