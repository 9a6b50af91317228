// How long the page's main thread works when a screen is opened from the rail, in a workspace where a walkthrough was run.

import { fileURLToPath } from 'node:url'
import { createApp } from '../src/main/core/app.ts'
import { startBrowserHost } from '../src/main/hosts/browser/host.ts'
import { launchChromium } from '../test/support/chromium.ts'
import { type BenchResult, median } from './measure.ts'
import { withModelBank } from './model-bank.ts'
import { goTo, taskMs } from './page.ts'

const builtRenderer = fileURLToPath(new URL('../out/renderer', import.meta.url))
const screens = ['home', 'certificates', 'keys', 'software', 'banks', 'consents', 'data', 'model-bank', 'glossary', 'settings']
const openings = 5

/** The screen's heading is there, and the page has nothing left to do. */
const settled = `new Promise((done) => {
  const look = () => (document.querySelector('main h1') ? requestIdleCallback(() => requestAnimationFrame(() => requestIdleCallback(() => done()))) : requestAnimationFrame(look))
  look()
})`

/** The renderer must be built. The first opening, which fetches the screen's code, counts as well. */
export const benchScreens = (rendererDir = builtRenderer): Promise<BenchResult> =>
  withModelBank(async (bank) => {
    const app = await createApp({ dataDir: null, env: {}, launchModelBank: async () => ({ ...bank, close: async () => {} }) })
    const host = await startBrowserHost({ app, rendererDir, version: 'bench' })
    const browser = await launchChromium()
    try {
      const run = await app.dispatch('walkthrough.run', {})
      if (!run.ok) throw new Error(run.error.message)
      // The lists show every known bank.
      await app.dispatch('preferences.set', { values: { environment: 'all' } })
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
      await page.goto(host.issueAddress())
      await page.evaluate(settled)
      const devtools = await page.context().newCDPSession(page)
      await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
      const times = new Map<string, number[]>(screens.map((screen) => [screen, []]))
      for (let opening = 0; opening < openings; opening += 1) {
        for (const screen of screens) {
          const before = await taskMs(devtools)
          await goTo(page, `/${screen}`)
          await page.waitForFunction(`location.hash === '#/${screen}'`)
          await page.evaluate(settled)
          times.get(screen)?.push((await taskMs(devtools)) - before)
        }
      }
      const medians = [...times].map(([screen, all]) => ({ screen, first: all[0] ?? Number.NaN, median: median(all) }))
      return {
        name: 'Opening a screen from the rail: slowest main-thread time against 100 ms',
        ratio: Math.max(...medians.map((one) => one.median)) / 100,
        limit: { atMost: 1 },
        detail: medians.map((one) => `${one.screen} ${one.median.toFixed(0)} (first ${one.first.toFixed(0)})`).join(', '),
      }
    } finally {
      await browser.close()
      await host.close()
      await app.close()
    }
  })
