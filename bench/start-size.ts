// What a browser fetches before Home can be used, as its network panel would tell: every script, compressed.

import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { createApp } from '../src/main/core/app.ts'
import { launchModelBankProcess } from '../src/main/core/model-bank/child-process.ts'
import { startBrowserHost } from '../src/main/hosts/browser/host.ts'
import { homePage } from '../test/e2e/pages/home.ts'
import { launchChromium } from '../test/support/chromium.ts'
import type { BenchResult } from './measure.ts'

const builtRenderer = join(import.meta.dirname, '../out/renderer')
const kilobyte = 1000
const budget = 180 * kilobyte

/** Gzipped bytes of each script until Home takes input. */
const scriptsUntilHome = async (page: Page, address: string): Promise<number[]> => {
  const sizes: Promise<number>[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script') sizes.push(response.body().then((body) => gzipSync(body).length))
  })
  await page.goto(address)
  await homePage(page).doItAll.click({ trial: true })
  return Promise.all(sizes)
}

/** The renderer must be built. */
export const benchStartSize = async (): Promise<BenchResult> => {
  const app = await createApp({ dataDir: null, env: {}, launchModelBank: launchModelBankProcess })
  const host = await startBrowserHost({ app, rendererDir: builtRenderer, version: '0' })
  const browser = await launchChromium()
  try {
    const sizes = await scriptsUntilHome(await browser.newPage(), host.issueAddress())
    const total = sizes.reduce((sum, size) => sum + size, 0)
    return {
      name: 'Scripts before Home is interactive, gzipped, against 180 kB',
      ratio: total / budget,
      limit: { atMost: 1 },
      detail: `${(total / kilobyte).toFixed(1)} kB in ${sizes.length} scripts`,
    }
  } finally {
    await browser.close()
    await host.close()
    await app.close()
  }
}
