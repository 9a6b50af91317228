// A workspace that each older version of the schema left behind opens in this one, with all of its rows, and goes on working.

import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrations } from '../../src/main/core/db/migrations/index.ts'
import { openStore } from '../../src/main/core/db/store.ts'
import type { Store } from '../../src/main/core/db/store-interface.ts'
import { unpack } from '../../src/main/core/request-log/packed-text.ts'
import type { Input, Method, Output } from '../../src/shared/api.ts'
import { permission } from '../../src/shared/model/account-access-consent.ts'
import { openTestApp, startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../support/app.ts'
import { authorise, makeConsent } from '../support/tpp.ts'

const env = workspaceKey()
const newest = migrations.length
let folder: string
let left: Awaited<ReturnType<typeof readAll>>

type Call = <M extends Method>(method: M, input: Input<M>) => Promise<Output<M>>

/** What the workspace tells of its rows; each by the version of the schema that has them. */
const readAll = async (call: Call) => {
  const consents = (await call('accountAccessConsent.list', {})).items
  const profiles = (await call('bankProfile.list', {})).items
  const accountAccessConsentId = consents.at(-1)?.id ?? crypto.randomUUID()
  const registrations = (await call('bankRegistration.list', {})).items
  const log = (await call('requestLog.list', { limit: 1000 })).items
  const details = await Promise.all([...log.slice(0, 10), ...log.slice(-20)].map(({ id }) => call('requestLog.get', { id })))
  return {
    1: (await call('encryptionKeyDescription.list', {})).items.map(({ id, name, created }) => ({ id, name, created })),
    2: [log, details.map(({ verdicts: _, ...detail }) => detail)],
    3: [
      (await call('obWacCertificate.list', {})).items,
      (await call('obSealCertificate.list', {})).items,
      (await call('softwareStatement.list', {})).items,
      profiles.filter(({ name }) => name === 'model-bank'),
      registrations.map(({ registrationGroup: _, ...registration }) => registration),
      consents,
    ],
    4: consents.length > 0 && [
      await call('account.list', { accountAccessConsentId }),
      await call('balance.list', { accountAccessConsentId }),
      await call('transaction.list', { accountAccessConsentId, limit: 1000 }),
    ],
    5: (await call('requestLog.list', { text: 'account-access-consents', limit: 1000 })).items,
    6: consents.length > 0 && (await call('transaction.summary', { accountAccessConsentId })),
    7: consents.length > 0 && (await call('accountAccessConsent.history', { id: accountAccessConsentId })),
    8: await call('settings.get', {}),
    9: profiles.filter(({ overrides }) => overrides !== null),
    10: registrations,
    11: consents.map(({ id, consentId, created, readyFrom, warnings }) => ({ id, consentId, created, readyFrom, warnings })),
    12: details.map(({ verdicts }) => verdicts),
    13: consents.length > 0 && (await recordsOf(call, accountAccessConsentId)),
    14: consents.length > 0 && (await transactionsOf(call, accountAccessConsentId)),
    16: consents.length > 0 && (await statementTransactionsOf(call, accountAccessConsentId)),
    17: registrations.map(({ id, registrationGroup, binding }) => ({ id, registrationGroup, binding })),
    15: (await call('directory.list', {})).items.filter(({ name }) => name !== 'modelBank'),
  }
}

const recordLists = [
  ...(['beneficiary.list', 'directDebit.list', 'standingOrder.list', 'scheduledPayment.list', 'product.list'] as const),
  ...(['offer.list', 'party.list', 'statement.list'] as const),
]

/** A statement of the local copy, by which its file and its transactions are asked for. */
const statementOf = async (call: Call, accountAccessConsentId: string) => {
  const [statement] = (await call('statement.list', { accountAccessConsentId })).items
  if (!statement?.accountId || !statement.recordId) return null
  return { accountAccessConsentId, accountId: statement.accountId, statementId: statement.recordId }
}

const recordsOf = async (call: Call, accountAccessConsentId: string) => {
  const lists = await Promise.all(recordLists.map(async (method) => (await call(method, { accountAccessConsentId })).items))
  const statement = await statementOf(call, accountAccessConsentId)
  const file = statement && (await call('statement.file', statement))
  const transactions = statement ? (await call('statement.transactions', statement)).items : []
  return { lists, file, transactions, warnings: (await call('conformance.list', { accountAccessConsentId })).items }
}

/** With the time of their listing, which version 16 keeps. */
const statementTransactionsOf = async (call: Call, accountAccessConsentId: string) => {
  const statement = await statementOf(call, accountAccessConsentId)
  return statement && call('statement.transactions', statement)
}

/** Found by what version 14 keeps beside the transactions, which is made anew from them. */
const transactionsOf = (call: Call, accountAccessConsentId: string) => {
  const filters: Omit<Input<'transaction.list'>, 'accountAccessConsentId'>[] = [
    ...[{ order: 'highestFirst' as const }, { order: 'aToZ' as const }],
    ...[{ direction: 'credit' as const }, { statuses: ['PDNG'] }, { text: 'payment' }],
  ]
  return Promise.all(filters.map((filter) => call('transaction.list', { accountAccessConsentId, ...filter })))
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tpp-migrations-'))
  const test = await openTestApp({ dataDir: folder, env: { ...env } })
  const { call } = test
  // What a bank does against the standard is kept too.
  await call('modelBank.start', { behaviour: { directDebitDates: 'invalid', dataFaults: ['exchangeWithoutRate'] } })
  const { bankRegistrationId } = await call('walkthrough.run', {})
  const { id: accountAccessConsentId } = await makeConsent(test, bankRegistrationId, { permissions: [...permission.options] })
  await authorise(test, accountAccessConsentId)
  await call('account.fetch', { accountAccessConsentId })
  const statement = await statementOf(call, accountAccessConsentId)
  if (!statement) throw new Error('The customer has no statement')
  await call('statement.file', { ...statement, source: 'bank' })
  await call('statement.transactions', { ...statement, source: 'bank' })
  await call('settings.set', { bankTimeouts: { connectMs: 7000 } })
  const [authority] = (await call('sandboxCa.list', {})).items
  await call('directory.setCaCertificates', { directory: 'sandbox', caCertificates: [authority?.certificate ?? ''] })
  const known = (await call('bankProfile.list', {})).items.find(({ name }) => name === 'Tide_Tide')
  await call('bankProfile.override', { id: known?.id ?? '', overrides: { financialId: 'TIDE' } })
  left = await readAll(call)
  await test.close()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What the program makes by itself from other tables. */
const followed = ['transaction_lookup', 'transaction_count']

const tablesOf = (store: Store): string[] =>
  store
    .all<{ name: string }>(
      "select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite_%' order by name",
    )
    .map(({ name }) => name)
    .filter((name) => !followed.includes(name))

const columnsOf = (store: Store, schema: string, table: string): string[] =>
  store.all<{ name: string }>('select name from pragma_table_info(?, ?)', table, schema).map(({ name }) => name)

/** The workspace of `folder` as a program that knew only the first migrations would have written it. */
const asOfVersion = (version: number): string => {
  const dataDir = temporaryFolder()
  copyFileSync(join(folder, 'model-bank.sqlite'), join(dataDir, 'model-bank.sqlite'))
  const store = openStore({ file: join(dataDir, 'workspace.sqlite'), migrations: migrations.slice(0, version) })
  store.exec(`attach database '${join(folder, 'workspace.sqlite')}' as present`)
  store.transaction(() => {
    store.exec('pragma defer_foreign_keys = on')
    for (const table of tablesOf(store)) {
      const present = columnsOf(store, 'present', table)
      const columns = columnsOf(store, 'main', table).filter((column) => present.includes(column))
      expect([table, columns.length > 0]).toEqual([table, true])
      store.exec(`insert into main.${table} (${columns.join(', ')}) select ${columns.join(', ')} from present.${table}`)
    }
  })
  if (version >= 2 && version < 14) withWholeBodies(store)
  store.close()
  return dataDir
}

/** Bodies were not compressed before. */
const withWholeBodies = (store: Store): void => {
  const packed = store.all<{ seq: number; body: Buffer }>(
    'select seq, response_body_brotli as body from present.request_log_content where response_body_brotli is not null',
  )
  for (const { seq, body } of packed) {
    store.run('update main.request_log_content set response_body = ? where seq = ?', unpack(body).toString(), seq)
  }
}

const reusedSteps = async ({ call }: TestApp) =>
  (await call('walkthrough.run', {})).steps.filter(({ reused }) => reused).map(({ id }) => id)

test('the run left rows for every version to keep', () => {
  expect(Object.keys(left).map(Number)).toEqual(migrations.map(({ version }) => version))
  for (const rows of Object.values(left)) expect(JSON.stringify(rows).length).toBeGreaterThan(100)
  if (!left[13] || !left[14]) throw new Error('The run left no consent')
  const { lists, file, transactions, warnings } = left[13]
  expect([...lists, transactions, warnings, ...left[14].map(({ items }) => items)].filter(({ length }) => length === 0)).toEqual([])
  expect(file?.mediaType).toBe('application/pdf')
  expect(left[16]).toMatchObject({ fetched: expect.any(String) })
})

describe.each(migrations.map(({ version }) => version))('version %i', (version) => {
  test('opens, keeps its rows and a copy of what it was, and the walkthrough goes on from there', async () => {
    const dataDir = asOfVersion(version)
    const app = await startTestApp({ dataDir, env: { ...env } })
    expect((await app.call('workspace.status', {})).schemaVersion).toBe(newest)
    const found = await readAll(app.call)
    for (const kept of [1, 2, 3, 4] as const) if (kept <= version) expect(found[kept]).toEqual(left[kept])
    // An index made later is made over what there is.
    if (version >= 2) expect(found[5]).toEqual(left[5])
    if (version >= 4) expect([found[6], found[14]]).toEqual([left[6], left[14]])
    for (const kept of [7, 8, 9, 10, 11, 12, 13, 15, 16] as const) if (kept <= version) expect(found[kept]).toEqual(left[kept])

    const copies = readdirSync(dataDir).filter((name) => /^workspace\.v\d+\.sqlite$/.test(name))
    expect(copies.toSorted()).toEqual(
      migrations
        .slice(version - 1, -1)
        .map((each) => `workspace.v${each.version}.sqlite`)
        .toSorted(),
    )
    const everything = ['certificates', 'software-statement', 'registration', 'consent', 'authorisation']
    expect(await reusedSteps(app)).toEqual(version >= 3 ? everything : [])
    await app.close()

    for (const copy of copies) {
      const at = Number(/\d+/.exec(copy)?.[0])
      const store = openStore({ file: join(dataDir, copy), migrations: migrations.slice(0, at) })
      expect([store.schemaVersion(), store.get('select count(*) > 0 as kept from sealed_value')]).toEqual([at, { kept: 1 }])
      store.close()
    }
  })
})
