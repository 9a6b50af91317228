import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { temporaryFolder } from '../support/app.ts'
import { runProcess } from '../support/terminal.ts'

const script = new URL('../../scripts/test-spec.ts', import.meta.url).pathname
const wanted = [
  'v3.1.11/account-info-openapi.json',
  'v4.0.0/account-info-openapi.json',
  'dcr/client-registration-openapi-v3.2.json',
  'dcr/client-registration-openapi-v3.3.json',
  'dcr/client-registration-openapi-v3.4.json',
]

const run = (folder: string, args: string[], vitest = 'exit 0') => {
  const bin = join(folder, 'bin')
  mkdirSync(bin, { recursive: true })
  writeFileSync(join(bin, 'vitest'), `#!/bin/sh\necho "vitest $* in $TPP_SPEC_DIR"\n${vitest}\n`)
  chmodSync(join(bin, 'vitest'), 0o755)
  return runProcess(process.execPath, [script, ...args], { cwd: folder, env: { PATH: `${bin}:/usr/bin:/bin` } })
}

const fill = (folder: string, files: string[]) => {
  for (const file of files) {
    mkdirSync(join(folder, dirname(file)), { recursive: true })
    writeFileSync(join(folder, file), '{}')
  }
}

describe('npm run test:spec', () => {
  test('without a folder it says what it wants', async () => {
    const { code, stderr } = await run(temporaryFolder(), [])
    expect(code).toBe(2)
    for (const file of wanted) expect(stderr).toContain(file)
  })

  test.each(wanted)('a folder without %s is refused by its name', async (missing) => {
    const folder = temporaryFolder()
    fill(
      join(folder, 'specs'),
      wanted.filter((file) => file !== missing),
    )
    const { code, stdout, stderr } = await run(folder, ['specs'])
    expect([code, stdout, stderr]).toEqual([2, '', `${join(folder, 'specs')} lacks ${missing}\n`])
  })

  test.each([
    ['exit 0', 0],
    ['exit 1', 1],
    ['kill -9 $$', 1],
  ])('with them the tests run, and “%s” there ends with %i here', async (vitest, expected) => {
    const folder = temporaryFolder()
    fill(join(folder, 'specs'), wanted)
    const { code, stdout } = await run(folder, ['specs'], vitest)
    expect([code, stdout]).toEqual([expected, `vitest run --config vitest.spec.config.ts in ${join(folder, 'specs')}\n`])
  })
})
