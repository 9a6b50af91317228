import { AxeBuilder } from '@axe-core/playwright'
import type { Locator, Page } from 'playwright-core'
import { misfits } from './fit.ts'
import { show, type Workbench } from './workbench.ts'

const exactly = (words: string): RegExp => new RegExp(`${words.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`)

/** What adding, changing and deleting look like on every screen of entities. */
export const manage = (page: Page) => {
  const main = page.getByRole('main')
  const own = {
    main,
    button: (name: string): Locator => main.getByRole('button', { name, exact: true }),
    field: (name: string): Locator => main.getByLabel(name, { exact: true }),
    checkbox: (name: string | RegExp): Locator => main.getByRole('checkbox', { name }),
    /** A check box or a radio button by the words beside it; its own input is out of sight. */
    tick: (words: string): Promise<void> => main.locator('label').filter({ hasText: words }).first().click(),
    form: (name: string): Locator => main.getByRole('form', { name }),
    /** The words beside a label among the facts. */
    fact: (label: string): Locator =>
      main
        .getByRole('term')
        .filter({ hasText: exactly(label) })
        .locator('xpath=following-sibling::dd')
        .first(),
    status: main.getByRole('article').locator('header'),
    alert: main.getByRole('alert').filter({ hasText: /./ }),
    /** One of a select's options. */
    async choose(label: string, option: string | RegExp): Promise<void> {
      await main.getByRole('button', { name: exactly(label) }).click()
      await page.getByRole('option', { name: option }).first().click()
    },
    /** What a person hears of a field beside its name. */
    faultOf: (field: Locator): Promise<string> =>
      field.evaluate((element) =>
        (element.getAttribute('aria-describedby') ?? '')
          .split(' ')
          .map((id: string) => element.ownerDocument.getElementById(id)?.textContent ?? '')
          .join(' '),
      ),
    undo: page.getByRole('button', { name: 'Undo', exact: true }),
    /** Types the name that a deletion at the bank asks for. */
    async confirm(name: string, action = 'Delete at the bank'): Promise<void> {
      const dialog = page.getByRole('alertdialog')
      await dialog.getByRole('textbox').fill(name)
      await dialog.getByRole('button', { name: action, exact: true }).click()
      await dialog.waitFor({ state: 'detached' })
    },
    dialog: page.getByRole('alertdialog'),
  }
  return own
}

/** Everything that axe or the eye would find wrong with the page as it is, in both themes and at three sizes. */
export const flaws = async ({ page }: Pick<Workbench, 'page'>, name: string): Promise<string[]> => {
  const found: string[] = []
  for (const theme of ['light', 'dark'] as const) {
    await show(page, { width: 1280, height: 800, theme })
    const builder = new AxeBuilder({ page }).setLegacyMode()
    // A modal dialog hides the page behind it from everybody, so what is asked of a page's landmarks is not asked then.
    const modal = page.locator('[role=dialog], [role=alertdialog]')
    if ((await modal.count()) > 0) builder.include('[role=dialog], [role=alertdialog]')
    const { violations } = await builder.analyze()
    for (const { id, impact, nodes } of violations)
      found.push(`${name}, ${theme}: ${impact} ${id} ${nodes.map(({ html }) => html.slice(0, 160)).join(' ')}`)
  }
  for (const [width, height] of [
    [1024, 700],
    [1280, 800],
    [1920, 1080],
  ] as const) {
    await show(page, { width, height })
    for (const misfit of await misfits(page)) found.push(`${name}, ${width}×${height}: ${misfit}`)
  }
  return found
}
