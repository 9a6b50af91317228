// Who may import whom. The linter sees single files; this sees the whole picture.

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, test } from 'vitest'

const sources = globSync('src/**/*.{ts,tsx}').toSorted()

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(/(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s+'([^']+)'|import\(\s*'([^']+)'\s*\)/g)].map(
    ([, from, dynamic]) => {
      const specifier = from ?? dynamic ?? ''
      return specifier.startsWith('.') ? normalize(join(dirname(file), specifier)) : specifier
    },
  )

const importing = (matches: (specifier: string) => boolean) => sources.filter((file) => importsOf(file).some(matches))
const isPackage = (name: string) => (specifier: string) => specifier === name || specifier.startsWith(`${name}/`)

/** Folder → folders of the project that it may import from. */
const allowed: [folder: string, from: string[]][] = [
  ['src/shared/', ['src/shared/']],
  ['src/pki/', ['src/pki/', 'src/shared/']],
  ['src/model-bank/', ['src/model-bank/', 'src/pki/', 'src/shared/']],
  ['src/main/core/', ['src/main/core/', 'src/pki/', 'src/shared/']],
  [
    'src/main/hosts/',
    [
      'src/main/core/app.ts',
      // How a model bank is brought to life is a host's choice.
      'src/main/core/model-bank/',
      // What only the host of another runtime has to ask.
      'src/main/core/self-test/crypto-self-test.ts',
      'src/main/hosts/',
      'src/pki/',
      'src/shared/',
    ],
  ],
  ['src/preload/', ['src/preload/', 'src/shared/']],
  ['src/renderer/', ['src/renderer/', 'src/shared/']],
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
    expect(importing(isPackage('better-sqlite3'))).toEqual(['src/main/core/db/connection.ts', 'src/model-bank/state.ts'])
  })

  test('electron is imported by its own host, its entry and the preload only', () => {
    const ofElectron = importing(isPackage('electron'))
    const homes = /^src\/(main\/hosts\/electron\/|main\/index\.ts$|preload\/)/
    expect(ofElectron.filter((file) => !homes.test(file))).toEqual([])
    expect(ofElectron).toEqual(expect.arrayContaining(['src/main/hosts/electron/window.ts', 'src/main/index.ts', 'src/preload/index.ts']))
  })

  test('the preload has Electron and no other package', () => {
    const packages = sources
      .filter((file) => file.startsWith('src/preload/'))
      .flatMap(importsOf)
      .filter((specifier) => !specifier.startsWith('src/'))
    expect(new Set(packages)).toEqual(new Set(['electron']))
  })
})

describe('the renderer', () => {
  const files = sources.filter((file) => file.startsWith('src/renderer/'))
  const featureOf = (path: string) => /^src\/renderer\/features\/([^/]+)\//.exec(path)?.[1] ?? null

  test('is found', () => expect(files.length).toBeGreaterThan(20))

  /** Words and readings that one feature lends to others: modules without components. */
  const lent = [
    'src/renderer/features/home/data-text.ts',
    'src/renderer/features/request-log/claim-meanings.ts',
    'src/renderer/features/request-log/curl.ts',
    'src/renderer/features/request-log/judged-claims.ts',
  ]

  test('a feature imports no other feature, but for what that lends', () => {
    const crossings = files.flatMap((file) => {
      const own = featureOf(file)
      if (own === null) return []
      return importsOf(file)
        .filter((specifier) => ![null, own].includes(featureOf(specifier)) && !lent.includes(specifier))
        .map((specifier) => `${file} → ${specifier}`)
    })
    expect(crossings).toEqual([])
  })

  test('what features share imports no feature', () => {
    const shared = /^src\/renderer\/(ui|api|text|bank-profile)\//
    const upwards = files
      .filter((file) => shared.test(file))
      .flatMap((file) =>
        importsOf(file)
          .filter((specifier) => featureOf(specifier) !== null)
          .map((specifier) => `${file} → ${specifier}`),
      )
    expect(upwards).toEqual([])
  })

  // SECURITY: what runs in the page has the bridge and nothing of the machine.
  test('nothing of Node or Electron is in it', () => {
    const strangers = files.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('node:') || isPackage('electron')(specifier))
        .map((specifier) => `${file} → ${specifier}`),
    )
    expect(strangers).toEqual([])
  })
})

describe('house rules', () => {
  const containing = (pattern: RegExp, files = sources) => files.filter((file) => pattern.test(readFileSync(file, 'utf8')))

  test('nothing that an attacker could guess', () => expect(containing(/Math\.random\(/)).toEqual([]))

  test('no type is silenced', () => expect(containing(/\bas any\b|@ts-ignore|@ts-expect-error|as unknown as/)).toEqual([]))

  test('TLS verification stays on; only a server that judges its peers itself may ask without rejecting', () => {
    expect(containing(/NODE_TLS_REJECT_UNAUTHORIZED/)).toEqual([])
    expect(containing(/rejectUnauthorized:\s*false/)).toEqual(['src/model-bank/server.ts'])
    expect(containing(/requestCert: true/)).toContain('src/model-bank/server.ts')
  })

  test('files stay small', () => {
    expect(sources.filter((file) => readFileSync(file, 'utf8').split('\n').length > 260)).toEqual([])
  })
})
