// Every secret is one row of sealed_value, sealed with the current data key and bound to the record that it belongs to.

import { randomBytes } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import { isUniqueViolation } from '../db/database-errors.ts'
import type { Store } from '../db/store.ts'
import type { KeyRing } from './key-ring.ts'
import { associatedData, nonceLength, seal, unseal } from './sealing.ts'

/** The record that a sealed value belongs to; bound to it as associated data. */
export interface SecretRef {
  table: string
  id: string
  column: string
}

/** Throws SECRET_STORE_UNAVAILABLE when the key of a value is not open. */
export interface Secrets {
  put(ref: SecretRef, value: Uint8Array | string): void
  /** Throws SECRET_MISSING when there is no such value, DECRYPTION_FAILED when it was changed or moved. */
  get(ref: SecretRef): Buffer
  has(ref: SecretRef): boolean
  /** Removes every sealed value of one record. */
  deleteAll(table: string, id: string): void
}

export interface SealedValues extends Secrets {
  /** Seals up to `limit` values of other keys again with the current one, all or none; gives how many. */
  reseal(limit: number): number
}

export interface SecretsOptions {
  store: Store
  ring: KeyRing
  /** Bytes for nonces. */
  random?: (length: number) => Buffer
  /** How many values one key may seal. */
  sealLimit?: number
}

interface Row {
  owner_table: string
  owner_id: string
  owner_column: string
  encryption_key_description_id: string
  nonce: Buffer
  ciphertext: Buffer
}

/** NIST SP 800-38D §8.3 allows 2^32 with random nonces; a quarter of it keeps a repeat far below its bound of 2^-32. */
const defaultSealLimit = 2 ** 30
const nonceAttempts = 3

const columns = 'owner_table, owner_id, owner_column, encryption_key_description_id, nonce, ciphertext'
const one = 'owner_table = ? and owner_id = ? and owner_column = ?'
const refOf = (row: Row): SecretRef => ({ table: row.owner_table, id: row.owner_id, column: row.owner_column })
const nameOf = ({ table, id, column }: SecretRef): string => `Secret ${table}.${column} of ${id}`

export const createSecrets = ({ store, ring, random = randomBytes, sealLimit = defaultSealLimit }: SecretsOptions): SealedValues => {
  const countSeal = (): string => {
    const counted = store.get<{ id: string }>(
      'update encryption_key_description set seals = seals + 1 where current = 1 and seals < ? returning id',
      sealLimit,
    )
    if (counted) return counted.id
    const current = store.get<{ name: string }>('select name from encryption_key_description where current = 1')
    if (!current)
      throw new AppError('SECRET_STORE_UNAVAILABLE', 'Workspace has no current encryption key', { remedy: 'Create an encryption key' })
    throw new AppError('SECRET_STORE_UNAVAILABLE', `Encryption key "${current.name}" has sealed ${sealLimit} values, which is its limit`, {
      remedy: 'Create a new encryption key and make it current',
    })
  }

  /** False when the nonce was used before. SECURITY: two values under one nonce would reveal each other and the authentication key. */
  const write = (ref: SecretRef, keyId: string, nonce: Buffer, ciphertext: Buffer): boolean => {
    try {
      const { changes } = store.run(
        `insert into sealed_value (${columns}) values (?, ?, ?, ?, ?, ?)
         on conflict (owner_table, owner_id, owner_column) do update
         set encryption_key_description_id = excluded.encryption_key_description_id, nonce = excluded.nonce, ciphertext = excluded.ciphertext
         where sealed_value.nonce <> excluded.nonce`,
        ref.table,
        ref.id,
        ref.column,
        keyId,
        nonce,
        ciphertext,
      )
      return changes === 1
    } catch (error) {
      if (isUniqueViolation(error)) return false
      throw error
    }
  }

  const put = (ref: SecretRef, value: Uint8Array | string): void =>
    store.transaction(() => {
      const plain = typeof value === 'string' ? Buffer.from(value) : value
      for (let attempt = 0; attempt < nonceAttempts; attempt += 1) {
        const keyId = countSeal()
        const nonce = random(nonceLength)
        if (write(ref, keyId, nonce, seal(ring.key(keyId), nonce, associatedData(keyId, ref), plain))) return
      }
      throw new AppError('INTERNAL', `Random source gave a nonce that was used before, ${nonceAttempts} times`)
    })

  const open = (row: Row): Buffer => {
    const keyId = row.encryption_key_description_id
    const ref = refOf(row)
    return unseal(ring.key(keyId), row.nonce, associatedData(keyId, ref), row.ciphertext, nameOf(ref))
  }

  return {
    put,

    get(ref) {
      const row = store.get<Row>(`select ${columns} from sealed_value where ${one}`, ref.table, ref.id, ref.column)
      if (!row) throw new AppError('SECRET_MISSING', `${nameOf(ref)} does not exist`)
      return open(row)
    },

    has: (ref) => store.get(`select 1 from sealed_value where ${one}`, ref.table, ref.id, ref.column) !== undefined,

    deleteAll(table, id) {
      store.run('delete from sealed_value where owner_table = ? and owner_id = ?', table, id)
    },

    reseal: (limit) =>
      store.transaction(() => {
        const rows = store.all<Row>(
          `select ${columns} from sealed_value where encryption_key_description_id <>
             (select id from encryption_key_description where current = 1) limit ?`,
          limit,
        )
        for (const row of rows) put(refOf(row), open(row))
        return rows.length
      }),
  }
}
