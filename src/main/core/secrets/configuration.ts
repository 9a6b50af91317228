import { createSecretKey, type KeyObject } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { KeySource, Unreachable } from './key-source.ts'

export const keyVariable = 'TPP_WORKBENCH_KEY'
export const passphraseVariable = 'TPP_WORKBENCH_PASSPHRASE'

const shape = 'base64 of exactly 32 bytes'

/** Wrapping keys from environment variables, which are removed once read: child processes and crash reports never see them. */
export class EnvironmentKeys {
  #env: NodeJS.ProcessEnv
  #taken = new Map<string, KeyObject | 'malformed'>()

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** Null when the variable is not set. Throws INVALID_INPUT, naming the variable and never its value. */
  take(name: string): KeyObject | null {
    const text = this.#env[name]
    if (text) {
      const key = decode(text.trim())
      // Another program's variable, named by mistake, stays where it is.
      if (key || name === keyVariable) delete this.#env[name]
      this.#taken.set(name, key ?? 'malformed')
    }
    const taken = this.#taken.get(name) ?? null
    if (taken !== 'malformed') return taken
    throw new AppError('INVALID_INPUT', `Environment variable ${name} is not ${shape}`, {
      field: 'key.sourceName',
      remedy: remedyFor(name),
    })
  }
}

const decode = (text: string): KeyObject | null => {
  const bytes = Buffer.from(text, 'base64')
  // Node skips what is not base64, so only text that comes out the same was base64.
  return bytes.length === 32 && bytes.toString('base64') === text ? createSecretKey(bytes) : null
}

const remedyFor = (name: string): string => `Set ${name} to ${shape}, such as "openssl rand -base64 32" prints`

export const configurationSource = (keys: EnvironmentKeys, variable: string): KeySource => ({
  source: 'Configuration',

  async create(id) {
    const wrappingKey = keys.take(variable)
    if (wrappingKey) return { id, wrappingKey, sourceName: variable, backend: 'environment', parameters: null }
    throw new AppError('SECRET_STORE_UNAVAILABLE', `Environment variable ${variable} is not set`, { remedy: remedyFor(variable) })
  },

  async obtain(): Promise<KeyObject | Unreachable> {
    const remedy = `Set ${variable} to the key that this workspace was made with`
    try {
      return keys.take(variable) ?? { state: 'locked', reason: `environment variable ${variable} is not set`, remedy }
    } catch {
      return { state: 'locked', reason: `environment variable ${variable} is not ${shape}`, remedy }
    }
  },

  mismatch: () => ({
    state: 'changed',
    reason: `environment variable ${variable} holds another key`,
    remedy: `Set ${variable} to the key that this workspace was made with`,
  }),

  async forget() {},
})
