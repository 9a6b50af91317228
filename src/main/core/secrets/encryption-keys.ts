// Data keys seal the rows; a source's key wraps each data key. Several live side by side, new values use the current one.
// No key is ever made over existing data because the right one cannot be reached.

import { randomUUID } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { EncryptionKeyDescription } from '../../../shared/model/encryption-key.ts'
import type { Finding } from '../../../shared/model/workspace.ts'
import type { Clock } from '../clock.ts'
import type { Emit } from '../context.ts'
import type { Store } from '../db/store.ts'
import * as records from './encryption-key-records.ts'
import { type KeyRing, unavailable } from './key-ring.ts'
import type { KeySource, NewWrappingKey, Unreachable } from './key-source.ts'
import type { KeySources } from './key-sources.ts'
import type { SealedValues } from './secrets.ts'
import { isSameKey, keyCheck, newKey, unwrap, wrap } from './wrapping.ts'

export interface EncryptionKeysOptions {
  store: Store
  ring: KeyRing
  secrets: SealedValues
  sources: KeySources
  clock: Clock
  emit: Emit
}

export interface EncryptionKeys {
  /** Tries again to reach the keys that are not open. */
  list(): Promise<EncryptionKeyDescription[]>
  /** Throws NOT_FOUND. */
  get(id: string): EncryptionKeyDescription
  /** Throws SECRET_STORE_UNAVAILABLE or INVALID_INPUT when the source gives no key; nothing is written then. */
  create(input: ParsedInput<'encryptionKeyDescription.create'>): Promise<EncryptionKeyDescription>
  /** Throws SECRET_STORE_UNAVAILABLE for a key that is not open. */
  setCurrent(id: string): EncryptionKeyDescription
  /** Seals every value with the current key, batch by batch: stopped half-way, it can be started again. */
  rotate(): Promise<{ resealed: number }>
  /** `rotate` then throws CANCELLED; what it sealed anew stays so. */
  cancelRotate(): { cancelled: boolean }
  /** Throws CONFLICT for a key that is current or still seals values. */
  delete(id: string): Promise<{ id: string }>
  /** Whether each key can be reached, as last known. */
  findings(): Finding[]
  /** Opens every key whose source answers. Throws SECRET_STORE_UNAVAILABLE when the current one is not among them. */
  unlock(): Promise<void>
  /** A current key that only this process holds. */
  createEphemeral(): void
  /** Wraps the ephemeral key with a source's key, in `copy` only. */
  wrapEphemeral(copy: Store, source: KeySource['source'], made: NewWrappingKey): void
}

const batch = 100
const aggregate = 'encryptionKeyDescription'
const endedWithProcess: Unreachable = {
  state: 'lost',
  reason: 'it ended with the process that made it',
  remedy: 'Restore a backup of a kept workspace',
}

export const createEncryptionKeys = ({ store, ring, secrets, sources, clock, emit }: EncryptionKeysOptions): EncryptionKeys => {
  const changed = (id: string | null) => emit({ type: 'changed', aggregate, id })
  /** Rotations under way. */
  const rotations = new Set<AbortController>()

  const describe = (record: records.EncryptionKeyRecord): EncryptionKeyDescription => {
    const { id, created, name, source, sourceName, backend, current, sealedValues } = record
    const state = ring.problem(id)?.state ?? 'unlocked'
    return {
      id,
      created,
      name,
      source,
      sourceName,
      backend,
      current: current === 1,
      state,
      sealedValues,
      seals: records.sealsOf(store, id),
    }
  }

  const unlockOne = async (record: records.EncryptionKeyRecord): Promise<void> => {
    const { id, source: name, wrappedKey, keyCheck: check } = record
    const source = sources.of(name, record)
    if (!source || !wrappedKey || !check) return ring.refuse(id, endedWithProcess)
    const found = await source.obtain(record)
    if ('state' in found) return ring.refuse(id, found)
    if (!isSameKey(found, id, check)) return ring.refuse(id, source.mismatch(record))
    ring.add(id, unwrap(found, id, wrappedKey))
  }

  const tryAll = async (): Promise<void> => {
    for (const record of records.listKeys(store)) if (!ring.has(record.id)) await unlockOne(record)
  }

  const refuseClosed = (id: string): void => {
    const problem = ring.problem(id)
    if (problem) throw unavailable(id, problem)
  }

  const wrapping = (source: KeySource['source'], { wrappingKey, ...origin }: NewWrappingKey, dataKey = newKey()) => {
    const { id } = origin
    return { dataKey, row: { ...origin, source, wrappedKey: wrap(wrappingKey, id, dataKey), keyCheck: keyCheck(wrappingKey, id) } }
  }

  return {
    async unlock() {
      await tryAll()
      const current = records.listKeys(store).find((record) => record.current === 1)
      if (!current)
        throw new AppError('DATABASE_FAILED', 'Workspace has no current encryption key', { remedy: 'Restore the newest backup' })
      refuseClosed(current.id)
    },

    async list() {
      await tryAll()
      return records.listKeys(store).map(describe)
    },

    get: (id) => describe(records.getKey(store, id)),

    async create({ name, key, setCurrent }) {
      const id = randomUUID()
      const source = sources.chosen(key)
      const { dataKey, row } = wrapping(source.source, await source.create(id))
      try {
        store.transaction(() => {
          records.insertKey(store, { ...row, name, created: clock.now().toISOString() })
          if (setCurrent) records.makeCurrent(store, id)
        })
      } catch (error) {
        await source.forget(id)
        throw error
      }
      ring.add(id, dataKey)
      changed(id)
      return describe(records.getKey(store, id))
    },

    setCurrent(id) {
      records.getKey(store, id)
      refuseClosed(id)
      records.makeCurrent(store, id)
      changed(null)
      return describe(records.getKey(store, id))
    },

    async rotate() {
      for (const { id, sealedValues } of records.listKeys(store)) if (sealedValues > 0) refuseClosed(id)
      const rotation = new AbortController()
      rotations.add(rotation)
      let resealed = 0
      try {
        for (let count = secrets.reseal(batch); count > 0; count = secrets.reseal(batch)) {
          resealed += count
          await setImmediate()
          if (rotation.signal.aborted) {
            throw new AppError('CANCELLED', `Rotation ended after ${resealed} values`, { remedy: 'Rotate again to go on from there' })
          }
        }
      } finally {
        rotations.delete(rotation)
        changed(null)
      }
      return { resealed }
    },

    cancelRotate() {
      for (const rotation of rotations) rotation.abort()
      return { cancelled: rotations.size > 0 }
    },

    async delete(id) {
      const record = records.getKey(store, id)
      const { name, current, sealedValues } = record
      if (current === 1) {
        throw new AppError('CONFLICT', `Encryption key "${name}" is the current one`, {
          field: 'id',
          remedy: 'Make another key current first',
        })
      }
      if (sealedValues > 0) {
        const remedy = 'Rotate first, so that the current key seals every value'
        throw new AppError('CONFLICT', `Encryption key "${name}" still seals ${sealedValues} values`, { field: 'id', remedy })
      }
      records.deleteKey(store, id)
      ring.remove(id)
      await sources.of(record.source, record)?.forget(id)
      changed(id)
      return { id }
    },

    findings: () =>
      records.listKeys(store).map((record) => {
        const { id, name, current, sealedValues } = record
        const problem = ring.problem(id)
        const needed = current === 1 || sealedValues > 0
        return {
          severity: problem === null ? 'good' : needed ? 'failed' : 'attention',
          subject: { aggregate, id, name },
          check: 'keyReachable',
          message:
            problem === null ? `Encryption key "${name}" is open` : `Encryption key "${name}" is ${problem.state}: ${problem.reason}`,
          remedy: problem?.remedy ?? null,
        }
      }),

    createEphemeral() {
      const id = randomUUID()
      const origin = {
        id,
        source: 'Ephemeral',
        sourceName: '',
        backend: 'memory',
        parameters: null,
        wrappedKey: null,
        keyCheck: null,
      } as const
      records.insertKey(store, { ...origin, name: 'Workspace key', created: clock.now().toISOString() })
      records.makeCurrent(store, id)
      ring.add(id, newKey())
    },

    wrapEphemeral: (copy, source, made) => records.rewrapKey(copy, wrapping(source, made, ring.key(made.id)).row),
  }
}
