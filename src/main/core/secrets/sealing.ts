// AES-256-GCM as everything at rest uses it. NIST SP 800-38D: 96-bit nonce, 128-bit tag, never the same nonce twice under one key.
// A sealed value is: format byte, ciphertext, tag.

import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { SecretRef } from './secrets.ts'

export const nonceLength = 12
const tagLength = 16
const algorithm = 'aes-256-gcm'
const format = Buffer.of(1)

/**
 * The canonical bytes of where a value belongs.
 * SECURITY: each part carries its length, so ("ab", "c") and ("a", "bc") differ and a value cannot be moved to another record.
 */
export const associatedData = (keyId: string, { table, id, column }: SecretRef): Buffer =>
  Buffer.concat(
    [format, ...[keyId, table, id, column].map((text) => Buffer.from(text))].flatMap((part) => {
      const length = Buffer.alloc(4)
      length.writeUInt32BE(part.length)
      return [length, part]
    }),
  )

export const seal = (key: KeyObject, nonce: Buffer, aad: Buffer, value: Uint8Array): Buffer => {
  const cipher = createCipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(aad)
  const sealed = Buffer.concat([cipher.update(value), cipher.final()])
  return Buffer.concat([format, sealed, cipher.getAuthTag()])
}

/** Throws DECRYPTION_FAILED, naming `what`, for a value that was changed or moved. */
export const unseal = (key: KeyObject, nonce: Buffer, aad: Buffer, sealed: Buffer, what: string): Buffer => {
  try {
    if (!sealed.subarray(0, 1).equals(format)) throw new RangeError('unknown format')
    // SECURITY: without a fixed tag length Node accepts a tag cut to four bytes, which can be guessed.
    const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagLength }).setAAD(aad)
    decipher.setAuthTag(sealed.subarray(-tagLength))
    return Buffer.concat([decipher.update(sealed.subarray(1, -tagLength)), decipher.final()])
  } catch (cause) {
    throw new AppError('DECRYPTION_FAILED', `${what} cannot be opened: it was changed or moved`, { remedy: 'Restore a backup' }, cause)
  }
}
