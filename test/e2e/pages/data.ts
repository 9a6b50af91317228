import type { Download, Locator, Page } from 'playwright-core'

/** The Data screen: what was fetched, by bank and consent, and one account or all of a consent beside it. */
export const dataScreen = (page: Page) => {
  const main = page.getByRole('main')
  const list = main.getByRole('region', { name: 'Data', exact: true })
  const grid = main.getByRole('grid', { name: 'Transactions' })
  const detail = main.getByRole('region', { name: 'Transaction', exact: true })
  const filters = main.getByRole('group', { name: 'Filters' })
  const button = (name: string): Locator => main.getByRole('button', { name, exact: true })
  const own = {
    list,
    grid,
    detail,
    page: (name: string): Locator => main.getByRole('article', { name, exact: true }),
    entry: (name: string): Locator => list.getByRole('link', { name: new RegExp(`^${name}`) }),
    search: filters.getByRole('searchbox', { name: 'Search in the transactions' }),
    field: (name: string): Locator => filters.getByLabel(name, { exact: true }),
    chip: (name: string): Locator => filters.getByRole('button', { name, exact: true }),
    clear: button('Clear filters'),
    column: (name: string): Locator => grid.getByRole('columnheader', { name }),
    totals: main.getByRole('region', { name: 'Totals of what is shown' }),
    failure: main.getByRole('alert'),
    progress: main.getByRole('progressbar', { name: 'Fetching from the bank' }),
    point: main.getByRole('slider', { name: 'Point in the chart' }),
    button,
    tab: (name: string): Locator => main.getByRole('tab', { name, exact: true }),

    /** How many transactions the grid says it has; its row of names is not counted. */
    count: async (): Promise<number> => Number(await grid.getAttribute('aria-rowcount')) - 1,
    row: (index: number): Locator => grid.locator(`[role="row"][aria-rowindex="${index + 2}"]`),
    /** The texts of a column, of the rows that are on screen. */
    async texts(name: 'Amount' | 'Description'): Promise<string[]> {
      const at = await own.column(name).getAttribute('aria-colindex')
      return grid.locator(`[role="gridcell"][aria-colindex="${at}"]`).allInnerTexts()
    },
    /** From the menu of what can be saved. */
    async save(format: 'As CSV' | 'As JSON'): Promise<Download> {
      await button('Export').click()
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('menuitem', { name: format }).click()])
      return download
    },
  }
  return own
}
