import { app, type BrowserWindow, dialog } from 'electron'
import { z } from 'zod'
import { runCryptoSelfTest } from '../../core/self-test/crypto-self-test.ts'
import { smallFile } from './small-file.ts'

const passed = smallFile('self-test.json', z.strictObject({ app: z.string(), electron: z.string() }))

/** At the first start of a version of the app or of Electron, whose cryptography is not Node's own. What fails is shown; what passed is not tested again. */
export const testCryptoOnce = async (window: BrowserWindow): Promise<void> => {
  const versions = { app: app.getVersion(), electron: process.versions.electron ?? '' }
  const before = passed.read()
  if (before?.app === versions.app && before.electron === versions.electron) return
  const failed = (await runCryptoSelfTest()).filter(({ passed }) => !passed)
  if (failed.length === 0) return passed.write(versions)
  if (window.isDestroyed()) return
  await dialog.showMessageBox(window, {
    type: 'warning',
    title: 'Cryptography',
    message: 'Part of the cryptography that banks ask for does not work here',
    detail: failed.map(({ title, reason }) => `${title}: ${reason}`).join('\n'),
  })
}
