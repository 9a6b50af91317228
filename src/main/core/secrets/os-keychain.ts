// The operating system's keychain, through keytar: the only file that imports it, and only when it is needed.
// It is an optional dependency, and where it is missing the other sources still work.

import { createSecretKey, type KeyObject, randomBytes, randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { KeySource, Unreachable } from './key-source.ts'
import { keychainBackend } from './keychain-backend.ts'

/** The part of keytar that is used. */
export interface Keychain {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, password: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

/** Throws when there is none on this machine. */
export type LoadKeychain = () => Keychain | Promise<Keychain>

export const keychainService = 'TPP Workbench'

export const loadKeytar = async (): Promise<Keychain> => (await import('keytar')).default

const reasons: [pattern: RegExp, reason: string][] = [
  [/cannot find (module|package)/i, 'the keytar module is not installed'],
  [/libsecret|cannot open shared object|\.node/i, 'the keytar module cannot be loaded'],
  [/d-?bus|autolaunch/i, 'no D-Bus session is running, as on a machine without a desktop'],
  [/locked collection|is locked|user interaction is not allowed/i, 'the keyring is locked'],
  [/org\.freedesktop\.secrets/i, 'no keyring service is running'],
  [/does not exist at path/i, 'the keyring has no default collection'],
]

const reasonOf = (error: unknown): string => {
  const text = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
  const known = reasons.find(([pattern]) => pattern.test(text))
  return known ? `${known[1]} (${text})` : text
}

const unlockRemedy = 'Unlock the keychain of this user session and start again'

export interface OsKeychain extends KeySource {
  /** Writes, reads back and deletes a value. Null when that works, otherwise why not. */
  probe(): Promise<string | null>
}

export const osKeychainSource = (load: LoadKeychain): OsKeychain => {
  const store = async (keychain: Keychain, account: string, value: string): Promise<void> => {
    await keychain.setPassword(keychainService, account, value)
    if ((await keychain.getPassword(keychainService, account)) !== value) throw new Error('the keychain did not keep what was written')
  }

  const probe = async (): Promise<string | null> => {
    try {
      const keychain = await load()
      const account = `probe ${randomUUID()}`
      await store(keychain, account, randomBytes(32).toString('base64'))
      await keychain.deletePassword(keychainService, account)
      return null
    } catch (error) {
      return reasonOf(error)
    }
  }

  /** libsecret also answers "nothing" for a locked keyring: only one that can be written to has really lost the key. */
  const missing = async (account: string, backend: string): Promise<Unreachable> => {
    const reason = await probe()
    if (reason !== null) return { state: 'locked', reason, remedy: unlockRemedy }
    const now = await keychainBackend()
    const where = now === backend ? now : `${now}; the key was made in ${backend}`
    const remedy = `Restore the entry "${keychainService}", account ${account}, in the keychain (${backend}), or restore the folder and keychain from one backup`
    return { state: 'lost', reason: `the keychain has no entry "${keychainService}" for it (${where})`, remedy }
  }

  const forget = async (id: string): Promise<void> => {
    try {
      await (await load()).deletePassword(keychainService, id)
    } catch {
      // An entry that cannot be reached now wraps nothing any more.
    }
  }

  return {
    source: 'OsKeychain',
    probe,
    forget,

    async create(id) {
      const bytes = randomBytes(32)
      try {
        await store(await load(), id, bytes.toString('base64'))
        return { id, wrappingKey: createSecretKey(bytes), sourceName: id, backend: await keychainBackend(), parameters: null }
      } catch (error) {
        await forget(id)
        throw new AppError('SECRET_STORE_UNAVAILABLE', `OS keychain cannot be used: ${reasonOf(error)}`, { remedy: unlockRemedy }, error)
      }
    },

    async obtain({ sourceName, backend }): Promise<KeyObject | Unreachable> {
      try {
        const kept = await (await load()).getPassword(keychainService, sourceName)
        return kept === null ? await missing(sourceName, backend) : createSecretKey(Buffer.from(kept, 'base64'))
      } catch (error) {
        return { state: 'locked', reason: reasonOf(error), remedy: unlockRemedy }
      }
    },

    mismatch: ({ sourceName, backend }) => ({
      state: 'changed',
      reason: `the entry "${keychainService}" of the keychain holds another key`,
      remedy: `Restore the entry "${keychainService}", account ${sourceName}, in the keychain (${backend})`,
    }),
  }
}
