// What a file that is encrypted with a passphrase may not ask for, and how that is said.

import { AppError } from '../shared/errors.ts'

// SECURITY: a file may ask for any amount of work; these limits stop it from keeping the machine busy.
export const maxPbkdf2Iterations = 5_000_000
export const maxPkcs12Iterations = 1_000_000
export const maxScryptMemory = 256 * 1024 * 1024

export const wrongPassphrase = () =>
  new AppError('CERTIFICATE_INVALID', 'Passphrase is wrong', {
    field: 'passphrase',
    remedy: 'Enter the passphrase that the file was saved with.',
  })

export const outdated = (name: string) =>
  new AppError('CERTIFICATE_INVALID', `Encryption of the file is outdated or unknown: ${name}`, {
    field: 'base64',
    remedy: 'Save it anew with AES-256, for example with "openssl pkcs12 -legacy" to open it and "openssl pkcs12 -export" to save it.',
  })

export const tooMuchWork = () =>
  new AppError('CERTIFICATE_INVALID', 'Encryption of the file asks for too much work to open', {
    field: 'base64',
    remedy: 'Save it anew with fewer iterations.',
  })

/** The count, unless a file asks for more work than it may. */
export function limited(count: number, max: number): number {
  if (count < 1 || count > max) throw tooMuchWork()
  return count
}
