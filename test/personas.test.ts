// Every known bank: the walkthrough as a person starts it, against a model bank that behaves as that bank does.

import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openCatalogue } from '../src/main/core/bank-profiles/catalogue.ts'
import { table } from '../src/main/hosts/walkthrough/report.ts'
import { apiVersionsOf } from '../src/shared/bank-persona.ts'
import { permission } from '../src/shared/model/account-access-consent.ts'
import type { KnownProfile } from '../src/shared/model/bank-profile.ts'
import type { ApiVersion } from '../src/shared/model/common.ts'
import type { WalkthroughResult } from '../src/shared/model/walkthrough.ts'
import { openTestApp, type TestApp } from './support/app.ts'

const catalogue = openCatalogue()
const personas = catalogue.names().flatMap((name) => catalogue.find(name) ?? [])
const rows: string[][] = []
let setting: TestApp
beforeAll(async () => {
  setting = await openTestApp()
})
afterAll(async () => {
  await setting.close()
  const head = ['Profile', 'Version', 'Authentication', 'Response mode', 'Result']
  console.log(`Every known bank through the walkthrough\n${table([head, ...rows])}`)
})

const walk = (persona: string, apiVersion?: ApiVersion) =>
  setting.app.dispatch('walkthrough.run', { persona, apiVersion, customer: 'eira' })

const outcome = ({ totals }: WalkthroughResult): string =>
  Object.entries(totals)
    .map(([what, count]) => `${count} ${what}`)
    .join(', ')

const record = ({ name, tokenEndpointAuthMethod, responseMode }: KnownProfile, version: string, result: string) =>
  rows.push([name, version, tokenEndpointAuthMethod, responseMode, result])

afterEach(() => setting.call('modelBank.stop', {}))

describe('with an account information API: the walkthrough ends with data', () => {
  const each = personas.filter(({ accountInformation }) => accountInformation !== null)

  test.each(each)('$name', async (persona) => {
    const failed: string[] = []
    for (const version of apiVersionsOf(persona)) {
      const reply = await walk(persona.name, version)
      const result = reply.ok ? outcome(reply.value) : `${reply.error.step}: ${reply.error.message}`
      record(persona, version, result)
      const { accounts, balances, transactions } = reply.ok ? reply.value.totals : { accounts: 0, balances: 0, transactions: 0 }
      if (Math.min(accounts, balances, transactions) === 0) failed.push(`${version}: ${result}`)
      if (!reply.ok) continue
      const consent = await setting.call('accountAccessConsent.get', { id: reply.value.accountAccessConsentId })
      expect(consent).toMatchObject({ apiVersion: version, status: 'authorised' })
      expect(consent.permissions).toEqual(
        permission.options.filter((one) => !persona.accountInformation?.unsupportedPermissions.includes(one)),
      )
    }
    expect(failed).toEqual([])
  })
})

describe('without one: the walkthrough says so', () => {
  const each = personas.filter(({ accountInformation }) => accountInformation === null)

  test('these are they', () => expect(each.map(({ name }) => name)).toEqual(['Danske_Sandbox', 'Zopa_Zopa']))

  test.each(each)('$name', async (persona) => {
    const reply = await walk(persona.name)
    record(persona, 'none', reply.ok ? outcome(reply.value) : reply.error.message)
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'CONFLICT', step: 'consent', message: `Model bank as ${persona.displayName} offers no account information API` },
    })
  })
})

test('each of them is there', () => {
  expect(personas).toHaveLength(60)
  expect(new Set(rows.map(([name]) => name))).toEqual(new Set(catalogue.names()))
})
