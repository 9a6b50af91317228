// What Electron's preload and main process say to each other: requests on one channel, events on another.

/** Requests of the page; each is answered with a Reply. */
export const requestChannel = 'tpp-workbench.request'
/** Events of the core. */
export const eventChannel = 'tpp-workbench.event'
/** Begins the argument by which the preload learns the version. */
export const versionArgument = '--tpp-workbench-version='

export type Theme = 'system' | 'light' | 'dark'

export type SaveEncoding = 'utf8' | 'base64'

export type HostRequest =
  | { kind: 'call'; method: string; input: unknown }
  | { kind: 'openExternal'; address: string }
  | { kind: 'saveText'; suggestedName: string; text: string; encoding?: SaveEncoding | undefined }
  | { kind: 'authoriseInWindow'; authContextId: string }
  | { kind: 'setTheme'; theme: Theme }
