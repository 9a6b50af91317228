// Which files of a packed app its code reaches, from where it starts.

import { isBuiltin } from 'node:module'
import { posix } from 'node:path'
import type { Archive } from './archive.ts'
import { importsOf } from './imports.ts'

export interface Reached {
  files: Set<string>
  /** A sentence for each import that leads nowhere. */
  broken: string[]
}

const { dirname, join, normalize } = posix

/** Finds the files of native modules that are chosen when they are loaded, which no import names. */
const chosen: Record<string, RegExp> = {
  'node_modules/better-sqlite3/lib/binding.js': /^node_modules\/better-sqlite3\/prebuilds\/.+\.node$/,
}

const mainOf = (archive: Archive, name: string): string => {
  const folder = `node_modules/${name}`
  const { main = 'index.js' } = JSON.parse(archive.read(`${folder}/package.json`).toString()) as { main?: string }
  return join(folder, main)
}

export const filesReached = (archive: Archive, entries: string[]): Reached => {
  const all = new Set([...archive.packed, ...archive.unpacked])
  const files = new Set<string>()
  const broken: string[] = []
  const open = [...entries]

  const resolve = (from: string, specifier: string): string | null => {
    if (specifier.startsWith('.')) {
      const path = normalize(join(dirname(from), specifier))
      return [path, `${path}.js`, join(path, 'index.js')].find((file) => all.has(file)) ?? null
    }
    return all.has(`node_modules/${specifier}/package.json`) ? resolve('package.json', `./${mainOf(archive, specifier)}`) : null
  }

  while (open.length > 0) {
    const file = open.pop() ?? ''
    if (files.has(file)) continue
    files.add(file)
    if (!/\.c?js$/.test(file)) continue
    const choice = chosen[file]
    if (choice) open.push(...archive.unpacked.filter((path) => choice.test(path)))
    for (const specifier of importsOf(archive.read(file).toString())) {
      if (specifier === 'electron' || isBuiltin(specifier)) continue
      const target = resolve(file, specifier)
      if (target) open.push(target)
      else broken.push(`${file} imports ${specifier}, which is not in the package`)
    }
  }
  return { files, broken }
}
