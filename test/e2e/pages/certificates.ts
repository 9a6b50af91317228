import { basename } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { manage } from './manage.ts'
import { goTo } from './workbench.ts'

export type CertificateForm = 'sandbox' | 'import' | 'request' | 'inspect'

const titles: Record<CertificateForm, string> = {
  sandbox: 'Create sandbox certificates',
  import: 'Import a certificate',
  request: 'Create a signing request',
  inspect: 'Inspect a file',
}

/** The certificates screen: its forms, and what is done with one certificate. */
export const certificates = (page: Page) => {
  const { main, form, button, faultOf } = manage(page)
  const own = {
    ...manage(page),
    async openForm(name: CertificateForm): Promise<void> {
      await goTo(page, `/certificates/new/${name}`)
      await form(titles[name]).waitFor()
    },
    paste: main.getByRole('textbox', { name: 'Or paste PEM' }),
    passphrase: main.getByLabel('Passphrase of the file'),
    /** What is wrong with the passphrase that was given. */
    passphraseFault: (): Promise<string> => faultOf(main.getByLabel('Passphrase of the file')),
    /** By the button, as a person chooses a file. */
    async chooseFile(name: string, content: Buffer | string): Promise<void> {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Choose a file…').click()])
      await chooser.setFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) })
      await main.getByText(`${name},`).waitFor()
    },
    /** By dragging it over the form; the file is one of this machine's. */
    async dropFile(path: string): Promise<void> {
      const box = await main.getByText('or drop it here').boundingBox()
      const session = await page.context().newCDPSession(page)
      const data = { items: [], files: [path], dragOperationsMask: 1 }
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
        await session.send('Input.dispatchDragEvent', { type, x: (box?.x ?? 0) + 5, y: (box?.y ?? 0) + 5, data })
      await main.getByText(`${basename(path)},`).waitFor()
    },
    tab: (name: string): Locator => main.getByRole('tab', { name, exact: true }),
    panel: main.getByRole('tabpanel'),
    exportDialog: page.getByRole('dialog', { name: /^Export/ }),
    /** Whatever may hold something that was typed or pasted. */
    typed: (): Promise<string> => page.locator('input, textarea').evaluateAll((fields) => fields.map((field) => field.value).join('\n')),
  }
  return own
}
