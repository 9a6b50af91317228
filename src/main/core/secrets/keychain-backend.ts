// Which program answers for the keychain. Linux has several behind one interface, and a key kept in one is not in another.

import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'

const run = promisify(execFile)

const bus = 'org.freedesktop.DBus'
const question = ['--session', '--print-reply=literal', `--dest=${bus}`, `/${bus.replaceAll('.', '/')}`]

const secretService = async (): Promise<string> => {
  try {
    const { stdout } = await run('dbus-send', [...question, `${bus}.GetConnectionUnixProcessID`, 'string:org.freedesktop.secrets'], {
      timeout: 5000,
    })
    const [pid] = /\d+$/.exec(stdout.trim()) ?? []
    return `Secret Service (${(await readFile(`/proc/${pid}/comm`, 'utf8')).trim()})`
  } catch {
    // The name only helps a person; the key check decides.
    return 'Secret Service'
  }
}

export const keychainBackend = async (): Promise<string> => {
  if (process.platform === 'darwin') return 'macOS Keychain'
  if (process.platform === 'win32') return 'Windows Credential Manager'
  return secretService()
}
