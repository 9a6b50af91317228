import type { Locator, Page } from 'playwright-core'

export interface BankCustomer {
  username: string
  password: string
  oneTimeCode: string
}

export interface BankPages {
  /** What is wrong with what was typed. */
  problem: Locator
  logIn(customer: Pick<BankCustomer, 'username' | 'password'>): Promise<void>
  chooseAccounts(which: 'all' | number): Promise<void>
  approve(oneTimeCode: string): Promise<void>
  refuse(): Promise<void>
  /** Everything that leads to the redirect. */
  agree(customer: BankCustomer): Promise<void>
}

/** The model bank's own pages, as its customer goes through them. */
export const bankPages = (page: Page): BankPages => {
  const press = (name: string) => page.getByRole('button', { name }).click()
  const own: BankPages = {
    problem: page.getByRole('alert'),
    async logIn({ username, password }) {
      await page.getByLabel('User name').fill(username)
      await page.getByLabel('Password').fill(password)
      await press('Continue')
    },
    async chooseAccounts(which) {
      await page.getByRole('heading', { name: 'Choose accounts' }).waitFor()
      const boxes = await page.getByRole('checkbox').all()
      for (const box of which === 'all' ? boxes : boxes.slice(0, which)) await box.check()
      await press('Continue')
    },
    async approve(oneTimeCode) {
      await page.getByLabel('One-time code').fill(oneTimeCode)
      await press('Approve')
    },
    refuse: () => press('Refuse'),
    async agree(customer) {
      await own.logIn(customer)
      await own.chooseAccounts('all')
      await own.approve(customer.oneTimeCode)
    },
  }
  return own
}

/** The page that a browser ends at when its redirect was caught. */
export const closingWords = (page: Page): Locator => page.getByRole('heading', { name: 'You can close this window' })

/** The page does not reach the redirect address, as on another machine or in a browser that blocks it. */
export const keepFromListener = async (page: Page): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  const body = Buffer.from('Not reached').toString('base64')
  session.on('Fetch.requestPaused', ({ requestId }) => session.send('Fetch.fulfillRequest', { requestId, responseCode: 502, body }))
  await session.send('Fetch.enable', { patterns: [{ urlPattern: '*/callback*' }] })
}

/** What stands in the address bar of such a page. */
export const keptAddress = async (page: Page): Promise<string> => {
  await page.waitForURL(/\/callback[#?]/)
  return page.url()
}
