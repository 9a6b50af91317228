// `npm run walkthrough -- --persona NAME`, against the model bank in a process of its own.

import { expect, test } from 'vitest'
import { walk } from '../../../support/walkthrough-command.ts'

test('a bank with a portal, secrets and query redirects ends with data', { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await walk(['--persona', 'Ozone_Sandbox', '--customer', 'eira'])
  expect([code, stderr.trim().split('\n').length]).toEqual([0, 1])
  expect(stdout).toMatch(/→ Model bank as Ozone sandbox \(official model bank\) at https:/)
  expect(stdout).toMatch(/→ Client \S+, client_secret_basic, /)
  expect(stdout).toMatch(/\n2 accounts, /)
})

test('a bank without account information: the walkthrough says so, exit code 3', { timeout: 60_000 }, async () => {
  const { code, stdout, stderr } = await walk(['--persona', 'Zopa_Zopa'])
  expect([code, stdout.includes('Accounts\n')]).toEqual([3, false])
  expect(stderr).toContain('CONFLICT: Model bank as Zopa offers no account information API\n  Step: consent\n')
})

test('a bank that is not known: those that are are named, exit code 2', { timeout: 60_000 }, async () => {
  const { code, stderr } = await walk(['--persona', 'Nobody_Nobody'])
  expect(code).toBe(2)
  expect(stderr).toContain(
    'INVALID_INPUT: No bank named "Nobody_Nobody" is known\n  Step: bank\n  Field: persona\n  Known are Barclays_Sandbox, ',
  )
})
