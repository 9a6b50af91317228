import type { Locator, Page } from 'playwright-core'

export const tabNames = ['Request', 'Response', 'TLS', 'JWTs', 'Timing', 'Raw'] as const

const hasFocus = (locator: Locator): Promise<boolean> => locator.evaluate((element) => element === element.ownerDocument.activeElement)

// In pixels.
const someRows = 120
const longestList = 5000

const scrollTo = (list: Locator, top: number): Promise<void> =>
  list.evaluate((element, to) => {
    element.scrollTop = to
    // The rows of a place are drawn in the frame after it was scrolled to.
    const window = element.ownerDocument.defaultView
    return new Promise<void>((drawn) => window.requestAnimationFrame(() => window.requestAnimationFrame(() => drawn())))
  }, top)

/** The request log: the list, the exchange on show, and what is done with them. */
export const logDrawer = (page: Page) => {
  const log = page.getByRole('region', { name: 'Request log' })
  const grid = log.getByRole('grid', { name: 'Exchanges' })
  const exchange = log.getByRole('region', { name: 'Exchange', exact: true })
  const own = {
    grid,
    exchange,
    search: log.getByRole('searchbox', { name: 'Search in the exchanges' }),
    dialog: page.getByRole('dialog'),
    selectedTab: exchange.getByRole('tab', { selected: true }),
    chip: (name: string): Locator => log.getByRole('group', { name: 'Filters' }).getByRole('button', { name, exact: true }),

    async open(): Promise<void> {
      await page.keyboard.press('Control+j')
      await grid.waitFor()
    },
    /** How many exchanges the list says it has; the rows of its names and of its runs are not counted. */
    async count(): Promise<number> {
      const runs = await grid.getByRole('gridcell', { name: /\d exchanges?\b/ }).count()
      return Number(await grid.getAttribute('aria-rowcount')) - 1 - runs
    },
    /** The list, which is read page by page, has an exchange of this step. */
    lists: (step: string): Promise<void> => grid.getByRole('gridcell', { name: step, exact: true }).first().waitFor(),
    /** The exchange of this step is on show. */
    shows: (step: string): Promise<void> => exchange.getByText(step, { exact: true }).waitFor(),
    /** Selects the first of a step with the pointer, wherever it stands in the list. */
    async show(step: string): Promise<void> {
      const cell = grid.getByRole('gridcell', { name: step, exact: true }).first()
      await grid.getByRole('gridcell').first().waitFor()
      // Only rows near those in view are in the document.
      for (let top = 0; top < longestList && (await cell.count()) === 0; top += someRows) await scrollTo(grid, top)
      await cell.click()
      await own.shows(step)
    },
    /** The text of a tab of the exchange on show. */
    async tab(name: (typeof tabNames)[number]): Promise<string> {
      await exchange.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
      return exchange.getByRole('tabpanel').innerText()
    },
    /** With the Tab key, as far as it takes. */
    async tabToTabs(): Promise<void> {
      const chosen = exchange.getByRole('tab', { selected: true })
      for (let presses = 0; presses < 10 && !(await hasFocus(chosen)); presses += 1) await page.keyboard.press('Tab')
    },
    /** Until it says that it was copied. */
    async copyCurl(): Promise<void> {
      await exchange.getByRole('button', { name: 'Copy as curl' }).click()
      await exchange.getByRole('button', { name: 'Copied' }).waitFor()
    },
    /** From the menu of what is done with the whole log. */
    async choose(name: string): Promise<void> {
      await log.getByRole('button', { name: 'Export, limits, clear' }).click()
      await page.getByRole('menuitem', { name }).click()
    },
  }
  return own
}
