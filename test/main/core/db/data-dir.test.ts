import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { claimDataDir, holdsWorkspace } from '../../../../src/main/core/db/data-dir.ts'
import { errorOf, tempFolder } from '../../../support/workspace-fixtures.ts'

const modeOf = (path: string) => statSync(path).mode & 0o777

test('the folder is made private, and its files too', () => {
  const path = join(tempFolder(), 'a', 'b')
  const dir = claimDataDir(path)
  expect([modeOf(path), modeOf(join(path, 'workspace.lock')), modeOf(join(path, 'workspace.pid'))]).toEqual([0o700, 0o600, 0o600])
  expect(holdsWorkspace(path)).toBe(false)
  dir.release()
})

test('an empty folder that was open to others is closed to them', () => {
  const path = tempFolder()
  chmodSync(path, 0o777)
  const dir = claimDataDir(path)
  expect(modeOf(path)).toBe(0o700)
  dir.release()
})

test('one holder at a time, and the next one after it', async () => {
  const path = tempFolder()
  const first = claimDataDir(path)
  for (let i = 0; i < 3; i += 1) {
    expect(await errorOf(() => claimDataDir(path))).toMatchObject({
      code: 'DATA_DIR_IN_USE',
      message: expect.stringContaining(`process ${process.pid}`),
      remedy: expect.any(String),
    })
  }
  first.release()
  const second = claimDataDir(path)
  first.release()
  expect((await errorOf(() => claimDataDir(path))).message).toContain(`process ${process.pid}`)
  second.release()
})

test('abandoning removes what claiming made, and nothing else', () => {
  const root = tempFolder()
  const path = join(root, 'a', 'b')
  claimDataDir(path).abandon()
  expect(readdirSync(root)).toEqual([])

  mkdirSync(path, { recursive: true, mode: 0o700 })
  writeFileSync(join(path, 'theirs'), '')
  claimDataDir(path).abandon()
  expect(readdirSync(path)).toEqual(['theirs'])
})

test('a folder that cannot be used names the field', async () => {
  const root = tempFolder()
  writeFileSync(join(root, 'file'), '')
  // Nothing can be made under /proc, and Node's own recursive mkdir never returns there.
  const nowhere = process.platform === 'linux' ? ['/proc/nowhere/below'] : []
  for (const path of [join(root, 'file'), join(root, 'file', 'below'), ...nowhere]) {
    expect(await errorOf(() => claimDataDir(path))).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'dataDir',
      message: expect.stringContaining(path),
    })
  }
})

test('a folder with other files that other users can write to is refused as it is', async () => {
  const path = tempFolder()
  writeFileSync(join(path, 'theirs'), '')
  chmodSync(path, 0o777)
  expect(await errorOf(() => claimDataDir(path))).toMatchObject({ code: 'INVALID_INPUT', field: 'dataDir' })
  expect(modeOf(path)).toBe(0o777)
  expect(existsSync(join(path, 'workspace.lock'))).toBe(false)
})
