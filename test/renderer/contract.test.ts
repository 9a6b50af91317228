// Every method of the contract that a person would use is reachable on screen; what is not says why.

import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { api } from '../../src/shared/api.ts'

/** Method → why no screen calls it. */
const notOnScreen: Record<string, string> = {
  'encryptionKeyDescription.get': 'the list, which every screen has, holds all there is to a key',
}

/** Methods whose name is put together, and how. */
// biome-ignore-start lint/suspicious/noTemplateCurlyInString: the text of a template in the sources
const composed: Record<string, string> = {
  'obWacCertificate.delete': '`${aggregate}.delete`',
  'obSealCertificate.delete': '`${aggregate}.delete`',
}

// biome-ignore-end lint/suspicious/noTemplateCurlyInString: the text of a template in the sources

const sources = globSync('src/renderer/**/*.{ts,tsx}').map((file) => readFileSync(file, 'utf8'))
const called = (text: string) => sources.some((source) => source.includes(text))

test('every method is called by the renderer, or says why not', () => {
  const missing = Object.keys(api).filter(
    (method) => !called(`'${method}'`) && !(method in notOnScreen) && !called(composed[method] ?? '\0'),
  )
  expect(missing).toEqual([])
})

test('no exception is out of date', () => {
  const unknown = [...Object.keys(notOnScreen), ...Object.keys(composed)].filter((method) => !(method in api))
  expect(unknown).toEqual([])
  expect(Object.keys(notOnScreen).filter((method) => called(`'${method}'`))).toEqual([])
})
