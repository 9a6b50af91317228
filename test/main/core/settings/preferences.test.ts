import { expect, test } from 'vitest'
import { startTestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'

test('what was set on the screens is kept with the workspace; what is not named stays', async () => {
  const options = { dataDir: temporaryFolder(), env: workspaceKey() }
  const first = await startTestApp({ ...options, env: { ...options.env } })
  expect(await first.call('preferences.get', {})).toEqual({ values: {} })
  await first.call('preferences.set', { values: { theme: 'dark', listWidth: 300 } })
  await first.call('preferences.set', { values: { listWidth: 420, recent: ['a', 'b'] } })
  await first.close()
  const second = await startTestApp({ ...options, env: { ...options.env } })
  expect(await second.call('preferences.get', {})).toEqual({ values: { listWidth: 420, recent: ['a', 'b'], theme: 'dark' } })
})

test('a value that is not JSON is refused', async () => {
  const { refused } = await startTestApp()
  const values = { theme: Number.NaN }
  expect(await refused('preferences.set', { values })).toMatchObject({ code: 'INVALID_INPUT', field: 'values.theme' })
})
