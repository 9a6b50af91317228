import { homedir } from 'node:os'
import { posix, win32 } from 'node:path'

export interface UserDataFolderInput {
  platform?: NodeJS.Platform
  env?: NodeJS.ProcessEnv
  home?: () => string
}

/** Where this platform keeps the data of a user's programs; null for a user without a home, as in some containers. */
export const userDataFolder = ({
  platform = process.platform,
  env = process.env,
  home = homedir,
}: UserDataFolderInput = {}): string | null => {
  // A relative path in these variables is to be ignored (XDG Base Directory Specification).
  const { join, isAbsolute } = platform === 'win32' ? win32 : posix
  const given = platform === 'win32' ? env.LOCALAPPDATA : platform === 'darwin' ? undefined : env.XDG_DATA_HOME
  if (given && isAbsolute(given)) return join(given, folderName(platform))
  const atHome = homeOf(home)
  if (atHome === null || !isAbsolute(atHome)) return null
  if (platform === 'win32') return join(atHome, 'AppData', 'Local', folderName(platform))
  if (platform === 'darwin') return join(atHome, 'Library', 'Application Support', folderName(platform))
  return join(atHome, '.local', 'share', folderName(platform))
}

const folderName = (platform: NodeJS.Platform): string =>
  platform === 'win32' || platform === 'darwin' ? 'TPP Workbench' : 'tpp-workbench'

const homeOf = (home: () => string): string | null => {
  try {
    return home()
  } catch {
    return null
  }
}
