import type { Locator, Page } from 'playwright-core'

/** Names in the rail, with the heading that each screen begins with. */
export const screens = [
  ['Home', 'From certificates to transactions'],
  ['Certificates', 'Certificates'],
  ['Encryption keys', 'Encryption keys'],
  ['Software', 'Software'],
  ['Banks', 'Banks'],
  ['Consents', 'Consents'],
  ['Data', 'Data'],
  ['Model bank', 'Model bank'],
  ['Glossary', 'Glossary'],
  ['Settings', 'Settings'],
] as const

export type ScreenName = (typeof screens)[number][0]

/** What is around every screen: bar, rail, banner, and what opens over them. */
export const frame = (page: Page) => {
  const rail = page.getByRole('navigation', { name: 'Screens' })
  const palette = page.getByRole('dialog', { name: 'Search or run a command…' })
  const own = {
    /** The heading of what is chosen in a list. */
    shown: (name: string): Locator => page.getByRole('main').getByRole('heading', { level: 1, name, exact: true }),
    back: page.getByRole('button', { name: 'Back', exact: true }),
    forward: page.getByRole('button', { name: 'Forward', exact: true }),
    banner: page.getByRole('complementary', { name: 'Nothing is kept.' }),
    shortcuts: page.getByRole('dialog', { name: 'Keyboard shortcuts' }),
    palette,

    async open(screen: ScreenName): Promise<void> {
      await rail.getByRole('link', { name: screen, exact: true }).click()
      await own.shown(screens.find(([name]) => name === screen)?.[1] ?? '').waitFor()
    },
    openScreen: (): Promise<string> => rail.getByRole('link', { name: /./ }).and(page.locator('[aria-current=page]')).innerText(),
    /** Opens the palette, types, and takes what it proposes once that is the one with this name. */
    async command(query: string, result: string): Promise<void> {
      await page.keyboard.press('Control+k')
      await palette.getByRole('combobox').fill(query)
      await palette.getByRole('option').and(page.locator('[data-focused]')).filter({ hasText: result }).waitFor()
      await page.keyboard.press('Enter')
      await palette.waitFor({ state: 'detached' })
    },
    async chooseTheme(name: 'As the system' | 'Light' | 'Dark'): Promise<void> {
      await page.getByRole('button', { name: /^Theme:/ }).click()
      await page.getByRole('menuitemradio', { name }).click()
    },
    /** As it is painted. */
    theme: (): Promise<'light' | 'dark'> =>
      page.locator('html').evaluate((root) => root.ownerDocument.defaultView.getComputedStyle(root).colorScheme),
    environment: page.getByRole('button', { name: /^Environment:/ }),
    async chooseEnvironment(name: string): Promise<void> {
      await page.keyboard.press('Control+e')
      await page.getByRole('menuitemradio', { name }).click()
    },
    /** An entry of a screen's list. */
    entry: (list: string, name: string | RegExp): Locator => page.getByRole('region', { name: list }).getByRole('link', { name }),
  }
  return own
}

/** The dialog that keeps an ephemeral workspace. */
export const keepDialog = (page: Page) => {
  const dialog = page.getByRole('dialog', { name: 'Keep this workspace' })
  return {
    dialog,
    async open(): Promise<void> {
      await page.getByRole('complementary').getByRole('button', { name: 'Keep this workspace' }).click()
      await dialog.waitFor()
    },
    folder: dialog.getByRole('textbox', { name: 'Folder' }),
    source: (name: string): Locator => dialog.getByRole('radio', { name }),
    async passphrase(passphrase: string, again = passphrase): Promise<void> {
      await dialog.getByLabel('Passphrase', { exact: true }).fill(passphrase)
      await dialog.getByLabel('The same again').fill(again)
    },
    keep: dialog.getByRole('button', { name: 'Keep', exact: true }),
  }
}
