import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { LaunchModelBank } from '../../../src/main/core/model-bank/model-bank-service.ts'
import { type FirstStartOptions, openFirstStart } from '../../../src/main/hosts/first-start.ts'
import { AppError } from '../../../src/shared/errors.ts'
import { temporaryFolder, workspaceKey } from '../../support/app.ts'

const launchModelBank: LaunchModelBank = () => {
  throw new AppError('INTERNAL', 'No bank is started here')
}

const open = async (options: Partial<FirstStartOptions>) => {
  const { app, note } = await openFirstStart({ dataDir: null, ephemeral: false, env: {}, launchModelBank, ...options })
  let closing: Promise<void> | undefined
  const close = () => (closing ??= app.close())
  onTestFinished(close)
  const status = await app.dispatch('workspace.status', {})
  if (!status.ok) throw AppError.fromData(status.error)
  return { close, note, dataDir: status.value.dataDir }
}

describe('the first start', () => {
  test('with a key keeps the workspace in the user’s data folder, and opens it again', async () => {
    const env = { ...workspaceKey(), XDG_DATA_HOME: temporaryFolder() }
    const folder = join(env.XDG_DATA_HOME, 'tpp-workbench')
    const first = await open({ env: { ...env }, ...(process.platform === 'linux' ? {} : { userFolder: folder }) })
    expect(first).toMatchObject({ dataDir: folder, note: null })
    await first.close()
    expect(await open({ env: { ...env }, userFolder: folder })).toMatchObject({ dataDir: folder, note: null })
  })

  test('with a passphrase, too', async () => {
    const userFolder = join(temporaryFolder(), 'data')
    expect(await open({ env: { TPP_WORKBENCH_PASSPHRASE: 'correct horse' }, userFolder })).toMatchObject({ dataDir: userFolder })
  })

  test('keeps nothing for a user without a home, and says why', async () => {
    expect(await open({ env: workspaceKey(), userFolder: null })).toMatchObject({ dataDir: null, note: 'This user has no home folder' })
  })

  test('keeps nothing where the data folder cannot be made, and says why', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    const { dataDir, note } = await open({ env: workspaceKey(), userFolder: join(file, 'data') })
    expect([dataDir, note]).toEqual([null, expect.stringContaining('cannot be used')])
  })

  test('keeps nothing when asked to, whatever is there', async () => {
    const userFolder = join(temporaryFolder(), 'data')
    expect(await open({ env: workspaceKey(), userFolder, ephemeral: true })).toMatchObject({ dataDir: null, note: null })
    expect(existsSync(userFolder)).toBe(false)
  })

  test('fails for a key that is set and is none', async () => {
    const userFolder = join(temporaryFolder(), 'data')
    await expect(open({ env: { TPP_WORKBENCH_KEY: 'short' }, userFolder })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(existsSync(userFolder)).toBe(false)
  })

  test('fails for a folder that was asked for and cannot be used', async () => {
    const file = join(temporaryFolder(), 'file')
    writeFileSync(file, '')
    await expect(open({ env: workspaceKey(), dataDir: join(file, 'data') })).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('a workspace that is there', () => {
  const kept = async (env: NodeJS.ProcessEnv) => {
    const userFolder = join(temporaryFolder(), 'data')
    const { close } = await open({ env, userFolder })
    return { close, userFolder }
  }

  test('and locked is not replaced by an empty one; how to unlock it is said', async () => {
    const { close, userFolder } = await kept({ TPP_WORKBENCH_PASSPHRASE: 'correct horse' })
    await close()
    const refused = open({ userFolder })
    await expect(refused).rejects.toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
      message: expect.stringContaining(`Workspace in ${userFolder} is locked`),
      details: { remedy: expect.stringMatching(/TPP_WORKBENCH_PASSPHRASE.*--ephemeral/) },
    })
    await expect(open({ userFolder, env: { TPP_WORKBENCH_PASSPHRASE: 'another one' } })).rejects.toMatchObject({
      code: 'SECRET_STORE_UNAVAILABLE',
    })
    expect(await open({ userFolder, ephemeral: true })).toMatchObject({ dataDir: null })
    expect(await open({ userFolder, env: { TPP_WORKBENCH_PASSPHRASE: 'correct horse' } })).toMatchObject({ dataDir: userFolder })
  })

  test('and in use is not replaced either', async () => {
    const env = workspaceKey()
    const { userFolder } = await kept({ ...env })
    await expect(open({ userFolder, env: { ...env } })).rejects.toMatchObject({
      code: 'DATA_DIR_IN_USE',
      details: { remedy: expect.stringContaining('--ephemeral') },
    })
  })
})
