import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { ensureBuilt, isStale, rendererTarget } from '../../scripts/built.ts'
import { temporaryFolder } from '../support/app.ts'

const write = (root: string, file: string, text: string, seconds: number) => {
  mkdirSync(dirname(join(root, file)), { recursive: true })
  writeFileSync(join(root, file), text)
  utimesSync(join(root, file), seconds, seconds)
}

/** A project whose build does what the text says. */
const project = (build: string): string => {
  const root = temporaryFolder()
  write(root, 'src/renderer/main.tsx', '', 1000)
  write(root, 'src/renderer/features/a/b.module.css', '', 1000)
  write(root, 'src/shared/api.ts', '', 1000)
  write(root, 'src/main/unrelated.ts', '', 5000)
  write(root, 'node_modules/electron-vite/bin/electron-vite.js', build, 1000)
  return root
}

const builds = `
const { mkdirSync, writeFileSync } = require('node:fs')
mkdirSync('out/renderer', { recursive: true })
writeFileSync('out/renderer/index.html', process.argv.slice(2).join(' '))
`

const ensure = (root: string) => {
  const said: string[] = []
  return { problem: ensureBuilt(root, [rendererTarget], (line) => said.push(line)), said }
}

test('builds what is not there, with one line, and then not again', () => {
  const root = project(builds)
  expect(ensure(root)).toEqual({ problem: null, said: ['Building the app'] })
  expect(ensure(root)).toEqual({ problem: null, said: [] })
})

test.each([
  'src/renderer/main.tsx',
  'src/renderer/features/a/b.module.css',
  'src/shared/api.ts',
  'electron.vite.config.ts',
  'package-lock.json',
])('is stale once %s is newer', (file) => {
  const root = project(builds)
  write(root, 'out/renderer/index.html', '', 2000)
  expect(isStale(root, rendererTarget)).toBe(false)
  write(root, file, '', 3000)
  expect(isStale(root, rendererTarget)).toBe(true)
})

test('what the build complains about is told', () => {
  const { problem } = ensure(project('console.error("main.tsx cannot be resolved"); process.exit(1)'))
  expect(problem).toBe('The app could not be built:\nmain.tsx cannot be resolved\n')
})
