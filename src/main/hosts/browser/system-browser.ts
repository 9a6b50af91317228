import { spawn } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

export interface SystemBrowserInput {
  platform?: NodeJS.Platform
  env?: NodeJS.ProcessEnv
}

const onPath = (command: string, env: NodeJS.ProcessEnv): boolean =>
  (env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Whether a window can be shown: without a display, or from afar, a browser would open where nobody sees it. */
export const hasDisplay = ({ platform = process.platform, env = process.env }: SystemBrowserInput = {}): boolean =>
  platform === 'darwin' || platform === 'win32' ? !env.SSH_CONNECTION : Boolean(env.DISPLAY || env.WAYLAND_DISPLAY)

/** The command that opens an address in the system's browser, without it; null when there is none. */
export const browserCommand = ({ platform = process.platform, env = process.env }: SystemBrowserInput = {}): string[] | null => {
  if (!hasDisplay({ platform, env })) return null
  if (platform === 'darwin') return ['open']
  // Not cmd's "start": no shell reads the address.
  if (platform === 'win32') return ['rundll32.exe', 'url.dll,FileProtocolHandler']
  return onPath('xdg-open', env) ? ['xdg-open'] : null
}

/**
 * Opens the address if there is a browser; whether it came up cannot be known, so the address is printed as well.
 * SECURITY: other users of this machine can see arguments for a moment; the token in the address works once.
 */
export const openSystemBrowser = (address: string, input: SystemBrowserInput = {}): boolean => {
  const [command, ...args] = browserCommand(input) ?? []
  if (!command) return false
  const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true })
  child.once('error', () => {})
  child.unref()
  return true
}
