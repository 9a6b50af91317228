import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../support/app.ts'
import { bareEnvironment, startProcess } from '../support/terminal.ts'
import { frame, keepDialog } from './pages/frame.ts'
import { homePage } from './pages/home.ts'
import { logDrawer } from './pages/log.ts'
import { builtRenderer, inBrowser, openTab, shareBrowser } from './pages/workbench.ts'

const browser = shareBrowser()
const script = join(import.meta.dirname, '../support/run-browser-command.ts')

/** The browser host as a process of its own, with its model bank as another. */
const startHost = async (args: string[], env: NodeJS.ProcessEnv = {}) => {
  const process = startProcess(globalThis.process.execPath, [script, builtRenderer, '--no-open', ...args], {
    env: { ...bareEnvironment(), ...env },
  })
  const [address = ''] = await process.stdout.match(/http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}(?=\n)/)
  return { process, address }
}

const end = async ({ process }: Awaited<ReturnType<typeof startHost>>) => {
  process.kill('SIGTERM')
  expect(await process.ended).toMatchObject({ code: 0 })
}

// What another start finds is the same under Electron; this one is a process that a test can end and start.
test.runIf(inBrowser)('a workspace in memory is kept under a passphrase, and is there after a restart', async () => {
  const folder = join(temporaryFolder(), 'workspace')
  const first = await startHost(['--ephemeral'])
  const { page } = await openTab(browser(), first.address)
  await homePage(page).doItAll.click()
  await homePage(page).finished()
  const accounts = await homePage(page).accountNames()

  const keeping = keepDialog(page)
  await keeping.open()
  await keeping.folder.fill(folder)
  await keeping.source('A passphrase').check()
  await keeping.passphrase('correct horse battery', 'correct horse')
  await keeping.keep.click()
  await keeping.dialog.getByText('The two passphrases differ').waitFor()
  await keeping.passphrase('correct horse battery')
  await keeping.keep.click()
  await keeping.dialog.waitFor({ state: 'detached' })
  await frame(page).banner.waitFor({ state: 'detached' })
  expect(readdirSync(folder)).toContain('workspace.sqlite')
  await end(first)

  const second = await startHost(['--data-dir', folder], { TPP_WORKBENCH_PASSPHRASE: 'correct horse battery' })
  const { page: later } = await openTab(browser(), second.address)
  await homePage(later).doItAll.waitFor()
  expect(await frame(later).banner.count()).toBe(0)
  await frame(later).open('Certificates')
  await frame(later)
    .entry('Certificates', /walkthrough/)
    .first()
    .waitFor()
  await frame(later).open('Data')
  for (const name of accounts) await frame(later).entry('Data', new RegExp(name)).waitFor()
  await logDrawer(later).open()
  expect(await logDrawer(later).count()).toBeGreaterThan(15)
  await end(second)
})
