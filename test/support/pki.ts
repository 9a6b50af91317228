// Runs openssl as an independent judge, on files of a temporary folder.

import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { AppError } from '../../src/shared/errors.ts'

export interface Folder {
  path: (name: string) => string
  write: (name: string, content: string | Buffer) => string
  /** Standard output and error together; fails the test when openssl fails. */
  openssl: (...args: string[]) => string
  /** Whether openssl succeeded. */
  accepts: (...args: string[]) => boolean
}

/** A temporary folder that goes when the test is over. */
export function temporaryFolder(): Folder {
  const directory = mkdtempSync(join(tmpdir(), 'tpp-pki-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const path = (name: string) => join(directory, name)
  const run = (args: string[]) => spawnSync('openssl', args, { cwd: directory, input: '' })
  return {
    path,
    write(name, content) {
      writeFileSync(path(name), content)
      return path(name)
    },
    openssl(...args) {
      const { status, stdout, stderr } = run(args)
      if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`)
      return `${stdout}${stderr}`
    },
    accepts: (...args) => run(args).status === 0,
  }
}

export const organisation = {
  name: 'Example Payments Limited',
  organisationId: '0015800001041RHAAY',
  softwareId: '4bGcVVzLkUqG7sXfGZ9s1',
  authorisationNumber: 'PSDGB-FCA-123456',
  roles: ['PSP_AI' as const, 'PSP_PI' as const],
}

/** The AppError that the work ends with; anything else fails the test. */
export async function failure(work: () => unknown): Promise<AppError> {
  try {
    await work()
  } catch (error) {
    if (error instanceof AppError) return error
    throw error
  }
  throw new Error('Nothing was refused')
}
