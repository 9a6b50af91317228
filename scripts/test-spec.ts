// npm run test:spec -- DIR: validates what the app sends and what the model bank answers against the official OpenAPI files in DIR.

import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

const [folder] = process.argv.slice(2)
const wanted = [
  'v3.1.11/account-info-openapi.json',
  'v4.0.0/account-info-openapi.json',
  'dcr/client-registration-openapi-v3.2.json',
  'dcr/client-registration-openapi-v3.3.json',
  'dcr/client-registration-openapi-v3.4.json',
]

if (!folder) {
  console.error('Usage: npm run test:spec -- DIR, where DIR holds the official OpenAPI files:')
  for (const file of wanted) console.error(`  ${file}`)
  process.exit(2)
}
const missing = wanted.filter((file) => !existsSync(resolve(folder, file)))
if (missing.length > 0) {
  console.error(`${resolve(folder)} lacks ${missing.join(', ')}`)
  process.exit(2)
}
const { status } = spawnSync('vitest', ['run', '--config', 'vitest.spec.config.ts'], {
  stdio: 'inherit',
  env: { ...process.env, TPP_SPEC_DIR: resolve(folder) },
})
process.exit(status ?? 1)
