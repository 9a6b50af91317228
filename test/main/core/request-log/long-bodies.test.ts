// Long bodies are kept compressed: what is shown, exported, searched and kept for the core is the same as of short ones.

import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { unpack } from '../../../../src/main/core/request-log/packed-text.ts'
import { listRequestLogInput } from '../../../../src/shared/model/request-log.ts'
import { temporaryFolder } from '../../../support/app.ts'
import { exchangeOf, openRequestLog } from '../../../support/request-log.ts'

const filling = Array.from({ length: 600 }, (_, index) => ({ Row: index, Text: `payment number ${index} to somebody` }))
const bodyOf = (more: object = {}) => JSON.stringify({ Data: filling, ...more, Last: 'needleatitsend' })
const packedOf = ({ store }: ReturnType<typeof openRequestLog>) =>
  store.all<{ text: string | null; packed: Buffer | null }>(
    'select response_body as text, response_body_brotli as packed from request_log_content order by seq',
  )

test.each([
  ['without a secret', {}],
  ['with a secret', { access_token: 'a-token-of-many-letters' }],
  ['with other letters', { Name: 'Ωmega 日本 café' }],
])('a long body %s', (_, more) => {
  const log = openRequestLog()
  const body = bodyOf(more)
  const id = log.requestLog.record(exchangeOf({ response: { body: Buffer.from(body) } }))
  const shown = log.requestLog.get(id).response?.body ?? ''
  expect(packedOf(log)).toEqual([{ text: null, packed: expect.any(Buffer) }])
  if ('access_token' in more) {
    expect(shown).toMatch(/"access_token":"‹access_token:[0-9a-f]{8}›"/)
    expect(shown.replace(/‹[^›]+›/, more.access_token)).toBe(body)
  } else expect(shown).toBe(body)
  expect(JSON.stringify(log.requestLog.export({ ids: [id] }))).toContain('needleatitsend')
  expect(log.requestLog.list(listRequestLogInput.parse({ text: 'needleatitsend' })).total).toBe(1)
  expect(log.requestLog.raw(id).response?.toString()).toBe(`HTTP/1.1 200 OK\r\n\r\n${body}`)
  expect(log.requestLog.raw(id).request?.toString()).toBe('GET /aisp/accounts HTTP/1.1\r\nhost: bank.example\r\n\r\n')
})

test('no secret of a long body is in the file, nor in what is compressed there', () => {
  const file = join(temporaryFolder(), 'workspace.sqlite')
  const log = openRequestLog({ file })
  const token = randomBytes(24).toString('base64url')
  log.requestLog.record(
    exchangeOf({
      request: { headers: [['authorization', `Bearer ${token}`]] },
      response: { body: Buffer.from(bodyOf({ Echo: `token ${token}`, refresh_token: `${token}r` })) },
    }),
  )
  log.requestLog.flush()
  const [row] = packedOf(log)
  expect(unpack(row?.packed ?? Buffer.alloc(0)).toString()).toContain('needleatitsend')
  expect(unpack(row?.packed ?? Buffer.alloc(0)).includes(token)).toBe(false)
  log.store.close()
  expect(readFileSync(file).includes(token)).toBe(false)
})

test('bytes that are no text are kept exactly', () => {
  const { requestLog } = openRequestLog()
  const body = randomBytes(40_000)
  const id = requestLog.record(exchangeOf({ response: { body } }))
  expect(requestLog.get(id).response?.body).toBe('… 40000 bytes that are not text')
  expect(requestLog.raw(id).response?.subarray(-40_000)).toEqual(body)
})
