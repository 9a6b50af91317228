import { randomUUID } from 'node:crypto'
import { openStore, type Store } from '../../src/main/core/db/store.ts'
import { insertKey, makeCurrent } from '../../src/main/core/secrets/encryption-key-records.ts'
import { KeyRing } from '../../src/main/core/secrets/key-ring.ts'
import { createSecrets, type SealedValues, type SecretsOptions } from '../../src/main/core/secrets/secrets.ts'
import { newKey } from '../../src/main/core/secrets/wrapping.ts'

export interface SecretsFixture {
  store: Store
  ring: KeyRing
  secrets: SealedValues
  /** Adds an open key and makes it current; gives its id. */
  addKey(): string
}

/** Secrets over a real database in memory, with one open key. */
export const secretsInMemory = (options: Partial<SecretsOptions> = {}): SecretsFixture => {
  const store = openStore({ file: ':memory:' })
  const ring = new KeyRing()
  const addKey = () => {
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
    insertKey(store, { ...origin, name: 'test', created: '2026-11-20T10:00:00Z' })
    makeCurrent(store, id)
    ring.add(id, newKey())
    return id
  }
  addKey()
  return { store, ring, addKey, secrets: createSecrets({ store, ring, ...options }) }
}
