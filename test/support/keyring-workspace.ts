// Runs inside a private D-Bus session: opens or makes a workspace whose key is in the real keychain and prints what it finds, as JSON.
// Arguments: what to do, the folder. A secret is put by "make", read by "read"; "forget" removes the keychain entries first.

import { createRequire } from 'node:module'
import { systemClock } from '../../src/main/core/clock.ts'
import { keychainService, loadKeytar, osKeychainSource } from '../../src/main/core/secrets/os-keychain.ts'
import { openWorkspace } from '../../src/main/core/workspace/open-workspace.ts'
import { AppError } from '../../src/shared/errors.ts'

const [, , action = '', dataDir = ''] = process.argv
const ref = { table: 'bank_registration', id: 'one', column: 'client_secret' }

const accounts = async (): Promise<string[]> => {
  const found: { account: string }[] = await createRequire(import.meta.url)('keytar').findCredentials(keychainService)
  return found.map(({ account }) => account)
}

const run = async () => {
  if (action === 'probe') return { reason: await osKeychainSource(loadKeytar).probe(), accounts: await accounts() }
  if (action === 'forget') for (const account of await accounts()) await (await loadKeytar()).deletePassword(keychainService, account)
  const workspace = await openWorkspace({ dataDir, clock: systemClock, env: {} })
  if (action === 'make') workspace.secrets.put(ref, 'kept by the keychain')
  const answer = { secret: workspace.secrets.get(ref).toString(), keys: await workspace.keys.list(), accounts: await accounts() }
  workspace.close()
  return answer
}

try {
  process.stdout.write(JSON.stringify(await run()))
} catch (error) {
  if (!(error instanceof AppError)) throw error
  process.stdout.write(JSON.stringify({ error: error.toData() }))
}
