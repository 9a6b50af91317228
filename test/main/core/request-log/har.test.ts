import { randomUUID } from 'node:crypto'
import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { exchangeOf, openRequestLog } from '../../../support/request-log.ts'
import { errorOf } from '../../../support/workspace-fixtures.ts'

// HAR 1.2, the required members of what we write.
const text = { type: 'string' }
const number = { type: 'number', minimum: -1 }
const object = (properties: object) => ({ type: 'object', required: Object.keys(properties), properties })
const pairs = { type: 'array', items: object({ name: text, value: text }) }
const message = { httpVersion: text, cookies: { type: 'array' }, headers: pairs, headersSize: number, bodySize: number }
const entry = object({
  startedDateTime: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' },
  time: { type: 'number', minimum: 0 },
  request: object({ method: text, url: text, queryString: pairs, ...message }),
  response: object({
    status: { type: 'integer' },
    statusText: text,
    redirectURL: text,
    content: object({ size: number, mimeType: text }),
    ...message,
  }),
  cache: { type: 'object' },
  timings: object({ send: { type: 'number', minimum: 0 }, wait: { type: 'number', minimum: 0 }, receive: { type: 'number', minimum: 0 } }),
})
const schema = object({
  log: object({ version: { const: '1.2' }, creator: object({ name: text, version: text }), entries: { type: 'array', items: entry } }),
})

const entriesOf = (har: unknown) => z.object({ log: z.object({ entries: z.array(z.unknown()) }) }).parse(har).log.entries

test('the export is HAR 1.2, redacted, oldest first', () => {
  const { requestLog } = openRequestLog()
  const runId = randomUUID()
  const tls = { protocol: 'TLSv1.3', cipher: 'X', serverChain: [], clientCertificateOffered: null, reusedConnection: false }
  requestLog.record(
    exchangeOf({
      runId,
      started: new Date('2026-11-20T10:00:02Z'),
      url: 'https://bank.example/cb?code=very-secret&a=1#f',
      tls,
      timing: { connect: 5, wait: 3, download: 1, total: 9 },
      request: { headers: [['content-type', 'text/plain']], body: Buffer.from('hello') },
      response: { status: 303, statusText: '', headers: [['Location', '/next']], body: Buffer.from('moved') },
    }),
  )
  requestLog.record(
    exchangeOf({
      runId,
      response: null,
      request: { head: null },
      error: { code: 'BANK_UNREACHABLE', message: 'no' },
      timing: { connect: null, wait: null, download: null, total: 2 },
    }),
  )
  requestLog.record(exchangeOf())

  const { har } = requestLog.export({ runId })
  const validate = new Ajv().compile(schema)
  expect(validate(har), JSON.stringify(validate.errors)).toBe(true)
  const [failed, moved] = entriesOf(har)
  expect(failed).toMatchObject({ response: { status: 0, bodySize: -1 }, _error: { code: 'BANK_UNREACHABLE', message: 'no' } })
  expect(moved).toMatchObject({
    time: 9,
    request: {
      url: expect.stringMatching(/code=‹code:/),
      queryString: [
        { name: 'code', value: expect.stringContaining('‹code:') },
        { name: 'a', value: '1' },
      ],
      postData: { mimeType: 'text/plain', text: 'hello' },
      bodySize: 5,
    },
    response: { status: 303, statusText: 'See Other', redirectURL: '/next', content: { size: 5, text: 'moved' } },
    timings: { connect: 5, wait: 3, receive: 1 },
    _tls: tls,
    _step: 'accounts',
  })
  expect(JSON.stringify(har)).not.toContain('very-secret')
})

test('chosen exchanges, all of them, and too many', async () => {
  const { requestLog, store } = openRequestLog()
  const ids = [requestLog.record(exchangeOf()), requestLog.record(exchangeOf()), requestLog.record(exchangeOf())]
  const count = (input: object) => entriesOf(requestLog.export(input).har).length
  expect([count({}), count({ ids: ids.slice(1) }), count({ ids: [] })]).toEqual([3, 2, 0])
  store.transaction(() => {
    for (let index = 0; index < 4998; index += 1) requestLog.record(exchangeOf({ response: null, request: { head: null } }))
  })
  expect(await errorOf(() => requestLog.export({}))).toMatchObject({ code: 'INVALID_INPUT', message: expect.stringContaining('5000') })
})
