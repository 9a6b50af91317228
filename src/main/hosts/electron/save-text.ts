import { writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { app, type BrowserWindow, dialog } from 'electron'
import { AppError } from '../../../shared/errors.ts'
import type { SaveEncoding } from '../../../shared/host-request.ts'

const folder = (): string => {
  try {
    return app.getPath('downloads')
  } catch {
    return homedir()
  }
}

interface SaveTextInput {
  suggestedName: string
  text: string
  /** base64: the text stands for bytes. */
  encoding?: SaveEncoding | undefined
}

/** SECURITY: the page gives a text and a name; where it goes is chosen in the system's dialog, and the page never learns it. Throws INVALID_INPUT. */
export const saveText = async (window: BrowserWindow, { suggestedName, text, encoding }: SaveTextInput): Promise<{ saved: boolean }> => {
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath: join(folder(), suggestedName) })
  if (canceled || !filePath) return { saved: false }
  try {
    // What is saved can name customers and their accounts: for this user only.
    await writeFile(filePath, Buffer.from(text, encoding ?? 'utf8'), { mode: 0o600 })
    return { saved: true }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
    throw new AppError('INVALID_INPUT', `File could not be written (${code})`, { field: 'file', remedy: 'Choose another folder.' }, error)
  }
}
