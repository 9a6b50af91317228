import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findLibraries } from '../../scripts/libraries.ts'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))

test('every dependency is named with its version and licence, and nothing that is not installed or not a package', () => {
  const found = findLibraries('.')
  const names = found.map(({ name }) => name)
  expect(names).toEqual(names.toSorted())
  expect(names).toEqual(expect.arrayContaining([...Object.keys(dependencies), 'react', 'react-aria-components', '@tanstack/react-virtual']))
  expect(names.filter((name) => name.includes(':') || name === 'fs')).toEqual([])
  for (const { name, version, licence } of found) {
    expect(version, name).toMatch(/^\d+\.\d+\.\d+/)
    expect(licence, name).toMatch(/^[\w.() -]{3,}$/)
  }
})
