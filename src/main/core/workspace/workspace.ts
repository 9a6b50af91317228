import type { Output, ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { Emit } from '../context.ts'
import { claimDataDir, type DataDir, holdsWorkspace } from '../db/data-dir.ts'
import type { Store } from '../db/store.ts'
import { listKeys } from '../secrets/encryption-key-records.ts'
import type { EncryptionKeys } from '../secrets/encryption-keys.ts'
import type { KeyRing } from '../secrets/key-ring.ts'
import type { KeySource } from '../secrets/key-source.ts'
import type { KeySources } from '../secrets/key-sources.ts'
import type { Secrets } from '../secrets/secrets.ts'

export interface WorkspaceParts {
  store: Store
  ring: KeyRing
  secrets: Secrets
  keys: EncryptionKeys
  sources: KeySources
  emit: Emit
  dir: DataDir | null
  suggestedDataDir: string | null
}

const notice = 'Nothing is kept: this workspace is in memory only and ends with the program. Keep it in a folder to find it again.'

/** The records and keys of one folder, or of none while it is ephemeral. The store stays the same object when it is kept. */
export class Workspace {
  readonly store: Store
  readonly secrets: Secrets
  readonly keys: EncryptionKeys
  #ring: KeyRing
  #sources: KeySources
  #emit: Emit
  #dir: DataDir | null
  #suggestedDataDir: string | null
  #keeping = false

  constructor({ store, ring, secrets, keys, sources, emit, dir, suggestedDataDir }: WorkspaceParts) {
    this.store = store
    this.secrets = secrets
    this.keys = keys
    this.#ring = ring
    this.#sources = sources
    this.#emit = emit
    this.#dir = dir
    this.#suggestedDataDir = suggestedDataDir
  }

  get ephemeral(): boolean {
    return this.#dir === null
  }

  get dataDir(): string | null {
    return this.#dir?.path ?? null
  }

  async status(): Promise<Output<'workspace.status'>> {
    return {
      ephemeral: this.ephemeral,
      dataDir: this.dataDir,
      suggestedDataDir: this.#suggestion(),
      schemaVersion: this.store.schemaVersion(),
      keySources: await this.#sources.statuses(),
      notice: this.ephemeral ? notice : null,
    }
  }

  #suggestion(): string | null {
    return this.ephemeral && this.#suggestedDataDir !== null && !holdsWorkspace(this.#suggestedDataDir) ? this.#suggestedDataDir : null
  }

  /**
   * Writes an ephemeral workspace to a folder and goes on there. Throws CONFLICT when it is kept already or the folder holds a workspace.
   * On any failure the folder is as it was and the ephemeral workspace goes on.
   */
  async keep({ dataDir, key }: ParsedInput<'workspace.keep'>): Promise<Output<'workspace.status'>> {
    await this.keepWith(dataDir, this.#sources.chosen(key))
    this.#emit({ type: 'changed', aggregate: 'workspace', id: null })
    return this.status()
  }

  async keepWith(dataDir: string, source: KeySource): Promise<void> {
    if (this.#keeping || this.#dir) {
      throw new AppError('CONFLICT', `Workspace is kept already${this.#dir ? ` in ${this.#dir.path}` : ''}`)
    }
    this.#keeping = true
    try {
      await this.#moveTo(dataDir, source)
    } finally {
      this.#keeping = false
    }
  }

  async #moveTo(dataDir: string, source: KeySource): Promise<void> {
    refuseOccupied(dataDir)
    const ephemeral = listKeys(this.store).find((record) => record.source === 'Ephemeral')
    if (!ephemeral) throw new AppError('INTERNAL', 'Ephemeral workspace has no ephemeral key')
    const made = await source.create(ephemeral.id)
    let dir: DataDir | null = null
    try {
      dir = claimDataDir(dataDir)
      refuseOccupied(dataDir)
      this.store.moveTo(dir.databaseFile, (copy) => this.keys.wrapEphemeral(copy, source.source, made))
      this.#dir = dir
    } catch (error) {
      dir?.abandon()
      await source.forget(ephemeral.id)
      throw error
    }
  }

  /** May be called again. */
  close(): void {
    this.store.close()
    this.#ring.clear()
    this.#dir?.release()
  }
}

const refuseOccupied = (dataDir: string): void => {
  if (!holdsWorkspace(dataDir)) return
  throw new AppError('CONFLICT', `Folder ${dataDir} already holds a workspace`, { field: 'dataDir', remedy: 'Choose another folder' })
}
