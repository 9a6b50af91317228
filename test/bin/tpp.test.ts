// The launcher as somebody has it who installed the package: bin beside the built output, no sources.

import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runProcess } from '../support/terminal.ts'

const project = new URL('../..', import.meta.url).pathname
let folder: string

/** A folder with the launcher, its data and what it depends on, but nothing built. */
const install = (name: string): string => {
  const made = join(folder, name)
  for (const part of ['package.json', 'bin', 'resources']) cpSync(join(project, part), join(made, part), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(made, 'node_modules'))
  return made
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tpp-installed-'))
  install('unbuilt')
  const built = install('built')
  // As npm run build does, but for the types, which npm run check is for.
  const options = ['-p', 'tsconfig.build.json', '--noCheck', '--outDir', join(built, 'out')]
  execFileSync(join(project, 'node_modules/.bin/tsc'), options, { cwd: project })
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const launch = (place: 'built' | 'unbuilt' | 'bare', args: string[], { node = process.execPath, flags = [] as string[] } = {}) =>
  runProcess(node, [...flags, join(folder, place, 'bin/tpp.js'), ...args], { cwd: folder })

const pretend = (version: string) => ({
  flags: ['--import', `data:text/javascript,Object.defineProperty(process.versions,"node",{value:"${version}"})`],
})

describe('an older Node', () => {
  test.each(['12.22.12', '18.19.0', '20.20.2', '22.18.9'])(
    '%s is told apart, says which is wanted, and nothing else happens',
    async (version) => {
      expect(await launch('built', ['workspace.status'], pretend(version))).toEqual({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(
          new RegExp(`^TPP Workbench needs Node 22\\.19 or newer, and this is Node ${version.replaceAll('.', '\\.')}\\.\n.*\n$`),
        ),
      })
    },
  )

  test.each(['22.19.0', '22.20.1', '24.0.0', '100.1.0'])('%s is new enough', async (version) => {
    expect((await launch('built', ['--help'], pretend(version))).code).toBe(0)
  })

  test('every Node of this machine either runs it or says why not', async () => {
    const found = [process.env.npm_node_execpath, '/usr/bin/node', '/usr/local/bin/node', process.execPath]
    for (const node of new Set(found.filter((one) => one !== undefined && existsSync(one)))) {
      const [major = 0, minor = 0] = execFileSync(String(node), ['-p', 'process.versions.node'], { encoding: 'utf8' })
        .split('.')
        .map(Number)
      const enough = major > 22 || (major === 22 && minor >= 19)
      const { code, stdout, stderr } = await launch('built', ['--help'], { node: String(node) })
      expect([node, code, stdout.startsWith('Usage: tpp')]).toEqual([node, enough ? 0 : 1, enough])
      expect(stderr).toMatch(enough ? /^$/ : /needs Node 22\.19 or newer/)
    }
  })
})

test('without built output it says how to build', async () => {
  expect(await launch('unbuilt', ['workspace.status'])).toEqual({
    code: 1,
    stdout: '',
    stderr: 'TPP Workbench is not built yet: run "npm run build" in its folder.\n',
  })
})

test('a missing dependency is not taken for missing output', async () => {
  cpSync(join(folder, 'built'), join(folder, 'bare'), { recursive: true, filter: (source) => !source.endsWith('node_modules') })
  const { code, stderr } = await launch('bare', ['workspace.status'])
  expect([code, stderr.includes('npm run build')]).toEqual([1, false])
  expect(stderr).toMatch(/Cannot find package '\w+'/)
})

describe('built', () => {
  test('calls a method', async () => {
    const { code, stdout } = await launch('built', ['workspace.status'])
    expect([code, JSON.parse(stdout).ephemeral]).toEqual([0, true])
  })

  test('an error keeps its exit code', async () => {
    const { code, stdout, stderr } = await launch('built', ['nothing.get'])
    expect([code, stdout, JSON.parse(stderr).code]).toEqual([2, '', 'UNKNOWN_METHOD'])
  })

  test('runs the whole walkthrough, model bank included', async () => {
    const { code, stdout } = await launch('built', ['walkthrough.run', '--json', '{"customer":"jordan","apiVersion":"3.1"}'])
    expect([code, JSON.parse(stdout).totals]).toEqual([0, { accounts: 1, balances: 3, transactions: expect.any(Number) }])
  })

  test('the package ships the launcher and the built output, and neither sources nor tests', async () => {
    const place = join(folder, 'built')
    for (const part of ['src', 'test', 'scripts']) cpSync(join(project, part), join(place, part), { recursive: true })
    const { code, stdout } = await runProcess('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: place })
    const files: string[] = JSON.parse(stdout)[0].files.map(({ path }: { path: string }) => path)
    expect(code).toBe(0)
    const built = ['out/main/cli.js', 'out/main/walkthrough.js', 'out/model-bank/main.js']
    for (const needed of ['package.json', 'bin/tpp.js', 'resources/bank-profiles.json', ...built]) expect(files).toContain(needed)
    const shipped = /^(?:bin\/|out\/|resources\/bank-profiles\.|package\.json$|README|LICEN[CS]E)/
    expect(files.filter((path) => !shipped.test(path) || path.endsWith('.ts'))).toEqual([])
  })
})
