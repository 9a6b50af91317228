// Every secret that a workspace holds or has sent, and every form in which one could stand somewhere in clear.

import { createPrivateKey } from 'node:crypto'
import { systemClock } from '../../src/main/core/clock.ts'
import { createRequestLog } from '../../src/main/core/request-log/request-log.ts'
import type { Workspace } from '../../src/main/core/workspace/workspace.ts'
import { customers } from '../../src/model-bank/data/customers.ts'

export interface Secret {
  what: string
  value: Buffer
  /** Of the exchange in which it was seen first. */
  step?: string
}

export const secretOf = (what: string, value: string | Buffer): Secret => ({ what, value: Buffer.from(value) })

const tokenFields =
  'access_token|refresh_token|id_token|client_secret|client_assertion|registration_access_token|code_verifier|code|request'
const inForm = new RegExp(`(?:^|[?&\\s])(${tokenFields})=([^&\\s]+)`, 'g')
const inJson = new RegExp(`"(${tokenFields})"\\s*:\\s*"([^"]+)"`, 'g')

/** What the model bank's status tells of its customers. */
const published = new Set(customers.all().map(({ oneTimeCode }) => oneTimeCode))

/** Credentials in an HTTP message as it went over the wire. */
const inMessage = (message: Buffer): Secret[] => {
  const text = message.toString('latin1')
  const found: Secret[] = []
  for (const [, scheme = '', value = ''] of text.matchAll(/^authorization: (\w+) (\S+)\r$/gim)) {
    found.push(secretOf(`${scheme.toLowerCase()} credentials`, value))
    if (scheme.toLowerCase() === 'basic') {
      const [, password = ''] = Buffer.from(value, 'base64').toString().split(':')
      found.push(secretOf('client_secret', decodeURIComponent(password)))
    }
  }
  for (const [, name = '', value = ''] of text.matchAll(inForm)) found.push(secretOf(name, decodeURIComponent(value)))
  for (const [, name = '', value = ''] of text.matchAll(inJson)) found.push(secretOf(name, value))
  for (const [, cookies = ''] of text.matchAll(/^cookie: (.*)\r$/gim)) {
    for (const [, value = ''] of cookies.matchAll(/=([^;]+)/g)) found.push(secretOf('cookie', value))
  }
  for (const [, value = ''] of text.matchAll(/^set-cookie: [^=]+=([^;]+)/gim)) found.push(secretOf('cookie', value))
  const [head = '', body = ''] = text.split('\r\n\r\n')
  // A registration request is its claims signed; what came from the directory is public.
  if (/^POST \/register/.test(head)) found.push(secretOf('registration request', body))
  return found
}

/** What stands sealed in a workspace, opened: keys, tokens, client secrets, and the credentials in the exact bytes of the request log. */
export const secretsOf = ({ store, secrets }: Workspace): Secret[] => {
  const rows = store.all<{ table: string; id: string; column: string }>(
    'select owner_table as "table", owner_id as id, owner_column as "column" from sealed_value',
  )
  const log = createRequestLog({ store, secrets, clock: systemClock })
  const logged = store.all<{ id: string; step: string }>('select id, step from request_log order by seq').flatMap(({ id, step }) => {
    const { request, response } = log.raw(id)
    const found = [request, response].flatMap((message) => (message ? inMessage(message) : []))
    return found.filter(({ value }) => !published.has(value.toString())).map((one) => ({ ...one, step }))
  })
  const found: Secret[] = [
    ...rows.filter(({ column }) => !column.includes('_raw')).map((ref) => secretOf(`${ref.table}.${ref.column}`, secrets.get(ref))),
    ...logged,
  ]
  return [...new Map(found.toReversed().map((one) => [`${one.what} ${one.value.toString('base64')}`, one])).values()]
}

const privateKeyPem = /^-----BEGIN [A-Z ]*PRIVATE KEY-----/

/** The numbers and encodings of a private key, by which it is found in whatever structure it stands. */
const partsOfKey = (pem: string): Buffer[] => {
  const key = createPrivateKey(pem)
  const { n = '', d = '', p = '', q = '' } = key.export({ format: 'jwk' })
  const numbers = [d, p, q].filter(Boolean).map((number) => Buffer.from(number, 'base64url'))
  const lines = pem.split('\n').filter((line) => line.length === 64 && !line.startsWith('-----'))
  // The modulus is public, and stands in certificates and key sets.
  const modulus = Buffer.from(n, 'base64url')
  const secretLines = lines.filter((line) => !modulus.includes(Buffer.from(line, 'base64')))
  return [
    ...numbers,
    key.export({ type: 'pkcs8', format: 'der' }),
    Buffer.from(lines.join('')),
    ...secretLines.map((line) => Buffer.from(line)),
  ]
}

/** The ways in which bytes are written as text. */
const writings = (bytes: Buffer): Buffer[] => {
  const text = bytes.toString('latin1')
  const base64 = bytes.toString('base64')
  const texts = [
    text,
    base64,
    base64.replace(/=+$/, ''),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    bytes.toString('hex').toUpperCase(),
    encodeURIComponent(text),
    new URLSearchParams([['', text]]).toString().slice(1),
    encodeURIComponent(base64),
    JSON.stringify(text).slice(1, -1),
  ]
  return [...new Set(texts)].map((one) => Buffer.from(one, 'latin1'))
}

export const formsOf = ({ value }: Secret): Buffer[] => {
  const text = value.toString('latin1')
  const parts = privateKeyPem.test(text) ? [value, ...partsOfKey(text)] : [value]
  return parts.flatMap(writings)
}

/** What of the secrets stands in clear in these bytes; each is named, never shown. */
export const foundIn = (haystack: Buffer, secrets: Secret[]): string[] =>
  secrets.filter((one) => formsOf(one).some((form) => haystack.includes(form))).map(({ what }) => what)
