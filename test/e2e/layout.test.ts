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

test('what does not fit is found', async () => {
  const page = await browser().newPage()
  await page.setContent(`<style>
    body { margin: 0; width: 400px; height: 300px }
    #hiding { width: 90px; height: 20px; overflow: hidden; white-space: nowrap }
    #scrolling { width: 90px; overflow: auto }
    #narrow { width: 90px; white-space: nowrap }
    button { position: absolute; top: 200px; left: 10px; width: 80px }
    </style>
    <div id="hiding"><h2 style="width: 140px; font-size: 12px">A heading cut off</h2></div>
    <div id="scrolling"><div style="width: 120px">Scrolled</div></div>
    <p id="narrow">Wider than its place</p>
    <button>One</button><button style="left: 60px">Other</button>
    <pre style="overflow-x: auto; width: 90px">A block that may scroll</pre>
    <p id="fitting">This fits</p>`)
  expect((await misfits(page)).toSorted()).toEqual([
    'button “One” overlaps button “Other”',
    'div “Scrolled” scrolls sideways',
    'h2 “A heading cut off” is cut off by div “A heading cut off”',
    'p “Wider than its place” is wider than its place',
  ])
  await page.setViewportSize({ width: 300, height: 600 })
  expect(await misfits(page)).toContain('the page scrolls sideways')
  await page.close()
})

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
