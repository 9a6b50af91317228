// The app as a folder, packed by electron-builder with the project's configuration; installers are made from that folder.

import { join } from 'node:path'
import { Arch, build, type Configuration, getArchSuffix, Platform } from 'electron-builder'
import configuration, { bundles, executableName, productName } from '../../electron-builder.config.ts'

export const platforms = { darwin: Platform.MAC, linux: Platform.LINUX, win32: Platform.WINDOWS }
export type PackagedPlatform = keyof typeof platforms
export type PackagedArch = 'x64' | 'arm64'

export interface PackInput {
  root: string
  /** The folder of what is made. */
  output: string
  /** The folder of an unpacked Electron for the platform and architecture. */
  electronDist: string
  platform: PackagedPlatform
  arch: PackagedArch
  /** Where the bundles are, when not in out. */
  built?: string
  /** What differs from the project's configuration. */
  changes?: Configuration
}

export interface PackedApp {
  folder: string
  /** Where app.asar is. */
  resources: string
  /** What holds the fuses: the binary, or the .app folder of macOS. */
  app: string
}

/** As electron-builder names its folders. */
export const packedApp = ({ output, platform, arch }: Pick<PackInput, 'output' | 'platform' | 'arch'>): PackedApp => {
  const suffix = getArchSuffix(Arch[arch])
  if (platform === 'darwin') {
    const folder = join(output, `mac${suffix}`)
    const app = join(folder, `${productName}.app`)
    return { folder, app, resources: join(app, 'Contents', 'Resources') }
  }
  const folder = join(output, `${platform === 'win32' ? 'win' : 'linux'}${suffix}-unpacked`)
  const app = join(folder, platform === 'win32' ? `${productName}.exe` : executableName)
  return { folder, app, resources: join(folder, 'resources') }
}

/** The project's configuration, with what is different each time. */
export const configurationFor = ({ output, electronDist, built, changes }: PackInput): Configuration => ({
  ...configuration,
  electronDist,
  directories: { ...configuration.directories, output },
  ...(built && { files: [configuration.files ?? []].flat().map((files) => (files === bundles ? { ...bundles, from: built } : files)) }),
  ...changes,
})

/** Rejects with electron-builder's error. */
export const packFolder = async (input: PackInput): Promise<PackedApp> => {
  await build({
    projectDir: input.root,
    targets: platforms[input.platform].createTarget('dir', Arch[input.arch]),
    config: configurationFor(input),
    publish: 'never',
  })
  return packedApp(input)
}

/** One installer from a packed folder. Returns the paths of what was made; rejects with electron-builder's error. */
export const makeInstaller = (input: PackInput, target: string, { folder, app }: PackedApp): Promise<string[]> =>
  build({
    projectDir: input.root,
    targets: platforms[input.platform].createTarget(target, Arch[input.arch]),
    prepackaged: input.platform === 'darwin' ? app : folder,
    config: configurationFor(input),
    publish: 'never',
  })
