import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Keychain } from '../../src/main/core/secrets/os-keychain.ts'
import { AppError, type AppErrorData } from '../../src/shared/errors.ts'

export const fixedClock = { now: () => new Date('2026-11-20T10:00:00Z') }

/** Removed when the test ends. */
export const tempFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'tpp-workspace-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

export const newKeyText = (): string => randomBytes(32).toString('base64')

/** A keychain that lives as long as the test. */
export const memoryKeychain = (): Keychain & { entries: Map<string, string>; failWrites: boolean } => {
  const entries = new Map<string, string>()
  return {
    entries,
    failWrites: false,
    getPassword: async (service, account) => entries.get(`${service}/${account}`) ?? null,
    async setPassword(service, account, password) {
      if (this.failWrites) throw new Error('Cannot create an item in a locked collection')
      entries.set(`${service}/${account}`, password)
    },
    deletePassword: async (service, account) => entries.delete(`${service}/${account}`),
  }
}

export const noKeychain = (): never => {
  throw new Error('Cannot autolaunch D-Bus without X11 $DISPLAY')
}

/** The AppError that `work` ends with; fails the test when it ends otherwise. */
export const errorOf = async (work: () => unknown): Promise<AppErrorData> => {
  try {
    await work()
  } catch (error) {
    if (error instanceof AppError) return error.toData()
    throw error
  }
  throw new Error('nothing was thrown')
}

/** Every byte of every file in a folder. */
export const bytesIn = (folder: string): Buffer => Buffer.concat(readdirSync(folder).map((name) => readFileSync(join(folder, name))))
