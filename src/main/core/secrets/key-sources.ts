import { AppError } from '../../../shared/errors.ts'
import type { KeySourceInput, KeySource as SourceName } from '../../../shared/model/encryption-key.ts'
import { configurationSource, EnvironmentKeys, keyVariable, passphraseVariable } from './configuration.ts'
import type { KeyOrigin, KeySource } from './key-source.ts'
import { type LoadKeychain, osKeychainSource } from './os-keychain.ts'
import { passphraseSource } from './passphrase.ts'

export interface SourceStatus {
  source: KeySource['source']
  usable: boolean
  detail: string
}

export interface KeySources {
  /** The source that a caller has chosen. */
  chosen(input: KeySourceInput): KeySource
  /** The source of an existing description; null for an ephemeral key. */
  of(source: SourceName, origin: KeyOrigin): KeySource | null
  /** The source for a new workspace: one that was configured, else the keychain. Throws SECRET_STORE_UNAVAILABLE when there is none. */
  first(): Promise<KeySource>
  statuses(): Promise<SourceStatus[]>
  /** The passphrase serves the opening of the workspace only. */
  dropPassphrase(): void
}

export interface KeySourcesOptions {
  /** TPP_WORKBENCH_KEY and TPP_WORKBENCH_PASSPHRASE are removed from it at once. */
  env: NodeJS.ProcessEnv
  loadKeychain: LoadKeychain
  passphrase: string | null
}

const threeWays =
  `Unlock the OS keychain, or set ${keyVariable} to base64 of 32 random bytes, ` +
  `or set ${passphraseVariable} to a passphrase of at least eight characters`

export const createKeySources = ({ env, loadKeychain, passphrase }: KeySourcesOptions): KeySources => {
  const environment = new EnvironmentKeys(env)
  const keychain = osKeychainSource(loadKeychain)
  let given = passphrase ?? env[passphraseVariable] ?? null
  delete env[passphraseVariable]
  let keychainWorks = false

  const probeKeychain = async (): Promise<string | null> => {
    if (keychainWorks) return null
    const reason = await keychain.probe()
    keychainWorks = reason === null
    return reason
  }

  const configurationStatus = (): SourceStatus => {
    const source = 'Configuration'
    try {
      if (environment.take(keyVariable)) return { source, usable: true, detail: `${keyVariable} holds a key` }
      return { source, usable: false, detail: `${keyVariable} is not set; any variable that holds base64 of 32 bytes can be named` }
    } catch {
      return { source, usable: false, detail: `${keyVariable} is not base64 of exactly 32 bytes` }
    }
  }
  // Even a workspace that never asks for it takes the key out of the environment that child processes inherit.
  configurationStatus()

  return {
    chosen(input) {
      if (input.source === 'OsKeychain') return keychain
      if (input.source === 'Configuration') return configurationSource(environment, input.sourceName)
      return passphraseSource(input.passphrase)
    },

    of(source, { sourceName }) {
      if (source === 'OsKeychain') return keychain
      if (source === 'Configuration') return configurationSource(environment, sourceName)
      return source === 'Passphrase' ? passphraseSource(given) : null
    },

    async first() {
      if (passphrase !== null) return passphraseSource(passphrase)
      if (environment.take(keyVariable)) return configurationSource(environment, keyVariable)
      if (given !== null) return passphraseSource(given)
      const reason = await probeKeychain()
      if (reason === null) return keychain
      throw new AppError(
        'SECRET_STORE_UNAVAILABLE',
        `Workspace cannot be kept: no source for its encryption key (OS keychain: ${reason})`,
        {
          remedy: threeWays,
        },
      )
    },

    async statuses() {
      const reason = await probeKeychain()
      return [
        { source: 'OsKeychain', usable: reason === null, detail: reason ?? 'The OS keychain can be written and read' },
        configurationStatus(),
        {
          source: 'Passphrase',
          usable: true,
          detail: 'A passphrase of at least eight characters, asked for each time the workspace opens',
        },
      ]
    },

    dropPassphrase() {
      given = null
    },
  }
}
