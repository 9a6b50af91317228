// What the benches ask of a page in Chromium.

import type { CDPSession, Page } from 'playwright-core'

/** Milliseconds that the page's main thread has worked, without what else runs on the machine, after `Performance.enable` with thread ticks. */
export const taskMs = async (devtools: CDPSession): Promise<number> => {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
}

export const goTo = (page: Page, at: string): Promise<void> => page.evaluate(`void (location.hash = ${JSON.stringify(`#${at}`)})`)

export const heapBytes = async (devtools: CDPSession): Promise<number> => {
  await devtools.send('HeapProfiler.collectGarbage')
  return (await devtools.send('Runtime.getHeapUsage')).usedSize
}

/**
 * Milliseconds between frames while the list with this id is scrolled: row by row for a while, then over the whole of it.
 * A text, because it runs in the page, whose names this program does not know.
 */
export const scrollFrames = (gridId: string): string => `new Promise((done) => {
  const grid = document.getElementById('${gridId}')
  const frames = []
  let before = performance.now()
  const next = (now) => {
    frames.push(now - before)
    before = now
    const count = frames.length
    if (count > 300) return done(frames.slice(1))
    grid.scrollTop = count < 150 ? grid.scrollTop + 120 : ((count - 150) / 150) * grid.scrollHeight
    requestAnimationFrame(next)
  }
  requestAnimationFrame(next)
})`
