// Makes the installers of this system. What cannot be made is said at once; what can be done without Electron is done and checked.

import { cpSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, sep } from 'node:path'
import { readFuses, wrongFuses } from '../fuses.ts'
import { openArchive } from './archive.ts'
import { checkPackage } from './check.ts'
import { makeInstaller, type PackagedPlatform, type PackedApp, type PackInput, packFolder } from './pack.ts'
import { writeStandIn } from './stand-in.ts'

export interface PackageInput extends Pick<PackInput, 'root' | 'output' | 'platform' | 'arch' | 'built'> {
  /** The path of Electron's binary, or why it is not there. */
  electron: () => { path: string } | { missing: string }
  /** Builds the bundles. Returns why it failed; null when they are there. */
  build: () => string | null
  say: (line: string) => void
}

const systems: Record<PackagedPlatform, { name: string; installers: string[] }> = {
  linux: { name: 'Linux', installers: ['AppImage', 'deb'] },
  darwin: { name: 'macOS', installers: ['dmg'] },
  win32: { name: 'Windows', installers: ['NSIS'] },
}

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
const firstLine = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? ''

/** The folder that Electron's package unpacks, from the path of the binary in it. */
export const distOf = (binary: string): string => {
  const [dist] = binary.split(`${sep}Electron.app${sep}`)
  return dist !== undefined && dist !== binary ? dist : join(binary, '..')
}

const size = ({ resources }: PackedApp): string => {
  const { packed, unpacked } = openArchive(resources)
  const beside = unpacked.map((path) => statSync(join(resources, 'app.asar.unpacked', path)).size).reduce((sum, one) => sum + one, 0)
  const archive = statSync(join(resources, 'app.asar')).size
  return `app.asar of ${megabytes(archive)} with ${packed.length} files, ${unpacked.length} native modules of ${megabytes(beside)}`
}

const faultsOf = async (packed: PackedApp, { platform, arch }: PackageInput): Promise<string[]> => [
  ...checkPackage({ resources: packed.resources, platform, arch }),
  ...wrongFuses(await readFuses(packed.app)),
]

/** Packs around something that stands in for Electron, and keeps what belongs to the app. */
const packWithoutElectron = async (input: PackageInput): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'tpp-package-'))
  try {
    const electronDist = join(folder, 'electron')
    writeStandIn(electronDist, input.platform)
    const packed = await packFolder({ ...input, output: join(folder, 'packed'), electronDist })
    const kept = join(input.output, 'without-electron')
    rmSync(kept, { recursive: true, force: true })
    for (const name of ['app.asar', 'app.asar.unpacked']) cpSync(join(packed.resources, name), join(kept, name), { recursive: true })
    const faults = await faultsOf(packed, input)
    if (faults.length === 0) input.say(`Everything but Electron is in ${relative(input.root, kept)}: ${size(packed)}. It was checked.`)
    return faults
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const makeInstallers = async (input: PackageInput, electronDist: string): Promise<string[]> => {
  const pack = { ...input, electronDist }
  const packed = await packFolder(pack)
  const faults = await faultsOf(packed, input)
  if (faults.length > 0) return faults
  input.say(`The app is packed and was checked: ${size(packed)}.`)
  const failed: string[] = []
  for (const name of systems[input.platform].installers) {
    try {
      for (const file of await makeInstaller(pack, name.replace('NSIS', 'nsis'), packed)) {
        input.say(`${name}: ${relative(input.root, file)}, ${megabytes(statSync(file).size)}. It is not signed by anyone.`)
      }
    } catch (error) {
      failed.push(`${name} was not made: ${firstLine(error)}`)
    }
  }
  return failed
}

/** Resolves whether every installer of this system was made. */
export const packageApp = async (input: PackageInput): Promise<boolean> => {
  const { platform, root, say } = input
  for (const [other, { name, installers }] of Object.entries(systems)) {
    if (other !== platform) for (const installer of installers) say(`${installer}: not made here. It is made on ${name}.`)
  }
  // Checked first, because npm leaves it out in silence where it cannot be built.
  const keytar = existsSync(join(root, 'node_modules/keytar/build/Release/keytar.node'))
  const electron = keytar ? input.electron() : { missing: 'keytar, through which the keychain is reached, is not installed' }
  if ('missing' in electron)
    for (const installer of systems[platform].installers) say(`${installer}: not made. ${capital(electron.missing)}.`)
  if (!keytar) return false

  const problem = input.build()
  if (problem !== null) {
    say(problem)
    return false
  }
  const faults = 'missing' in electron ? await packWithoutElectron(input) : await makeInstallers(input, distOf(electron.path))
  for (const fault of faults) say(`${fault}.`)
  return faults.length === 0 && !('missing' in electron)
}
