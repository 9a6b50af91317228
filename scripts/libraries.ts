// The packages that the sources import, with their versions and licences, for the page that names them.

import { existsSync, globSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join } from 'node:path'
import type { Plugin } from 'vite'

export interface Library {
  name: string
  version: string
  licence: string
}

const importing = /(?:from|import)\s*\(?\s*'([^'.][^']*)'/g

/** @scope/name or name, of an import's specifier. */
const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

/** By name; a package that is not installed, such as an optional one, is left out. */
export const findLibraries = (folder: string): Library[] => {
  const sources = globSync('src/**/*.{ts,tsx}', { cwd: folder }).map((file) => readFileSync(join(folder, file), 'utf8'))
  const names = new Set(sources.flatMap((source) => [...source.matchAll(importing)].map(([, specifier = '']) => packageOf(specifier))))
  return [...names]
    .filter((name) => !name.includes(':') && !builtinModules.includes(name))
    .toSorted()
    .flatMap((name) => {
      const file = join(folder, 'node_modules', name, 'package.json')
      if (!existsSync(file)) return []
      const { version, license } = JSON.parse(readFileSync(file, 'utf8'))
      return [{ name, version, licence: String(license) }]
    })
}

const id = 'virtual:libraries'
const resolved = `\0${id}`

/** Gives the page `virtual:libraries`; the page's folder is src/renderer. */
export const libraries = (): Plugin => {
  let root = ''
  return {
    name: 'libraries',
    // The configuration is bundled before it runs, so a module's own place says nothing.
    configResolved(config) {
      root = join(config.root, '../..')
    },
    resolveId: (source) => (source === id ? resolved : null),
    load: (source) => (source === resolved ? `export const libraries = ${JSON.stringify(findLibraries(root))}` : null),
  }
}
