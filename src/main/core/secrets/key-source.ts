import type { KeyObject } from 'node:crypto'

/** Why a data key stays closed. lost: the source no longer has the wrapping key; changed: it holds another one. */
export interface Unreachable {
  state: 'locked' | 'lost' | 'changed'
  reason: string
  /** One sentence that names the source. */
  remedy: string
}

/** What a description records about where its wrapping key comes from. */
export interface KeyOrigin {
  id: string
  /** Keychain account or environment variable; empty for a passphrase. */
  sourceName: string
  /** Identity of the backend that held the key when it was made. */
  backend: string
  /** JSON; only a passphrase has any. */
  parameters: string | null
}

export interface NewWrappingKey extends KeyOrigin {
  wrappingKey: KeyObject
}

export interface KeySource {
  readonly source: 'OsKeychain' | 'Configuration' | 'Passphrase'
  /** The wrapping key (256 bits) for a new description. Throws SECRET_STORE_UNAVAILABLE or INVALID_INPUT. */
  create(id: string): Promise<NewWrappingKey>
  /** The wrapping key of a description, or why there is none. Never makes a new one. */
  obtain(origin: KeyOrigin): Promise<KeyObject | Unreachable>
  /** What it means when the key that was obtained is not the one that wrapped. */
  mismatch(origin: KeyOrigin): Unreachable
  /** Removes what `create` has left in the source. */
  forget(id: string): Promise<void>
}
