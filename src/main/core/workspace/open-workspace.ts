import type { Clock } from '../clock.ts'
import type { Emit } from '../context.ts'
import { claimDataDir, type DataDir, holdsWorkspace } from '../db/data-dir.ts'
import { openStore } from '../db/store.ts'
import { createEncryptionKeys } from '../secrets/encryption-keys.ts'
import { KeyRing } from '../secrets/key-ring.ts'
import { createKeySources, type KeySources } from '../secrets/key-sources.ts'
import { type LoadKeychain, loadKeytar } from '../secrets/os-keychain.ts'
import { createSecrets } from '../secrets/secrets.ts'
import { Workspace } from './workspace.ts'

export interface OpenWorkspaceOptions {
  /** Null for an ephemeral workspace, of which nothing is on disk. */
  dataDir: string | null
  clock: Clock
  env?: NodeJS.ProcessEnv
  keytar?: LoadKeychain
  passphrase?: string
  emit?: Emit
  /** Where a person would keep an ephemeral workspace; only proposed. */
  suggestedDataDir?: string | null
}

/**
 * Opens the workspace of a folder, makes one there, or makes an ephemeral one.
 * Throws SECRET_STORE_UNAVAILABLE when its key cannot be reached, or when there is no source for a new one: nothing is written then.
 * Throws DATA_DIR_IN_USE, SCHEMA_TOO_NEW, DATABASE_FAILED, INVALID_INPUT as `claimDataDir` and `openStore` do.
 */
export const openWorkspace = async (options: OpenWorkspaceOptions): Promise<Workspace> => {
  const { dataDir, env = process.env, keytar = loadKeytar, passphrase = null } = options
  const sources = createKeySources({ env, loadKeychain: keytar, passphrase })
  try {
    if (dataDir === null) return openEphemeral(options, sources)
    if (holdsWorkspace(dataDir)) return await openKept(options, sources, claimDataDir(dataDir))
    return await makeKept(options, sources, dataDir)
  } finally {
    sources.dropPassphrase()
  }
}

const assemble = (
  { clock, emit = () => {}, suggestedDataDir = null }: OpenWorkspaceOptions,
  sources: KeySources,
  dir: DataDir | null,
): Workspace => {
  const store = openStore({ file: dir?.databaseFile ?? ':memory:' })
  const ring = new KeyRing()
  const secrets = createSecrets({ store, ring })
  const keys = createEncryptionKeys({ store, ring, secrets, sources, clock, emit })
  return new Workspace({ store, ring, secrets, keys, sources, emit, dir, suggestedDataDir })
}

const openEphemeral = (options: OpenWorkspaceOptions, sources: KeySources): Workspace => {
  const workspace = assemble(options, sources, null)
  workspace.keys.createEphemeral()
  return workspace
}

/** A new kept workspace is an ephemeral one that is kept at once, so its file appears whole, with its key, or not at all. */
const makeKept = async (options: OpenWorkspaceOptions, sources: KeySources, dataDir: string): Promise<Workspace> => {
  const source = await sources.first()
  const workspace = openEphemeral(options, sources)
  try {
    await workspace.keepWith(dataDir, source)
    return workspace
  } catch (error) {
    workspace.close()
    throw error
  }
}

const openKept = async (options: OpenWorkspaceOptions, sources: KeySources, dir: DataDir): Promise<Workspace> => {
  let workspace: Workspace | null = null
  try {
    workspace = assemble(options, sources, dir)
    await workspace.keys.unlock()
    return workspace
  } catch (error) {
    workspace?.close()
    dir.release()
    throw error
  }
}
