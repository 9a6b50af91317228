import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startTestApp, temporaryFolder } from '../../../support/app.ts'

test('a folder is proposed to an ephemeral workspace, until one is kept there', async () => {
  const suggestedDataDir = join(temporaryFolder(), 'workspace')
  const first = await startTestApp({ suggestedDataDir })
  expect((await first.call('workspace.status', {})).suggestedDataDir).toBe(suggestedDataDir)

  const kept = await first.call('workspace.keep', {
    dataDir: suggestedDataDir,
    key: { source: 'Passphrase', passphrase: 'long enough for a test' },
  })
  expect(kept).toMatchObject({ dataDir: suggestedDataDir, suggestedDataDir: null })

  const second = await startTestApp({ suggestedDataDir })
  expect((await second.call('workspace.status', {})).suggestedDataDir).toBeNull()
})
