// The fuses of the packaged app: what Electron's binary is told for good, before it is signed.

import { FuseState, FuseV1Options, FuseVersion, flipFuses, getCurrentFuseWire } from '@electron/fuses'

export interface Fuse {
  fuse: FuseV1Options
  on: boolean
  why: string
}

export const fuses: Fuse[] = [
  {
    fuse: FuseV1Options.RunAsNode,
    on: false,
    why: 'SECURITY: no other program runs its own script under the name and with the rights of this one. The model bank is a utility process.',
  },
  {
    fuse: FuseV1Options.EnableCookieEncryption,
    on: true,
    why: 'Pages keep nothing today; what a cookie would hold must not lie on the disk as it is.',
  },
  {
    fuse: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
    on: false,
    why: 'SECURITY: neither NODE_OPTIONS loads foreign code, nor NODE_EXTRA_CA_CERTS adds an authority that banks are checked by.',
  },
  {
    fuse: FuseV1Options.EnableNodeCliInspectArguments,
    on: false,
    why: 'SECURITY: no debugger reads the memory, in which keys are, by way of --inspect.',
  },
  {
    fuse: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
    on: true,
    why: 'SECURITY: an app.asar that was changed is not loaded. macOS and Windows only; Linux has no such check.',
  },
  {
    fuse: FuseV1Options.OnlyLoadAppFromAsar,
    on: true,
    why: 'SECURITY: a folder laid beside app.asar, which nothing checks, is not loaded in its place.',
  },
  {
    fuse: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
    on: false,
    why: 'There is no snapshot of its own.',
  },
  {
    fuse: FuseV1Options.GrantFileProtocolExtraPrivileges,
    on: false,
    why: 'SECURITY: pages come from app://bundle; a file that gets opened has no more rights than in a browser.',
  },
  {
    fuse: FuseV1Options.WasmTrapHandlers,
    on: true,
    why: 'The default: WebAssembly checks its bounds by the processor.',
  },
]

/**
 * Sets every fuse of an app that is not signed yet: the binary, or the .app folder of macOS.
 * A fuse that Electron has and the table has not is an error: it is decided upon, not missed.
 */
export const setFuses = async (app: string): Promise<void> => {
  const states = Object.fromEntries(fuses.map(({ fuse, on }) => [fuse, on])) as Record<FuseV1Options, boolean>
  await flipFuses(app, { version: FuseVersion.V1, strictlyRequireAllFuses: true, ...states })
}

const stateOf = (state: FuseState | undefined): string => {
  if (state === FuseState.ENABLE) return 'on'
  if (state === FuseState.DISABLE) return 'off'
  return state === FuseState.REMOVED ? 'removed' : 'absent'
}

export interface ReadFuse {
  name: string
  state: string
  wanted: string
  why: string
}

/** The fuses of an app as they are, in the order of the table. */
export const readFuses = async (app: string): Promise<ReadFuse[]> => {
  const wire = await getCurrentFuseWire(app)
  return fuses.map(({ fuse, on, why }) => ({
    name: FuseV1Options[fuse],
    state: stateOf(wire[fuse]),
    wanted: on ? 'on' : 'off',
    why,
  }))
}

/** A sentence for each fuse that is not as it must be. */
export const wrongFuses = (read: ReadFuse[]): string[] =>
  read
    .filter(({ state, wanted }) => state !== wanted)
    .map(({ name, state, wanted }) => `The fuse ${name} is ${state} and must be ${wanted}`)
