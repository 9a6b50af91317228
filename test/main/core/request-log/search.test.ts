import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { migrations } from '../../../../src/main/core/db/migrations/index.ts'
import { openStore } from '../../../../src/main/core/db/store.ts'
import { listRequestLogInput, requestLogSummary } from '../../../../src/shared/model/request-log.ts'
import { temporaryFolder } from '../../../support/app.ts'
import { exchangeOf, openRequestLog } from '../../../support/request-log.ts'

type Log = ReturnType<typeof openRequestLog>['requestLog']
const found = (log: Log, text: string) => log.list(listRequestLogInput.parse({ text })).total
const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second))

test.each([
  ['a word of the request body', 'ReadBalances', 1],
  ['in any case', 'readbalances', 1],
  ['its beginning', 'readbal', 1],
  ['its end', 'balances', 0],
  ['an identifier with its marks', '7f3a9c21-aa', 1],
  ['words that follow each other', 'permissions readbalances', 1],
  ['words in another order', 'readbalances permissions', 0],
  ['a part of the address', 'aisp/v4', 1],
  ['a header by name', 'x-fapi-interaction', 1],
  ['the step', 'consents.create', 1],
  ['the status', '401', 1],
  ['the error', 'BANK_ERROR', 1],
  ['the search syntax is text', 'OR', 0],
  ['quotes and stars are text', '"*" -NEAR( \0', 0],
  ['nothing but white space', '   ', 2],
])('finds %s', (_, text, count) => {
  const { requestLog } = openRequestLog()
  requestLog.record(exchangeOf())
  requestLog.record(
    exchangeOf({
      method: 'POST',
      step: 'account-access-consents.create',
      url: 'https://bank.example/aisp/v4.0/account-access-consents',
      request: { headers: [['x-fapi-interaction-id', '7f3a9c21-aaaa-4bbb']], body: Buffer.from('{"Permissions":["ReadBalances"]}') },
      response: { status: 401 },
      error: { code: 'BANK_ERROR_RESPONSE', message: 'Bank said no' },
    }),
  )
  expect(found(requestLog, text)).toBe(count)
})

test('what is removed is found no more', () => {
  const { requestLog, store } = openRequestLog()
  const runId = randomUUID()
  for (const id of [runId, null]) requestLog.record(exchangeOf({ runId: id, url: 'https://bank.example/needle' }))
  expect(found(requestLog, 'needle')).toBe(2)
  requestLog.clear({ runId })
  expect(found(requestLog, 'needle')).toBe(1)
  requestLog.clear({})
  expect(store.get("select count(*) as count from request_log_text where request_log_text match 'needle'")).toEqual({ count: 0 })
})

test('removed before it was indexed, and its place in the table taken again', () => {
  const { requestLog } = openRequestLog()
  const record = (word: string) => requestLog.record(exchangeOf({ url: `https://bank.example/${word}` }))
  record('first')
  record('gone')
  requestLog.clear({})
  record('second')
  expect(['first', 'gone', 'second'].map((word) => found(requestLog, word))).toEqual([0, 0, 1])
  requestLog.clear({})
  record('third')
  expect(['second', 'third'].map((word) => found(requestLog, word))).toEqual([0, 1])
})

test('indexed by itself once there is quiet', async () => {
  const { requestLog, store } = openRequestLog()
  const indexed = () =>
    store.get<{ count: number }>("select count(*) as count from request_log_text where request_log_text match 'needle'")?.count
  for (let index = 0; index < 20; index++) requestLog.record(exchangeOf({ method: 'POST', url: 'https://bank.example/needle' }))
  expect(indexed()).toBe(0)
  await vi.waitFor(() => expect(indexed()).toBe(20), { timeout: 10_000 })
})

test('a log from before the index is found after the migration', () => {
  const file = join(temporaryFolder(), 'workspace.sqlite')
  const before = openStore({ file, migrations: migrations.filter(({ version }) => version < 5) })
  before.exec(`insert into request_log values (1, 'x', '2026-01-01T00:00:00.000Z', null, 'token', null, null, 'GET', 'https://bank.example/needle', 200,
    null, null, 0, 0, 1, null, 0);
    insert into request_log_content values (1, '[]', null, 'OK', '[]', null, null, '[]', '{}', 0, 0)`)
  before.close()
  const after = openStore({ file })
  expect(after.all("select rowid from request_log_text where request_log_text match 'needle'")).toEqual([{ rowid: 1 }])
  after.close()
})

test('counts by run, newest run first, under the same filters; steps and banks of the whole log', () => {
  const { requestLog } = openRequestLog()
  const [first, second, bank] = [randomUUID(), randomUUID(), randomUUID()]
  const timing = { connect: null, wait: 3, download: 1, total: 1500 }
  requestLog.record(exchangeOf({ runId: first, started: at(1), step: 'token', bankProfileId: bank, timing }))
  requestLog.record(exchangeOf({ runId: first, started: at(2), step: 'token', bankProfileId: bank, response: { status: 400 } }))
  requestLog.record(exchangeOf({ runId: null, started: at(3), step: 'jwks', bankProfileId: null }))
  requestLog.record(exchangeOf({ runId: second, started: at(4), step: 'accounts', bankProfileId: bank, timing }))
  const summary = requestLog.summarise({ errorsOnly: false })
  expect(requestLogSummary.parse(summary)).toEqual(summary)
  expect(summary).toEqual({
    runs: [
      { runId: second, exchanges: 1, errors: 0, started: at(4).toISOString(), ended: '2026-11-20T10:00:05.500Z' },
      { runId: null, exchanges: 1, errors: 0, started: at(3).toISOString(), ended: '2026-11-20T10:00:03.004Z' },
      { runId: first, exchanges: 2, errors: 1, started: at(1).toISOString(), ended: '2026-11-20T10:00:02.500Z' },
    ],
    steps: ['accounts', 'jwks', 'token'],
    bankProfileIds: [bank],
  })
  const failing = requestLog.summarise({ errorsOnly: true })
  expect(failing.runs.map(({ runId, exchanges }) => [runId, exchanges])).toEqual([[first, 1]])
  expect(failing.steps).toEqual(summary.steps)
  expect(requestLog.summarise({ errorsOnly: false, text: 'nowhere' }).runs).toEqual([])
})

test('lists oldest first, and what belongs to no run', () => {
  const { requestLog } = openRequestLog()
  const runId = randomUUID()
  const ids = [1, 2, 3].map((second) => requestLog.record(exchangeOf({ started: at(second), runId: second === 2 ? runId : null })))
  const listed = (input: object) => requestLog.list(listRequestLogInput.parse(input)).items.map(({ id }) => ids.indexOf(id))
  expect(listed({ oldestFirst: true })).toEqual([0, 1, 2])
  expect(listed({ oldestFirst: true, offset: 1, limit: 1 })).toEqual([1])
  expect(listed({ runId: null })).toEqual([2, 0])
})

test('any page of any list is the same part of the whole', () => {
  const { requestLog } = openRequestLog()
  const runId = randomUUID()
  for (let second = 0; second < 23; second++) {
    requestLog.record(
      exchangeOf({ started: at(second % 7), runId: second % 3 ? runId : null, url: `https://bank.example/${second % 2 ? 'odd' : 'even'}` }),
    )
  }
  const listed = (input: object) => requestLog.list(listRequestLogInput.parse(input))
  for (const filters of [{}, { oldestFirst: true }, { text: 'odd' }, { runId, text: 'even', oldestFirst: true }, { runId: null }]) {
    const whole = listed({ ...filters, limit: 1000 })
    expect(whole.total).toBe(whole.items.length)
    for (let offset = 0; offset <= whole.total + 2; offset++) {
      const page = listed({ ...filters, offset, limit: 5 })
      expect(page).toEqual({ total: whole.total, items: whole.items.slice(offset, offset + 5) })
    }
  }
})

test('verdicts are kept with the JWT they judge, a secret in a claim stays hidden, and an error marks the exchange once', () => {
  const { requestLog } = openRequestLog()
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const secret = 'a-very-secret-access-token'
  const body = { access_token: secret, id_token: `${part({ alg: 'PS256' })}.${part({ iss: 'bank', nonce: secret })}.c2ln` }
  const id = requestLog.record(exchangeOf({ response: { body: Buffer.from(JSON.stringify(body)) } }))
  const verdict = (claim: string, actual: string) => ({ claim, expected: 'x', actual, clause: 'RFC', verdict: 'fail' as const })
  requestLog.attachVerdicts(id, 'elsewhere', [verdict('iss', 'bank')])
  expect(requestLog.get(id).jwts[0]?.verdicts).toBeUndefined()
  requestLog.attachVerdicts(id, 'id_token', [verdict('iss', 'bank'), verdict('nonce', secret)], {
    code: 'AUTHORISATION_FAILED',
    message: 'first',
  })
  requestLog.attachVerdicts(id, 'elsewhere', [], { code: 'INTERNAL', message: 'second' })
  const detail = requestLog.get(id)
  expect(detail.jwts[0]?.verdicts).toMatchObject([{ actual: 'bank' }, { actual: expect.stringMatching(/^‹access_token:/) }])
  expect(detail).toMatchObject({ errorCode: 'AUTHORISATION_FAILED', errorMessage: 'first' })
  expect(JSON.stringify(detail)).not.toContain(secret)
})
