// From the start of the host's process to a page that can be used: the app's Home against an empty page of the same host and browser.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { launchChromium } from '../test/support/chromium.ts'
import { type BenchResult, median } from './measure.ts'

/** A page sets this mark (`performance.mark`) when it shows what it has and takes input. */
export const interactiveMark = 'interactive'

const rounds = 7
const serve = fileURLToPath(new URL('serve-pages.ts', import.meta.url))
const builtRenderer = fileURLToPath(new URL('../out/renderer', import.meta.url))

const emptyPage = `<!doctype html><html lang="en-GB"><title>Empty</title><script type="module" src="./mark.js"></script><body></body></html>`

/** Settles at the mark, whether it is there already or not. Runs in the page. */
const untilMark = (name: string): Promise<void> =>
  new Promise((done) => {
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(name).length > 0) done()
    })
    observer.observe({ type: 'mark', buffered: true })
  })

const addressOf = async (output: NodeJS.ReadableStream): Promise<string> => {
  let text = ''
  for await (const chunk of output) {
    text += chunk
    const [address] = /http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]+(?=\n)/.exec(text) ?? []
    if (address) return address
  }
  throw new Error('The host ended without an address')
}

/** Milliseconds of one start. */
const oneStart = async (browser: Browser, folder: string): Promise<number> => {
  const context = await browser.newContext()
  const page = await context.newPage()
  const begin = performance.now()
  const host = spawn(process.execPath, [serve, folder], { stdio: ['ignore', 'pipe', 'ignore'] })
  try {
    await page.goto(await addressOf(host.stdout), { waitUntil: 'commit' })
    await page.evaluate(untilMark, interactiveMark)
    return performance.now() - begin
  } finally {
    await context.close()
    host.kill('SIGTERM')
    await once(host, 'exit')
  }
}

/** The renderer must be built. Alternates both, so that a busy machine slows both. */
export const benchStart = async (renderer = builtRenderer): Promise<BenchResult[]> => {
  const empty = await mkdtemp(join(tmpdir(), 'tpp-empty-page-'))
  await writeFile(join(empty, 'index.html'), emptyPage)
  await writeFile(join(empty, 'mark.js'), `performance.mark('${interactiveMark}')`)
  const browser = await launchChromium()
  try {
    const home: number[] = []
    const nothing: number[] = []
    await oneStart(browser, renderer)
    for (let round = 0; round < rounds; round += 1) {
      nothing.push(await oneStart(browser, empty))
      home.push(await oneStart(browser, renderer))
    }
    const [homeMs, nothingMs] = [median(home), median(nothing)]
    return [
      {
        name: 'Host start to interactive Home, against an empty page',
        ratio: homeMs / nothingMs,
        limit: { atMost: 1.5 },
        detail: `${homeMs.toFixed(0)} ms against ${nothingMs.toFixed(0)} ms, medians of ${rounds}`,
      },
    ]
  } finally {
    await browser.close()
    await rm(empty, { recursive: true })
  }
}
