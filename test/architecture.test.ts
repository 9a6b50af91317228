// Who may import whom. The linter sees single files; this sees the whole picture.

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const sources = globSync('src/**/*.ts').toSorted()

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/g)].map(([, from, dynamic]) => {
    const specifier = from ?? dynamic ?? ''
    return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier
  })

const importing = (matches: (specifier: string) => boolean) => sources.filter((file) => importsOf(file).some(matches))
const isPackage = (name: string) => (specifier: string) => specifier === name || specifier.startsWith(`${name}/`)

/** Folder → folders of the project that it may import from. */
const allowed: [folder: string, from: string[]][] = [
  ['src/shared/', ['src/shared/']],
  ['src/pki/', ['src/pki/', 'src/shared/']],
  ['src/model-bank/', ['src/model-bank/', 'src/pki/', 'src/shared/']],
  ['src/main/core/', ['src/main/core/', 'src/pki/', 'src/shared/']],
  ['src/main/hosts/', ['src/main/core/app.ts', 'src/main/core/model-bank/child-process.ts', 'src/main/hosts/', 'src/pki/', 'src/shared/']],
]

describe('dependencies between folders', () => {
  test('the sources are found', () => expect(sources.length).toBeGreaterThan(50))

  test.each(allowed)('%s imports only from %j', (folder, from) => {
    const strangers = sources
      .filter((file) => file.startsWith(folder))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => specifier.startsWith('src/'))
          .filter((specifier) => !from.some((one) => specifier.startsWith(one)))
          .map((specifier) => `${file} → ${specifier}`),
      )
    expect(strangers).toEqual([])
  })

  test('the contract knows neither Node nor any package but zod', () => {
    const packages = sources
      .filter((file) => file.startsWith('src/shared/'))
      .flatMap(importsOf)
      .filter((specifier) => !specifier.startsWith('src/'))
    expect(new Set(packages)).toEqual(new Set(['zod']))
  })
})

describe('one place for each outside thing', () => {
  test('node-forge assembles DER in src/pki only', () => {
    expect(importing(isPackage('node-forge')).filter((file) => !file.startsWith('src/pki/'))).toEqual([])
  })

  test('keytar is loaded by one file', () => expect(importing(isPackage('keytar'))).toEqual(['src/main/core/secrets/os-keychain.ts']))

  test('better-sqlite3 is opened by one file of the core and one of the bank', () => {
    expect(importing(isPackage('better-sqlite3'))).toEqual(['src/main/core/db/store.ts', 'src/model-bank/state.ts'])
  })

  test('nothing imports electron', () => expect(importing(isPackage('electron'))).toEqual([]))
})

describe('house rules', () => {
  const containing = (pattern: RegExp, files = sources) => files.filter((file) => pattern.test(readFileSync(file, 'utf8')))

  test('nothing that an attacker could guess', () => expect(containing(/Math\.random\(/)).toEqual([]))

  test('no type is silenced', () => expect(containing(/\bas any\b|@ts-ignore|@ts-expect-error|as unknown as/)).toEqual([]))

  test('TLS verification stays on; only a server that judges its peers itself may ask without rejecting', () => {
    expect(containing(/NODE_TLS_REJECT_UNAUTHORIZED/)).toEqual([])
    expect(containing(/rejectUnauthorized:\s*false/)).toEqual(containing(/requestCert: true/))
  })

  test('files stay small', () => {
    expect(sources.filter((file) => readFileSync(file, 'utf8').split('\n').length > 260)).toEqual([])
  })
})
