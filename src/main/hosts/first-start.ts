// Which workspace a person gets who opens the app: never an error at first sight, and never a silent new one over what they have.

import { AppError } from '../../shared/errors.ts'
import { type App, type AppOptions, createApp, holdsWorkspace } from '../core/app.ts'
import { userDataFolder } from './data-folder.ts'

export interface FirstStartOptions extends Omit<AppOptions, 'dataDir'> {
  /** A folder that was asked for; the workspace is kept there or the start fails. */
  dataDir: string | null
  /** Nothing is to be kept. */
  ephemeral: boolean
  /** The user's own data folder, unless another one is given; null when there is none. */
  userFolder?: string | null
}

export interface StartedApp {
  app: App
  /** Why nothing is kept, when nobody asked for that. */
  note: string | null
}

const withoutIt = 'Start with --ephemeral to work without it; nothing is kept then.'

/** Errors are those of `createApp`; a workspace that is there and cannot be opened is one, with how to unlock it. */
export const openFirstStart = async (options: FirstStartOptions): Promise<StartedApp> => {
  const { dataDir, ephemeral, userFolder = userDataFolder(options.env ? { env: options.env } : {}), ...rest } = options
  const open = async (folder: string | null, note: string | null = null): Promise<StartedApp> => ({
    app: await createApp({ ...rest, dataDir: folder, suggestedDataDir: dataDir ?? userFolder }),
    note,
  })
  if (ephemeral) return open(null)
  const folder = dataDir ?? userFolder
  if (folder === null) return open(null, 'This user has no home folder')
  try {
    return await open(folder)
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (holdsWorkspace(folder)) throw unopened(folder, error)
    if (dataDir !== null || !mayGoOnWithout(error)) throw error
    return open(null, error.message)
  }
}

/** Nobody has chosen the user's folder, so that it cannot be used is no failure; a key that is set and wrong is one. */
const mayGoOnWithout = ({ code, details }: AppError): boolean =>
  code === 'SECRET_STORE_UNAVAILABLE' || (code === 'INVALID_INPUT' && details.field === 'dataDir')

const unopened = (folder: string, error: AppError): AppError => {
  const { code, message, details } = error
  const remedy = [details.remedy?.replace(/\.?$/, '.'), code === 'SECRET_STORE_UNAVAILABLE' ? unlocking : '', withoutIt]
    .filter(Boolean)
    .join(' ')
  const said = code === 'SECRET_STORE_UNAVAILABLE' ? `Workspace in ${folder} is locked: ${message}` : message
  return new AppError(code, said, { ...details, remedy }, error)
}

const unlocking = 'A passphrase is given in the environment variable TPP_WORKBENCH_PASSPHRASE, a key in TPP_WORKBENCH_KEY.'
