import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { curlOf } from '../../../src/renderer/features/request-log/curl.ts'
import type { RequestLogDetail } from '../../../src/shared/model/request-log.ts'

const detailOf = (change: Partial<RequestLogDetail> = {}): RequestLogDetail => ({
  id: crypto.randomUUID(),
  started: '2026-11-20T10:00:00.000Z',
  runId: null,
  step: 'accounts.list',
  bankProfileId: null,
  bankRegistrationId: null,
  method: 'GET',
  url: 'https://bank.example/accounts',
  status: 200,
  errorCode: null,
  errorMessage: null,
  requestSize: 0,
  responseSize: 0,
  durationMs: 1,
  clientCertificate: null,
  request: { headers: [], body: null },
  response: null,
  tls: null,
  jwts: [],
  verdicts: [],
  timing: { connect: null, wait: null, download: null, total: 1 },
  rawAvailable: false,
  ...change,
})
const tls = (subject: string): RequestLogDetail['tls'] => ({
  protocol: 'TLSv1.3',
  cipher: null,
  serverChain: [],
  clientCertificateOffered: { obWacCertificateId: null, subject, sha256Fingerprint: 'AA:BB' },
  reusedConnection: false,
})

/** The words that bash would give to curl. Nothing else may run, print or exist. */
const wordsOf = (detail: RequestLogDetail, variables: Record<string, string> = {}): string[] => {
  const script = `PATH=/nowhere\ncurl() { printf '%s\\0' "$@"; }\n${curlOf(detail)}\n`
  const out = execFileSync('bash', ['--noprofile', '--norc', '-eu', '-c', script], {
    env: { PATH: process.env.PATH, ...variables },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  return out.split('\0').slice(0, -1)
}
const valuesOf = (words: string[], option: string): string[] =>
  words.flatMap((word, index) => (word === option ? [words[index + 1] ?? ''] : []))

test('method, address, headers in order and body', () => {
  const words = wordsOf(
    detailOf({
      method: 'POST',
      request: {
        headers: [
          ['host', 'bank.example'],
          ['accept', 'application/json'],
          ['content-length', '7'],
          ['x-empty', ''],
          ['content-type', 'application/json'],
        ],
        body: '{"a":1}',
      },
    }),
  )
  expect(words).toEqual([
    ...['--request', 'POST', '--globoff', '--path-as-is'],
    ...['--header', 'accept: application/json', '--header', 'x-empty;', '--header', 'content-type: application/json'],
    ...['--data-raw', '{"a":1}', '--url', 'https://bank.example/accounts'],
  ])
})

test('what was redacted is a variable, named in a comment and filled in wherever it stood', () => {
  const detail = detailOf({
    url: 'https://bank.example/a?code=‹code:0123abcd›&b=1',
    request: {
      headers: [['authorization', 'Bearer ‹access_token:7f3a9c21›']],
      body: 'client_assertion=‹client_assertion:00000000›&again=‹access_token:7f3a9c21›',
    },
  })
  const command = curlOf(detail) ?? ''
  const [comment = ''] = command.split('\n')
  expect(comment).toMatch(
    /^# .*code_0123abcd \(code\), client_assertion_00000000 \(client_assertion\), access_token_7f3a9c21 \(access_token\)\.$/,
  )
  expect(command).not.toMatch(/[‹›]/)
  const words = wordsOf(detail, { code_0123abcd: 'C $x', access_token_7f3a9c21: "T'`id`", client_assertion_00000000: 'J.W.T' })
  expect(valuesOf(words, '--url')).toEqual(['https://bank.example/a?code=C $x&b=1'])
  expect(valuesOf(words, '--header')).toContain("authorization: Bearer T'`id`")
  expect(valuesOf(words, '--data-raw')).toEqual(["client_assertion=J.W.T&again=T'`id`"])
  // -u: an unset variable is an error, not an empty token.
  expect(() => wordsOf(detail)).toThrow(/unbound variable/)
})

test('certificate flags, and the bank’s root only where one is given', () => {
  const detail = detailOf({ tls: tls('CN=tpp') })
  const files = { OBWAC_CERTIFICATE: '/my certs/obwac.pem', OBWAC_KEY: '/my certs/obwac.key' }
  const words = wordsOf(detail, files)
  expect([valuesOf(words, '--cert'), valuesOf(words, '--key'), valuesOf(words, '--cacert')]).toEqual([
    ['/my certs/obwac.pem'],
    ['/my certs/obwac.key'],
    [],
  ])
  expect(valuesOf(wordsOf(detail, { ...files, BANK_CA: '/my certs/ca.pem' }), '--cacert')).toEqual(['/my certs/ca.pem'])
  expect(curlOf(detail)).toContain('# OBWAC_CERTIFICATE and OBWAC_KEY: PEM files of CN=tpp, SHA-256 AA:BB.')
  expect(curlOf(detailOf())).not.toContain('OBWAC')
})

describe('nothing that a bank says becomes a command', () => {
  test('a certificate’s subject does not leave its comment', () => {
    const files = { OBWAC_CERTIFICATE: 'c', OBWAC_KEY: 'k' }
    for (const end of ['\n', '\r', '\u2028', '\u0085', '\v']) {
      expect(wordsOf(detailOf({ tls: tls(`CN=x${end}printf evil`) }), files).join()).not.toContain('evil')
    }
  })

  test('any text is one word', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 }).map((value) => value.replaceAll('\0', '').toWellFormed())
    const shell = fc.constantFrom("'", '"', '`', '$(id)', '\\', '\n', '!', ';', '&', '|', '#', '*', '~', ' ', '$x', '‹a:1›', "'\\''")
    const nasty = fc.array(fc.oneof(shell, text), { maxLength: 8 }).map((parts) => parts.join(''))
    fc.assert(
      fc.property(nasty, nasty, nasty, (value, body, path) => {
        const url = `https://bank.example/${path}`
        const words = wordsOf(detailOf({ url, request: { headers: [['content-type', `x${value}`]], body } }))
        expect(valuesOf(words, '--header').at(-1)).toBe(`content-type: x${value}`)
        expect([words.at(-1), words.at(-3)]).toEqual([url, body])
      }),
      { numRuns: 60 },
    )
  })
})

test('a body that was cut off or is no text comes from a file', () => {
  for (const body of ['abc\n… 12 more bytes', '… 7 bytes that are not text']) {
    const detail = detailOf({ method: 'POST', request: { headers: [['content-type', 'x']], body } })
    expect(valuesOf(wordsOf(detail), '--data-binary')).toEqual(['@body'])
    expect(curlOf(detail)).toContain('# The body is not kept whole')
  }
})

test('the redirect through the browser is nobody’s command', () => expect(curlOf(detailOf({ step: 'authorisation.redirect' }))).toBeNull())
