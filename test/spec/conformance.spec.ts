// Our own checks of answers find what the official files find: every answer of the model bank, spoilt in one place after another.

import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { judged } from '../../src/main/core/accounts/account-information-exchange.ts'
import { recordResources } from '../../src/main/core/accounts/account-resources.ts'
import { customers } from '../../src/model-bank/data/customers.ts'
import { permission } from '../../src/shared/model/account-access-consent.ts'
import { apiVersions, startTestBank } from '../support/account-information.ts'
import { specDirectory, validator } from '../support/openapi.ts'

const releases = { '3.1': 'v3.1.11', '4.0': 'v4.0.0' } as const

const { pots: _, ...records } = recordResources
const lists = { accounts: { list: 'Account' }, balances: { list: 'Balance' }, transactions: { list: 'Transaction' }, ...records }
type Resource = keyof typeof lists

const paths: Record<Resource, string> = {
  ...{ accounts: '/accounts', balances: '/balances', beneficiaries: '/beneficiaries', directDebits: '/direct-debits' },
  ...{ standingOrders: '/standing-orders', scheduledPayments: '/scheduled-payments', products: '/products', offers: '/offers' },
  ...{ statements: '/statements', transactions: '/transactions', parties: '/accounts/{AccountId}/parties' },
}

// The terms of a product and the details of a remittance are open to whatever a bank has; we look no deeper. Code sets of ISO grow.
const tooDeep = /\.(BCA|PCA|OtherProductType|RemittanceInformation|SupplementaryData)\.|\.(CategoryPurposeCode|Proxy\.Code)$/
// What the text of the standard asks for beyond its files.
const beyond = /^(is empty|\$\.(Links|Meta) is missing)$/

type Json = Record<string, unknown>
const spoilt: [how: string, value: unknown][] = [
  ['deleted', undefined],
  ['a number', 7.5],
  ['null', null],
  ['a text', 'xx'],
  ['a long text', 'x'.repeat(3000)],
  ['an empty text', ''],
  ['true', true],
  ['a list', []],
  ['an object', {}],
]

/** Every place in a value, with a function that puts another value there. */
function* places(
  value: unknown,
  path: string,
  put: (value: unknown) => unknown,
): Generator<{ path: string; put: (value: unknown) => unknown }> {
  yield { path, put }
  const entries = Array.isArray(value) ? [...value.entries()] : typeof value === 'object' && value !== null ? Object.entries(value) : []
  for (const [key, inner] of entries) {
    const step = typeof key === 'number' ? `[${key}]` : `.${key}`
    const inside = (other: unknown) => put(Array.isArray(value) ? value.with(Number(key), other) : { ...(value as Json), [key]: other })
    yield* places(inner, path + step, inside)
  }
}

/** One row for each set of members there is. */
const distinct = (rows: unknown[]): unknown[] => {
  const shape = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.slice(0, 1).map(shape)
      : typeof value === 'object' && value !== null
        ? Object.entries(value).map(([key, inner]) => [key, shape(inner)])
        : ''
  return [...Map.groupBy(rows, (row) => JSON.stringify(shape(row))).values()].flatMap(([row]) => (row === undefined ? [] : [row]))
}

describe.each(apiVersions)('version %s', (version) => {
  const official = validator(join(specDirectory(), releases[version], 'account-info-openapi.json'))

  test.each(Object.keys(lists) as Resource[])('%s', async (resource) => {
    const bank = await startTestBank()
    onTestFinished(() => bank.app.close())
    const { list } = lists[resource]
    const rows: unknown[] = []
    let envelope: Json = {}
    for (const { username, accounts } of customers.all()) {
      const { token } = await bank.authorised({ version, customer: username, terms: { Permissions: permission.options } })
      for (const path of new Set(accounts.map(({ accountId }) => paths[resource].replace('{AccountId}', accountId)))) {
        const { json } = await bank.call('GET', version, path, { token })
        rows.push(...((json?.Data[list] as unknown[] | undefined) ?? []))
        envelope = { Links: json?.Links, Meta: json?.Meta }
      }
    }
    const chosen = distinct(rows)
    expect(chosen.length).toBeGreaterThan(0)
    const check = official.response('GET', paths[resource], 200)
    const differences = new Set<string>()
    let found = 0
    for (const row of chosen) {
      const body = { Data: { [list]: [row] }, ...envelope }
      for (const { path, put } of places(body, '$', (value) => value)) {
        if (path === '$' || path === '$.Data' || path === `$.Data.${list}` || tooDeep.test(path)) continue
        for (const [how, value] of spoilt) {
          const changed: unknown = JSON.parse(JSON.stringify(put(value)))
          const theirs = check(changed).length > 0
          const data = (changed as { Data: Record<string, unknown[]> }).Data[list] ?? []
          const ours = judged(resource, version, changed, data, list)
          const stricter = ours.some(({ path: at, message }) => !beyond.test(message) && !beyond.test(`${at} ${message}`))
          if (theirs) found += 1
          const difference = theirs && ours.length === 0 ? 'missed' : !theirs && stricter ? ours[0]?.message : null
          if (difference) differences.add(`${path.replaceAll(/\[\d+\]/g, '[]')} ${how}: ${difference}`)
        }
      }
    }
    expect(found).toBeGreaterThan(20)
    expect([...differences]).toEqual([])
  })
})
