import type { Locator, Page } from 'playwright-core'

export type LogDrawer = ReturnType<typeof logDrawer>

export const tabNames = ['Request', 'Response', 'TLS', 'JWTs', 'Timing', 'Raw'] as const

/** The request log: the list, the exchange on show, and what is done with them. */
export const logDrawer = (page: Page) => {
  const log = page.getByRole('region', { name: 'Request log' })
  const grid = log.getByRole('grid', { name: 'Exchanges' })
  const exchange = log.getByRole('region', { name: 'Exchange', exact: true })
  const choose = async (menuItem: string) => {
    await log.getByRole('button', { name: 'Export, limits, clear' }).click()
    await page.getByRole('menuitem', { name: menuItem }).click()
  }
  return {
    grid,
    exchange,
    search: log.getByRole('searchbox', { name: 'Search in the exchanges' }),
    chip: (name: string): Locator => log.getByRole('group', { name: 'Filters' }).getByRole('button', { name, exact: true }),
    /** Rows of exchanges of a step. */
    rows: (step: string): Locator => grid.getByRole('row').filter({ has: page.getByRole('gridcell', { name: step, exact: true }) }),
    dialog: page.getByRole('dialog'),
    choose,

    /** How many exchanges the list says it has; the rows of its names and of its runs are not counted. */
    async count(): Promise<number> {
      const all = Number(await grid.getAttribute('aria-rowcount'))
      return all - 1 - (await grid.getByRole('row', { name: / exchanges?\b/ }).count())
    },
    async open(): Promise<void> {
      await page.keyboard.press('Control+j')
      await grid.waitFor()
    },
    /** Selects one by its step, with the pointer. */
    async show(step: string): Promise<void> {
      await grid.getByRole('row').filter({ has: page.getByRole('gridcell', { name: step, exact: true }) }).first().click()
      await exchange.getByText(step, { exact: true }).waitFor()
    },
    /** The text of a tab of the exchange on show. */
    async tab(name: (typeof tabNames)[number]): Promise<string> {
      await exchange.getByRole('tab', { name: new RegExp(`^${name}`) }).click()
      return exchange.getByRole('tabpanel').innerText()
    },
    copyCurl: () => exchange.getByRole('button', { name: 'Copy as curl' }).click(),
  }
}
