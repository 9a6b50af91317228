// Whether a packed app holds what it needs, and nothing else. Independent of the configuration that it was packed by.

import { posix } from 'node:path'
import { type Archive, openArchive } from './archive.ts'
import { nativeKind } from './native-kind.ts'
import { filesReached } from './reached.ts'

export interface CheckInput {
  resources: string
  platform: string
  arch: string
}

const needed = [
  'package.json',
  'out/main/model-bank.js',
  'out/main/licences.md',
  'out/preload/index.cjs',
  'out/renderer/index.html',
  'out/renderer/licences.md',
  'resources/bank-profiles.json',
]

const belonging = [
  /^package\.json$/,
  /^out\/main\/(chunks\/)?[\w-]+\.js$/,
  /^out\/preload\/index\.cjs$/,
  /^out\/renderer\/index\.html$/,
  /^out\/renderer\/assets\/[\w.-]+\.(js|css|svg)$/,
  /^out\/(main|renderer)\/licences\.md$/,
  /^resources\/bank-profiles\.json$/,
  /^node_modules\/(better-sqlite3|keytar)\/(package\.json|LICENSE(\.md)?|lib\/[\w/-]+\.js)$/,
]

const nativesOf = ({ platform, arch }: CheckInput): string[] => [
  `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
  'node_modules/keytar/build/Release/keytar.node',
]

const same = (one: string[], other: string[]): boolean => one.toSorted().join('\n') === other.toSorted().join('\n')

const checkNatives = (archive: Archive, input: CheckInput): string[] => {
  const natives = nativesOf(input)
  const wanted = `${input.platform}-${input.arch}`
  const missing = natives.filter((path) => !archive.outside.includes(path)).map((path) => `${path} is not a file outside app.asar`)
  const others = archive.outside
    .filter((path) => !natives.includes(path))
    .map((path) => `${path} lies outside app.asar, where nothing checks it`)
  const wrong = archive.outside
    .filter((path) => natives.includes(path) && archive.unpacked.includes(path))
    .map((path) => ({ path, kind: nativeKind(archive.read(path)) }))
    .filter(({ kind }) => kind !== wanted)
    .map(({ path, kind }) => `${path} is made for ${kind ?? 'no system that is known'}, not for ${wanted}`)
  const unknown = same(archive.outside, archive.unpacked) ? [] : ['app.asar names other files outside of it than are there']
  return [...missing, ...others, ...wrong, ...unknown]
}

const checkLoaded = (archive: Archive, main: string): string[] => {
  const { files, broken } = filesReached(archive, [main, 'out/main/model-bank.js', 'out/preload/index.cjs'])
  const code = archive.packed.filter((path) => /\.c?js$/.test(path) && !path.startsWith('out/renderer/'))
  return [...broken, ...code.filter((path) => !files.has(path)).map((path) => `${path} is loaded by nothing`)]
}

/** A sentence, without a full stop, for each fault. Throws for a folder without an archive. */
export const checkPackage = (input: CheckInput): string[] => {
  const archive = openArchive(input.resources)
  const missing = needed.filter((path) => !archive.packed.includes(path)).map((path) => `${path} is missing`)
  const strangers = archive.packed
    .filter((path) => !belonging.some((pattern) => pattern.test(path)))
    .map((path) => `${path} does not belong in the package`)
  if (missing.length > 0) return [...missing, ...strangers]

  const { main = '' } = JSON.parse(archive.read('package.json').toString()) as { main?: string }
  const start = posix.normalize(main)
  if (!archive.packed.includes(start)) return [`package.json starts ${main}, which is not in app.asar`]
  return [...strangers, ...checkNatives(archive, input), ...checkLoaded(archive, start)]
}
