// What is in a packed app: app.asar, and the files beside it that had to stay files.

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { extractFile, listPackage, statFile, uncache } from '@electron/asar'

export interface Archive {
  /** Paths of the files in app.asar, with slashes, without those that are outside of it. */
  packed: string[]
  /** Paths of the files that app.asar names and that lie outside of it. */
  unpacked: string[]
  /** Paths of the files that are really there. */
  outside: string[]
  read(path: string): Buffer
}

/** Throws what @electron/asar throws for a file that is no archive. */
export const openArchive = (resources: string): Archive => {
  const file = join(resources, 'app.asar')
  const beside = `${file}.unpacked`
  // A file of this name may have been read before it was made anew.
  uncache(file)
  const paths = listPackage(file, { isPack: false }).map((path) => path.replaceAll('\\', '/').slice(1))
  const packed: string[] = []
  const unpacked: string[] = []
  for (const path of paths) {
    const entry = statFile(file, path)
    if ('files' in entry) continue
    if (entry.unpacked) unpacked.push(path)
    else packed.push(path)
  }
  return {
    packed,
    unpacked,
    outside: globSync('**/*.*', { cwd: beside })
      .map((path) => path.replaceAll('\\', '/'))
      .toSorted(),
    read: (path) => (unpacked.includes(path) ? readFileSync(join(beside, path)) : extractFile(file, path)),
  }
}
