import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { emptyViews, failingViews, fullViews } from './pages/views.ts'
import { openWorkbench, shareBrowser, show } from './pages/workbench.ts'

const browser = shareBrowser()

/** Only its colours differ in the dark. */
const axe = (page: Page, theme: 'light' | 'dark'): AxeBuilder => {
  const builder = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] })
  return theme === 'light' ? builder : builder.withRules(['color-contrast', 'link-in-text-block'])
}

test.each([
  ['empty', emptyViews],
  ['full', fullViews],
  ['failing', failingViews],
] as const)('%s: axe finds nothing, in both themes', { timeout: 120_000 }, async (_, views) => {
  const workbench = await openWorkbench(browser(), { width: 1280, height: 800 })
  const { page } = workbench
  const found: string[] = []
  for (const { name, open } of await views(workbench)) {
    await open()
    for (const theme of ['light', 'dark'] as const) {
      await show(page, { theme })
      const { violations } = await axe(page, theme).analyze()
      for (const { id, impact, nodes } of violations)
        found.push(`${name}, ${theme}: ${impact} ${id} ${nodes.map(({ html }) => html.slice(0, 120)).join(' ')}`)
    }
  }
  expect(found).toEqual([])
})
