import { expect, test } from 'vitest'
import { misfits } from './pages/fit.ts'
import { emptyViews, failingViews, fullViews } from './pages/views.ts'
import { openWorkbench, shareBrowser, show } from './pages/workbench.ts'

const browser = shareBrowser()

const sizes = [
  { width: 1024, height: 700 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]

test.each([
  ['empty', emptyViews],
  ['full', fullViews],
  ['failing', failingViews],
] as const)(
  '%s: nothing is cut off, overlaps or scrolls sideways, at three sizes and in both themes',
  { timeout: 120_000 },
  async (_, views) => {
    const workbench = await openWorkbench(browser())
    const { page } = workbench
    const found: string[] = []
    for (const { name, open } of await views(workbench)) {
      await open()
      for (const size of sizes) {
        for (const theme of ['light', 'dark'] as const) {
          await show(page, { ...size, theme })
          for (const misfit of await misfits(page)) found.push(`${name}, ${size.width}×${size.height}, ${theme}: ${misfit}`)
        }
      }
    }
    expect(found).toEqual([])
  },
)
