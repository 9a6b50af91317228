// What the benches ask of a page in Chromium.

import type { CDPSession, Page } from 'playwright-core'

/** Milliseconds that the page's main thread has worked, without what else runs on the machine, after `Performance.enable` with thread ticks. */
export const taskMs = async (devtools: CDPSession): Promise<number> => {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000
}

export const goTo = (page: Page, at: string): Promise<void> => page.evaluate(`void (location.hash = ${JSON.stringify(`#${at}`)})`)
