import type { KeyObject } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Unreachable } from './key-source.ts'

/** The data keys that are open in this process, and why the others are not. Key objects do not print their bytes. */
export class KeyRing {
  #keys = new Map<string, KeyObject>()
  #problems = new Map<string, Unreachable>()

  add(id: string, key: KeyObject): void {
    this.#keys.set(id, key)
    this.#problems.delete(id)
  }

  refuse(id: string, problem: Unreachable): void {
    this.#problems.set(id, problem)
  }

  remove(id: string): void {
    this.#keys.delete(id)
    this.#problems.delete(id)
  }

  clear(): void {
    this.#keys.clear()
    this.#problems.clear()
  }

  has(id: string): boolean {
    return this.#keys.has(id)
  }

  /** Null for an open key. */
  problem(id: string): Unreachable | null {
    return this.#keys.has(id) ? null : (this.#problems.get(id) ?? notTried)
  }

  /** Throws SECRET_STORE_UNAVAILABLE, with what to do about the key's source. */
  key(id: string): KeyObject {
    const key = this.#keys.get(id)
    if (key) return key
    throw unavailable(id, this.problem(id) ?? notTried)
  }
}

const notTried: Unreachable = { state: 'locked', reason: 'it has not been unlocked', remedy: 'Open the workspace again' }

export const unavailable = (id: string, { state, reason, remedy }: Unreachable): AppError =>
  new AppError('SECRET_STORE_UNAVAILABLE', `Encryption key ${id} is ${state}: ${reason}`, { remedy })
