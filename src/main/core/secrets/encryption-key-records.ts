import { AppError } from '../../../shared/errors.ts'
import type { KeySource } from '../../../shared/model/encryption-key.ts'
import type { Store } from '../db/store.ts'
import type { KeyOrigin } from './key-source.ts'

export interface EncryptionKeyRecord extends KeyOrigin {
  created: string
  name: string
  source: KeySource
  current: 0 | 1
  /** Nonce and sealed data key; null for an ephemeral key. */
  wrappedKey: Buffer | null
  keyCheck: Buffer | null
  sealedValues: number
}

/** What says how a data key is wrapped. */
export type Wrapping = Pick<EncryptionKeyRecord, 'id' | 'source' | 'sourceName' | 'backend' | 'parameters' | 'wrappedKey' | 'keyCheck'>

const select = `
select id, created, name, source, source_name as sourceName, backend, parameters, current, wrapped_key as wrappedKey, key_check as keyCheck,
  (select count(*) from sealed_value where encryption_key_description_id = encryption_key_description.id) as sealedValues
from encryption_key_description`

export const listKeys = (store: Store): EncryptionKeyRecord[] => store.all(`${select} order by created, id`)

/** How many values a key seals, by the table of their records. */
export const sealsOf = (store: Store, id: string): { kind: string; values: number }[] =>
  store.all(
    `select owner_table as kind, count(*) as "values" from sealed_value where encryption_key_description_id = ? group by owner_table order by kind`,
    id,
  )

/** Throws NOT_FOUND. */
export const getKey = (store: Store, id: string): EncryptionKeyRecord => {
  const record = store.get<EncryptionKeyRecord>(`${select} where id = ?`, id)
  if (record) return record
  throw new AppError('NOT_FOUND', `Encryption key ${id} does not exist`, { field: 'id' })
}

export const insertKey = (store: Store, w: Wrapping & { created: string; name: string }): void => {
  store.run(
    `insert into encryption_key_description (id, created, name, source, source_name, backend, parameters, wrapped_key, key_check)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[w.id, w.created, w.name, w.source, w.sourceName, w.backend, w.parameters, w.wrappedKey, w.keyCheck],
  )
}

/** Another source now wraps the same data key. */
export const rewrapKey = (store: Store, w: Wrapping): void => {
  store.run(
    `update encryption_key_description
     set source = ?, source_name = ?, backend = ?, parameters = ?, wrapped_key = ?, key_check = ? where id = ?`,
    ...[w.source, w.sourceName, w.backend, w.parameters, w.wrappedKey, w.keyCheck, w.id],
  )
}

export const makeCurrent = (store: Store, id: string): void =>
  store.transaction(() => {
    store.run('update encryption_key_description set current = 0 where current = 1')
    store.run('update encryption_key_description set current = 1 where id = ?', id)
  })

export const deleteKey = (store: Store, id: string): void => {
  store.run('delete from encryption_key_description where id = ?', id)
}
