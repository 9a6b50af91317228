import { expect, test } from 'vitest'
import { jwtName } from '../../../src/renderer/features/request-log/detail/jwt-name.ts'
import { formFields, requestText, responseText } from '../../../src/renderer/features/request-log/http-text.ts'
import { judgedJwt } from '../../../src/renderer/features/request-log/judged-claims.ts'
import type { Verdict } from '../../../src/shared/errors.ts'
import type { RequestLogDetail } from '../../../src/shared/model/request-log.ts'

const verdict = (claim: string, outcome: Verdict['verdict'], clause = 'RFC 7519'): Verdict => ({
  claim,
  expected: 'x',
  actual: 'y',
  clause,
  verdict: outcome,
})

test('each claim has its meaning, its time in words and its verdicts; what is missing comes last', () => {
  const { header, claims, whole, failed } = judgedJwt({
    where: 'response.body.id_token',
    header: { alg: 'PS256', kid: 'k' },
    claims: { iss: 'bank', exp: 1_795_000_000, aud: ['a', 'b'], 'https://bank.example/own': { a: [1, 2] } },
    verdicts: [
      verdict('alg', 'pass'),
      verdict('signature', 'pass'),
      verdict('iss', 'pass', 'OIDC Core 3.1.3.7 (2)'),
      verdict('iss', 'fail', 'OIDC Core 3.3.3.6'),
      verdict('nonce', 'fail'),
      verdict('at_hash', 'notApplicable'),
    ],
  })
  expect(header.map(({ name, verdicts }) => [name, verdicts.length])).toEqual([
    ['alg', 1],
    ['kid', 0],
  ])
  expect(claims.map(({ name }) => name)).toEqual(['iss', 'exp', 'aud', 'https://bank.example/own', 'nonce'])
  const row = (name: string) => claims.find((claim) => claim.name === name)
  expect(row('iss')).toMatchObject({
    value: 'bank',
    time: null,
    meaning: expect.stringContaining('made'),
    verdicts: [{ verdict: 'pass' }, { verdict: 'fail' }],
  })
  expect(row('exp')).toMatchObject({ value: '1795000000', time: '2026-11-18T11:06:40.000Z', verdicts: [] })
  expect(row('aud')?.value).toBe('[ "a", "b" ]')
  expect(row('https://bank.example/own')).toMatchObject({ value: '{ "a": [ 1, 2 ] }', meaning: null })
  expect(row('nonce')).toMatchObject({ value: null, verdicts: [{ verdict: 'fail' }] })
  expect(whole.map(({ claim }) => claim)).toEqual(['signature'])
  expect(failed.map(({ claim }) => claim)).toEqual(['iss', 'nonce'])
})

test('a JWT that nothing was judged about, and claims with the names of object members', () => {
  const jwt = judgedJwt({ where: 'request.body', header: {}, claims: { constructor: 'x', exp: 'soon', iat: 1e20 } })
  expect(jwt).toMatchObject({ whole: [], failed: [] })
  expect(jwt.claims.map(({ meaning, time }) => [meaning === null, time])).toEqual([
    [true, null],
    [false, null],
    [false, null],
  ])
})

test.each([
  ['response.body.id_token', 'ID token'],
  ['request.fragment.id_token', 'ID token'],
  ['request.query.response.id_token', 'ID token'],
  ['request.query.response', 'Authorisation response (JARM)'],
  ['request.body.request', 'Request object'],
  ['request.body', 'JWT of the request'],
  ['response.body', 'JWT of the response'],
  ['request.headers.x-jws-signature', 'Detached signature'],
  ['request.body.software_statement', 'Software statement assertion'],
  ['request.body.constructor', 'JWT'],
])('%s is: %s', (where, name) => expect(jwtName(where)).toBe(name))

test('messages as HTTP writes them', () => {
  const detail = {
    method: 'POST',
    url: 'https://bank.example/token?a=b#fragment',
    status: 400,
    request: { headers: [['host', 'bank.example']], body: 'a=b' },
    response: { statusText: 'Bad Request', headers: [['x', '1']], body: null },
  } as Pick<RequestLogDetail, 'method' | 'url' | 'status' | 'request' | 'response'> as RequestLogDetail
  expect(requestText(detail)).toBe('POST /token?a=b HTTP/1.1\nhost: bank.example\n\na=b')
  expect(responseText(detail)).toBe('HTTP/1.1 400 Bad Request\nx: 1\n\n')
  expect(responseText({ ...detail, response: null })).toBeNull()
  expect(formFields('a=%20b&c=‹code:12345678›&a=2')).toEqual([
    ['a', ' b'],
    ['c', '‹code:12345678›'],
    ['a', '2'],
  ])
})
