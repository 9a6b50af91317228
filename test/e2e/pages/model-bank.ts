import type { Locator, Page } from 'playwright-core'

export const modelBankScreen = (page: Page) => {
  const main = page.getByRole('main')
  return {
    start: main.getByRole('button', { name: 'Start', exact: true }),
    stop: main.getByRole('button', { name: 'Stop', exact: true }),
    refresh: main.getByRole('button', { name: 'Read again' }),
    customers: main.getByRole('table', { name: 'Customers' }),
    clients: main.getByRole('table', { name: 'Registered clients' }),
    enrolments: main.getByRole('table', { name: 'Requests to the enrolment portal' }),
    openPortal: main.getByRole('button', { name: 'Open in the browser: Enrolment portal' }),
    approve: (organisation: string): Locator => main.getByRole('button', { name: `Approve ${organisation}` }),
  }
}

/** Where a developer asks the model bank to take a certificate. */
export const enrolmentPortal = (page: Page) => ({
  async ask(request: { organisation: string; certificate: string; redirectUris: string }): Promise<void> {
    await page.getByLabel('Organisation').fill(request.organisation)
    await page.getByLabel('Transport certificate').fill(request.certificate)
    await page.getByLabel('Redirect addresses').fill(request.redirectUris)
    await page.getByRole('button', { name: 'Send' }).click()
    await page.getByRole('heading', { name: 'Your enrolment' }).waitFor()
  },
  text: (): Promise<string> => page.getByRole('main').innerText(),
})
