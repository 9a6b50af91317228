// A source's wrapping key serves two purposes, each with a key of its own: wrapping the data key, and recognising itself.

import { createSecretKey, hkdfSync, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import { associatedData, nonceLength, seal, unseal } from './sealing.ts'

const derive = (wrappingKey: KeyObject, id: string, purpose: string, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', wrappingKey, id, `TPP Workbench ${purpose} 1`, length))

const ref = (id: string) => ({ table: 'encryption_key_description', id, column: 'wrapped_key' })

/** Sixteen bytes that tell one wrapping key from another and reveal neither. */
export const keyCheck = (wrappingKey: KeyObject, id: string): Buffer => derive(wrappingKey, id, 'key check', 16)

export const isSameKey = (wrappingKey: KeyObject, id: string, check: Buffer): boolean => {
  const own = keyCheck(wrappingKey, id)
  return own.length === check.length && timingSafeEqual(own, check)
}

const wrapKey = (wrappingKey: KeyObject, id: string): KeyObject => createSecretKey(derive(wrappingKey, id, 'key wrap', 32))

/** Nonce and sealed data key. */
export const wrap = (wrappingKey: KeyObject, id: string, dataKey: KeyObject): Buffer => {
  const nonce = randomBytes(nonceLength)
  const bytes = dataKey.export()
  const sealed = seal(wrapKey(wrappingKey, id), nonce, associatedData(id, ref(id)), bytes)
  bytes.fill(0)
  return Buffer.concat([nonce, sealed])
}

/** Throws DECRYPTION_FAILED when the row was changed. */
export const unwrap = (wrappingKey: KeyObject, id: string, wrapped: Buffer): KeyObject => {
  const nonce = wrapped.subarray(0, nonceLength)
  const sealed = wrapped.subarray(nonceLength)
  const bytes = unseal(wrapKey(wrappingKey, id), nonce, associatedData(id, ref(id)), sealed, `Encryption key ${id}`)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}

export const newKey = (): KeyObject => {
  const bytes = randomBytes(32)
  const key = createSecretKey(bytes)
  bytes.fill(0)
  return key
}
