import type { Locator, Page } from 'playwright-core'
import type { BankCustomer } from './bank.ts'

/** What a screen reader adds to a field's name. */
const descriptionOf = (field: Locator): Promise<string> =>
  field.evaluate((element) =>
    (element.getAttribute('aria-describedby') ?? '')
      .split(' ')
      .map((id: string) => element.ownerDocument.getElementById(id)?.textContent)
      .join(' '),
  )

/** Home: the walkthrough with its steps, and what came of it. */
export const homePage = (page: Page) => {
  const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
  const steps = page.getByRole('navigation', { name: 'Steps' })
  /** What stands beside a label that has a copy button. */
  const copyable = (label: string): Promise<string> =>
    page
      .getByRole('definition')
      .filter({ has: page.getByRole('button', { name: `Copy: ${label}`, exact: true }) })
      .innerText()

  return {
    page,
    doItAll: button('Do it all with the model bank'),
    byHand: page.getByRole('radio', { name: 'By hand' }),
    runAgain: button('Run again'),
    cancel: button('Cancel'),
    askAgain: button('Ask again with a new consent'),
    openBank: button('Open the bank’s page'),
    heading: page.getByRole('main').getByRole('heading', { level: 2 }),
    accounts: page.getByRole('table', { name: 'Accounts' }),
    transactions: page.getByRole('table', { name: 'Newest transactions' }),
    failure: page.getByRole('alert'),
    paste: page.getByRole('textbox', { name: 'Or paste what the browser was sent to' }),
    complete: button('Complete with this'),
    runRest: page.getByRole('button', { name: /^Run the remaining \d steps$/ }),
    summary: page.getByRole('main').getByRole('paragraph').first(),
    /** Opens the list of what the simulated customer's browser sent. */
    customerPages: page.locator('summary', { hasText: 'In the simulated customer’s browser' }),
    steps,
    step: (title: string): Locator => steps.getByRole('button', { name: title }),

    /** Where the walkthrough ends. */
    finished: () => page.getByRole('table', { name: 'Newest transactions' }).getByRole('row').nth(1).waitFor(),
    /** The account names of the table. */
    async accountNames(): Promise<string[]> {
      const rows = await page.getByRole('table', { name: 'Accounts' }).getByRole('row').all()
      return Promise.all(rows.slice(1).map((row) => row.getByRole('cell').first().innerText()))
    },
    /** The log-in of the customer who is at the bank, as it stands on screen. */
    async customer(): Promise<BankCustomer> {
      await page.getByRole('button', { name: 'Copy: One-time code', exact: true }).waitFor()
      return {
        username: await copyable('User name'),
        password: await copyable('Password'),
        oneTimeCode: await copyable('One-time code'),
      }
    },
    /** What is wrong with what was pasted. */
    pasteProblem: (): Promise<string> => descriptionOf(page.getByRole('textbox', { name: 'Or paste what the browser was sent to' })),
    /** Runs everything up to the bank's page. */
    async startByHand(): Promise<void> {
      await page.getByRole('radio', { name: 'By hand' }).check()
      await button('Do it all with the model bank').click()
      await button('Open the bank’s page').waitFor()
    },
  }
}
