import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { listRequestLogInput, requestLogDetail, requestLogPage } from '../../../../src/shared/model/request-log.ts'
import { temporaryFolder } from '../../../support/app.ts'
import { exchangeOf, openRequestLog } from '../../../support/request-log.ts'
import { errorOf } from '../../../support/workspace-fixtures.ts'

const at = (second: number) => new Date(Date.UTC(2026, 10, 20, 10, 0, second, 7))
const mebibyte = 1_048_576
const onDisk = () => openRequestLog({ file: join(temporaryFolder(), 'workspace.sqlite') })
const rowsOf = ({ store }: Pick<ReturnType<typeof openRequestLog>, 'store'>) =>
  store.get<{ count: number }>('select count(*) as count from request_log')?.count
const list = (log: ReturnType<typeof openRequestLog>['requestLog'], input: object = {}) => log.list(listRequestLogInput.parse(input))

test('what is recorded can be read back in the shape of the contract, and is announced', () => {
  const { requestLog, announced } = openRequestLog()
  const runId = randomUUID()
  const exchange = exchangeOf({
    runId,
    tls: {
      protocol: 'TLSv1.3',
      cipher: 'TLS_AES_128_GCM_SHA256',
      serverChain: [{ subject: 'CN=bank', issuer: 'CN=ca', sha256Fingerprint: 'AA:BB', notAfter: '2027-01-01T00:00:00.000Z' }],
      clientCertificateOffered: { obWacCertificateId: randomUUID(), subject: 'CN=tpp', sha256Fingerprint: 'CC:DD' },
      reusedConnection: true,
    },
    request: {
      headers: [
        ['authorization', 'Bearer a-token-of-mine'],
        ['b', '2'],
        ['B', '3'],
      ],
      body: Buffer.from('a=b'),
    },
  })
  const id = requestLog.record(exchange)
  const detail = requestLog.get(id)
  expect(requestLogDetail.parse(detail)).toEqual(detail)
  expect(detail).toMatchObject({
    id,
    runId,
    started: '2026-11-20T10:00:00.123Z',
    step: 'accounts',
    bankProfileId: exchange.bankProfileId,
    status: 200,
    durationMs: 4,
    clientCertificate: 'CC:DD',
    tls: exchange.tls,
    timing: exchange.timing,
    rawAvailable: true,
    requestSize: (exchange.request.head?.length ?? 0) + 3,
    response: { statusText: 'OK', headers: [], body: '{}' },
  })
  expect(detail.request.headers).toEqual([
    ['authorization', expect.stringMatching(/^Bearer ‹access_token:[0-9a-f]{8}›$/)],
    ['b', '2'],
    ['B', '3'],
  ])
  expect(requestLog.raw(id).request?.toString()).toBe(`${exchange.request.head}a=b`)
  expect(requestLog.raw(id).response?.toString()).toBe(`${exchange.response?.head}{}`)
  expect(announced).toEqual([{ id, runId }])
})

test('the same secret has the same placeholder in every exchange of a workspace and another one elsewhere', () => {
  const [one, other] = [openRequestLog().requestLog, openRequestLog().requestLog]
  const exchange = exchangeOf({ request: { headers: [['authorization', 'Bearer a-token-of-mine']] } })
  const shown = (log: typeof one) => log.get(log.record(exchange)).request.headers[0]?.[1]
  expect(shown(one)).toBe(shown(one))
  expect(shown(one)).not.toBe(shown(other))
})

test('an exchange without an answer, and one never sent', async () => {
  const { requestLog } = openRequestLog()
  const error = { code: 'BANK_UNREACHABLE' as const, message: 'Bank hung up' }
  const id = requestLog.record(exchangeOf({ response: null, error, request: { head: null } }))
  expect(requestLogDetail.parse(requestLog.get(id))).toMatchObject({
    status: null,
    response: null,
    errorCode: 'BANK_UNREACHABLE',
    errorMessage: 'Bank hung up',
    requestSize: 0,
    responseSize: null,
    rawAvailable: false,
  })
  expect(requestLog.raw(id)).toEqual({ request: null, response: null })
  expect(await errorOf(() => requestLog.get(randomUUID()))).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
})

test('lists newest first, in pages, by run, bank, step, errors and text', () => {
  const { requestLog } = openRequestLog()
  const runId = randomUUID()
  const bankProfileId = randomUUID()
  const ids = [
    requestLog.record(
      exchangeOf({ started: at(1), runId, step: 'token', response: { status: 400, body: Buffer.from('100%_off \\ BAD') } }),
    ),
    requestLog.record(exchangeOf({ started: at(3), runId, bankProfileId, url: 'https://bank.example/needle' })),
    requestLog.record(exchangeOf({ started: at(2), response: null, error: { code: 'CANCELLED', message: 'x' } })),
    requestLog.record(exchangeOf({ started: at(4), request: { headers: [['x-note', 'Needle']] } })),
  ]
  const found = (input: object) => list(requestLog, input).items.map(({ id }) => ids.indexOf(id))
  expect(found({})).toEqual([3, 1, 2, 0])
  expect(requestLogPage.parse(list(requestLog, { offset: 1, limit: 2 }))).toMatchObject({
    total: 4,
    items: [{ id: ids[1] }, { id: ids[2] }],
  })
  expect(found({ runId })).toEqual([1, 0])
  expect(found({ bankProfileId })).toEqual([1])
  expect(found({ step: 'token' })).toEqual([0])
  expect(found({ errorsOnly: true })).toEqual([2, 0])
  expect(found({ text: 'needle' })).toEqual([3, 1])
  expect(found({ text: '%_off \\ bad' })).toEqual([0])
  expect(found({ text: 'no%such' })).toEqual([])
  expect(list(requestLog, { text: 'needle', runId }).total).toBe(1)
  expect(requestLog.idsOfRun(runId).map((id) => ids.indexOf(id))).toEqual([0, 1])
})

test('the oldest raw bytes go first when there are too many; the entries stay', () => {
  const { requestLog, store } = openRequestLog()
  expect(requestLog.limits()).toEqual({ maxBytes: 256 * mebibyte, maxAgeDays: 30 })
  requestLog.setLimits({ maxBytes: 2 * mebibyte })
  const body = Buffer.alloc(900_000, 'x')
  const now = new Date()
  const record = (age: number) => requestLog.record(exchangeOf({ started: new Date(now.getTime() - age), response: { body } }))
  const [older, newest, old] = [record(3000), record(1000), record(2000)]
  const raw = (id: string) => [requestLog.get(id).rawAvailable, requestLog.raw(id).response !== null]
  expect([older, old, newest].map(raw)).toEqual([
    [false, false],
    [true, true],
    [true, true],
  ])
  expect(requestLog.get(older).response?.body).toContain('more bytes')
  requestLog.setLimits({ maxBytes: mebibyte })
  expect([older, old, newest].map(raw)).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ])
  expect(list(requestLog).total).toBe(3)
  expect(store.get<{ count: number }>("select count(*) as count from sealed_value where owner_id <> 'redaction'")).toEqual({ count: 1 })
})

test('entries go at their age with all that belongs to them, and limits are kept', () => {
  let now = at(0)
  const { requestLog, store } = openRequestLog({ clock: { now: () => now } })
  const old = requestLog.record(exchangeOf({ started: at(0) }))
  now = new Date(at(0).getTime() + 29 * 86_400_000)
  const young = requestLog.record(exchangeOf({ started: now }))
  expect(list(requestLog).total).toBe(2)
  expect(requestLog.setLimits({ maxAgeDays: 28 })).toEqual({ maxBytes: 256 * mebibyte, maxAgeDays: 28 })
  expect(list(requestLog).items.map(({ id }) => id)).toEqual([young])
  expect(requestLog.raw(old)).toEqual({ request: null, response: null })
  expect(store.get('select count(*) as count from request_log_content')).toEqual({ count: 1 })
  now = new Date(now.getTime() + 40 * 86_400_000)
  requestLog.record(exchangeOf({ started: now }))
  expect(list(requestLog).total).toBe(1)
  expect(store.get('select max_age_days as days from request_log_limits')).toEqual({ days: 28 })
})

test('clears everything, what is before a moment, or one run; placeholders stay the same', () => {
  const { requestLog, store } = openRequestLog()
  const runId = randomUUID()
  const secret = { request: { headers: [['authorization', 'Bearer a-token-of-mine']] as [string, string][] } }
  const first = requestLog.record(exchangeOf({ started: at(1), ...secret }))
  const shown = requestLog.get(first).request.headers
  for (const second of [2, 3, 4]) requestLog.record(exchangeOf({ started: at(second), runId: second === 3 ? runId : null }))
  expect(requestLog.clear({ before: '2026-11-20T11:00:02.000+01:00' })).toEqual({ removed: 1 })
  expect(requestLog.clear({ runId })).toEqual({ removed: 1 })
  expect(requestLog.clear({})).toEqual({ removed: 2 })
  expect(store.get<{ count: number }>('select count(*) as count from sealed_value')).toEqual({ count: 1 })
  expect(requestLog.get(requestLog.record(exchangeOf(secret))).request.headers).toEqual(shown)
})

test('a failed write leaves nothing behind', () => {
  const { requestLog, store } = onDisk()
  store.exec("create trigger refuse before insert on request_log_content begin select raise(abort, 'full'); end")
  expect(() => requestLog.record(exchangeOf({ method: 'POST' }))).toThrow('full')
  store.exec('drop trigger refuse')
  expect(list(requestLog).total).toBe(0)
  requestLog.record(exchangeOf())
  expect(list(requestLog).total).toBe(1)
})

test('an answered GET may wait for others; what changes something or failed is written at once, in order', () => {
  const { requestLog, store } = onDisk()
  const written = () => rowsOf({ store })
  const error = { code: 'BANK_UNREACHABLE' as const, message: 'no' }
  requestLog.record(exchangeOf())
  expect(written()).toBe(0)
  requestLog.record(exchangeOf({ method: 'POST' }))
  expect(written()).toBe(2)
  requestLog.record(exchangeOf({ error }))
  expect(written()).toBe(3)
  const id = requestLog.record(exchangeOf())
  expect(requestLog.get(id).id).toBe(id)
  requestLog.record(exchangeOf())
  requestLog.flush()
  expect(written()).toBe(5)
})

test('without a disk everything may wait, with what is judged about it meanwhile', () => {
  const { requestLog, store } = openRequestLog()
  const id = requestLog.record(exchangeOf({ method: 'POST' }))
  const verdict = { claim: 'scope', expected: 'accounts', actual: 'payments', clause: 'RFC 6749 §5.1', verdict: 'fail' as const }
  requestLog.attachAnswerVerdicts(id, [verdict])
  expect(rowsOf({ store })).toBe(0)
  expect(requestLog.get(id)).toMatchObject({ verdicts: [verdict], errorCode: 'BANK_INVALID_RESPONSE' })
  expect(rowsOf({ store })).toBe(1)
})

test('long bodies are compressed before they are sealed, and come back byte for byte', () => {
  const { requestLog, store } = openRequestLog()
  const body = Buffer.concat([
    Buffer.from(JSON.stringify(Array(2000).fill({ Amount: '12.30', Currency: 'GBP' }))),
    Buffer.of(0, 0xff, 0xc0),
  ])
  const exchange = exchangeOf({ response: { body } })
  const id = requestLog.record(exchange)
  expect(requestLog.raw(id).response).toEqual(Buffer.concat([Buffer.from(exchange.response?.head ?? '', 'latin1'), body]))
  const [sealed] = store.all<{ size: number }>('select length(ciphertext) as size from sealed_value where owner_id = ?', id)
  expect(sealed?.size).toBeLessThan(body.length / 10)
  expect(requestLog.get(id).rawAvailable).toBe(true)
  requestLog.clear({})
  expect(requestLog.raw(id)).toEqual({ request: null, response: null })
})
