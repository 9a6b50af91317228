// Every text of the interface is in the catalogue, and every text of the catalogue is in the interface.

import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { bankProfileText } from '../../../src/renderer/text/bank-profile.ts'
import { dataText } from '../../../src/renderer/text/data.ts'
import { text } from '../../../src/renderer/text/en.ts'
import { entityText } from '../../../src/renderer/text/entities/index.ts'
import { keySourceText } from '../../../src/renderer/text/key-source.ts'
import { modelBankText } from '../../../src/renderer/text/model-bank.ts'
import { paletteText } from '../../../src/renderer/text/palette.ts'
import { passphraseText } from '../../../src/renderer/text/passphrase.ts'
import { settingsText } from '../../../src/renderer/text/settings.ts'
import { keepText } from '../../../src/renderer/text/workspace.ts'

const components = globSync('src/renderer/**/*.{ts,tsx}').filter((file) => !file.startsWith('src/renderer/text/'))
const sources = new Map(components.map((file) => [file, readFileSync(file, 'utf8')]))
const everything = [...sources.values()].join('\n')

/** Paths of the leaves; words under a key that is read with brackets, such as statuses by their code, count as one. */
const leaves = (value: unknown, path: string[] = []): string[][] =>
  typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key])) : [path]

/** Read by name, or by brackets or as a whole at some level above: `t.states[state]`, `words={t.types}`. */
const isRead = (path: string[]): boolean =>
  path.some((key, index) => {
    const name = `\\.${key}\\b`
    return new RegExp(index === path.length - 1 ? name : `${name}(?![.\\w(])`).test(everything)
  })

test.each([
  ['the frame', text],
  ['entities', entityText],
  ['data', dataText],
  ['the model bank', modelBankText],
  ['bank profiles', bankProfileText],
  ['the palette', paletteText],
  ['keeping a workspace', keepText],
  ['what protects a key', keySourceText],
  ['a new passphrase', passphraseText],
  ['settings', settingsText],
])('no text of %s is left over', (_, catalogue) => {
  expect(
    leaves(catalogue)
      .filter((path) => !isRead(path))
      .map((path) => path.join('.')),
  ).toEqual([])
})

test('components hold no sentences of their own', () => {
  // Words between tags, and attributes that a person reads or hears.
  const written = /^\s+[A-Z][a-z]+ [a-z]+|>[A-Z][a-z]+[^<>{}=]*<\/|(?:label|title|placeholder|aria-label)="[A-Za-z]{3,}/m
  expect(
    [...sources]
      .filter(([file, source]) => file.endsWith('.tsx') && written.test(source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')))
      .map(([file]) => file),
  ).toEqual([])
})

test('no exclamation marks, no "please"', () => {
  const texts = globSync('src/renderer/text/**/*.ts').map((file) => readFileSync(file, 'utf8'))
  expect(texts.flatMap((source) => source.match(/'[^'\n]*(?:!|\b[Pp]lease\b|\b[Oo]ops\b|\bsuccessfully\b)[^'\n]*'/g) ?? [])).toEqual([])
})
