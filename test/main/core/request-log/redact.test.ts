import { createHmac } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { bodyLimit, redactExchange } from '../../../../src/main/core/request-log/redact.ts'
import { exchangeOf } from '../../../support/request-log.ts'

const hex = (value: string) => createHmac('sha256', 'key').update(value).digest('hex').slice(0, 8)
const shown = (kind: string, value: string) => `‹${kind}:${hex(value)}›`
const redact = (change: Parameters<typeof exchangeOf>[0]) => redactExchange(exchangeOf(change), shown)

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const jwt = (claims: unknown, header: unknown = { alg: 'PS256', kid: 'k1' }) =>
  `${encode(header)}.${encode(claims)}.c2lnbmF0dXJlLW9mLXRoaXM`
const form: [string, string][] = [['content-type', 'application/x-www-form-urlencoded']]
const json: [string, string][] = [['content-type', 'application/json']]
const requestBody = (text: string, headers = json) => redact({ request: { headers, body: Buffer.from(text) } }).request.body
const responseBody = (text: string) => redact({ response: { headers: json, body: Buffer.from(text) } }).response?.body

describe('headers', () => {
  const basic = Buffer.from('client%3Aid:s%2Fcr%2Bt-of-client').toString('base64')
  test.each([
    ['authorization', 'Bearer opaque-token-1', `Bearer ${shown('access_token', 'opaque-token-1')}`],
    ['Authorization', `Basic ${basic}`, `Basic ${shown('basic_credentials', basic)}`],
    ['authorization', 'Custom a=b, c=d', `Custom ${shown('credentials', 'a=b, c=d')}`],
    ['authorization', 'bare-credential', shown('credentials', 'bare-credential')],
    ['cookie', 'a=one-cookie; b=two-cookie', `a=${shown('cookie', 'one-cookie')}; b=${shown('cookie', 'two-cookie')}`],
    ['set-cookie', 's=session-1; Path=/; HttpOnly', `s=${shown('cookie', 'session-1')}; Path=/; HttpOnly`],
    ['x-api-key', 'api-key-1', shown('x_api_key', 'api-key-1')],
    ['x-idempotency-key', 'not-a-secret', 'not-a-secret'],
    ['x-fapi-interaction-id', '11111111-2222-3333-4444-555555555555', '11111111-2222-3333-4444-555555555555'],
    ['location', "https://tpp.example/cb?state=s1&code=a'b(c)", `https://tpp.example/cb?state=s1&code=${shown('code', "a'b(c)")}`],
    ['location', '/cb#code=fragment-code&x=1', `/cb#code=${shown('code', 'fragment-code')}&x=1`],
    [
      'link',
      '<https://x.example/?access_token=tok-1>; rel="next"',
      `<https://x.example/?access_token=${shown('access_token', 'tok-1')}>; rel="next"`,
    ],
  ])('%s: %s', (name, value, expected) => {
    expect(redact({ request: { headers: [[name, value]] } }).request.headers).toEqual([[name, expected]])
    expect(redact({ response: { headers: [[name, value]] } }).response?.headers).toEqual([[name, expected]])
  })

  test('a detached signature leaves its header only', () => {
    const detached = `${encode({ alg: 'PS256' })}..c2lnbmF0dXJl`
    const { request, jwts } = redact({ request: { headers: [['x-jws-signature', detached]] } })
    expect(request.headers).toEqual([['x-jws-signature', shown('jwt', detached)]])
    expect(jwts).toEqual([{ where: 'request.headers.x-jws-signature', header: { alg: 'PS256' }, claims: {} }])
  })
})

test.each([
  ['code', 'code', 'authorisation-code'],
  ['access_token', 'access_token', 'a/b+c=d'],
  ['refresh_token', 'refresh_token', 'r t'],
  ['id_token', 'id_token', 'short'],
  ['client_secret', 'client_secret', 'pa%ss"word'],
  ['registration_access_token', 'registration_access_token', 'reg-token'],
  ['code_verifier', 'code_verifier', 'verifier-of-pkce'],
  ['password', 'password', 'ü&é'],
  ['response', 'response', 'jarm-answer'],
  ['request', 'request', 'request-object'],
  ['token', 'token', 'to-be-revoked'],
])('%s is a secret in a form, a query, a fragment and JSON', (name, kind, value) => {
  const pairs = `scope=a+b&${new URLSearchParams({ [name]: value })}&state=visible`
  const cleaned = `scope=a+b&${name}=${shown(kind, value)}&state=visible`
  expect(requestBody(pairs, form)).toBe(cleaned)
  expect(redact({ url: `https://bank.example/p?${pairs}` }).url).toBe(`https://bank.example/p?${cleaned}`)
  expect(redact({ url: `https://bank.example/p#${pairs}` }).url).toBe(`https://bank.example/p#${cleaned}`)
  const body = JSON.stringify({ before: 1, [name]: value, after: { state: 'visible' } }, null, 2)
  expect(requestBody(body)).toBe(JSON.stringify({ before: 1, [name]: shown(kind, value), after: { state: 'visible' } }, null, 2))
  expect(responseBody(body.slice(0, body.indexOf('"after"')))).toContain(shown(kind, value))
})

test('ordinary data of a bank is left as it is', () => {
  const body = JSON.stringify({
    Data: { Account: [{ AccountId: '1', Nickname: 'They went = new', Code: 'ReceivedCreditTransfer' }] },
    Code: '400 BadRequest',
    token_type: 'Bearer',
    token_endpoint: 'https://bank.example/token',
    client_secret_expires_at: 0,
    code: 400,
    request: { id: 'r1' },
  })
  expect(responseBody(body)).toBe(body)
})

test('an authorisation request packed into one parameter is left as it is, beside what is a secret', () => {
  const data = encode({ clientId: 'client-1', consentId: 'consent-1', state: 'state-1', codeChallenge: 'challenge-1' })
  const packed = `https://bank.example/authorize?data=${data}`
  expect(redact({ url: packed }).url).toBe(packed)
  expect(redact({ url: `${packed}&code=code-in-query` }).url).toBe(`${packed}&code=${shown('code', 'code-in-query')}`)
})

test('a number can be a secret', () => {
  expect(responseBody('{"password": 123456, "code": 123456}')).toBe(
    `{"password": "${shown('password', '123456')}", "code": ${shown('password', '123456')}}`,
  )
})

test('one secret has one placeholder, wherever and however it is spelt', () => {
  const secret = 'tok/en+ä"x'
  const spelt = [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
    encodeURIComponent(secret).toLowerCase(),
  ]
  const dotNet = 'tok/en\\u002B\\u00E4\\u0022x'
  const inJson = [dotNet, 'tok\\/en+\\u00e4\\"x', 'tok/en+\\u00E4\\"x', JSON.stringify(secret).slice(1, -1)]
  const { request, response, url } = redact({
    url: `https://bank.example/${encodeURIComponent(secret)}`,
    request: { headers: form, body: Buffer.from(new URLSearchParams({ refresh_token: secret }).toString()) },
    response: { headers: [['x-echo', `[${secret}]`]], body: Buffer.from([...spelt, ...inJson].join('|')) },
  })
  const placeholder = shown('refresh_token', secret)
  expect(request.body).toBe(`refresh_token=${placeholder}`)
  expect(url).toBe(`https://bank.example/${placeholder}`)
  expect(response?.headers).toEqual([['x-echo', `[${placeholder}]`]])
  expect(response?.body).toBe(Array.from({ length: 8 }, () => placeholder).join('|'))
})

test('the password within Basic credentials is replaced elsewhere too', () => {
  const authorization = `Basic ${Buffer.from('app:s%2Fcret-of-app').toString('base64')}`
  const { response } = redact({
    request: { headers: [['authorization', authorization]] },
    response: { body: Buffer.from('s/cret-of-app s%2Fcret-of-app') },
  })
  const placeholder = shown('client_secret', 's/cret-of-app')
  expect(response?.body).toBe(`${placeholder} ${placeholder}`)
})

test('names and values hidden behind needless escapes are found', () => {
  const body = responseBody('{"acc\\u0065ss_token":"hidden\\u002dtoken","x":"hidden-token"}')
  expect(body).toBe(`{"access_token":"${shown('access_token', 'hidden-token')}","x":"${shown('access_token', 'hidden-token')}"}`)
  expect(requestBody('client%5Fsecret=tiny', form)).toBe(`client%5Fsecret=${shown('client_secret', 'tiny')}`)
})

test('private keys disappear from text, JSON and forms', () => {
  const pem = '-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0B\n-----END PRIVATE KEY-----'
  for (const text of [pem, JSON.stringify({ pem }), pem.slice(0, 60)]) expect(requestBody(`${text}`)).not.toContain('MIIEvQ')
  expect(requestBody(new URLSearchParams({ pem }).toString(), form)).toBe(`pem=${shown('private_key', pem)}`)
  expect(requestBody('-----BEGIN CERTIFICATE-----\nMIIEvQ')).toContain('MIIEvQ')
})

describe('JWTs', () => {
  test('a registration request keeps header and claims of itself and of the software statement, and no signature', () => {
    const statement = jwt({ software_id: 's1', iss: 'Directory' }, { alg: 'PS256', kid: 'dir' })
    const body = jwt({ software_statement: statement, redirect_uris: ['https://tpp.example/'] })
    const { request, jwts } = redact({ request: { headers: [['content-type', 'application/jose']], body: Buffer.from(body) } })
    expect(request.body).toBe(shown('jwt', body))
    expect(jwts).toEqual([
      {
        where: 'request.body',
        header: { alg: 'PS256', kid: 'k1' },
        claims: { software_statement: shown('software_statement', statement), redirect_uris: ['https://tpp.example/'] },
      },
      { where: 'request.body.software_statement', header: { alg: 'PS256', kid: 'dir' }, claims: { software_id: 's1', iss: 'Directory' } },
    ])
  })

  test('are named by their place and listed once', () => {
    const [assertion, bearer, idToken] = [jwt({ sub: 'client' }), jwt({ sub: 'bearer' }), jwt({ sub: 'customer' })]
    const { jwts, response } = redact({
      request: {
        headers: [['authorization', `Bearer ${bearer}`], ...form],
        body: Buffer.from(new URLSearchParams({ client_assertion: assertion }).toString()),
      },
      response: { headers: json, body: Buffer.from(JSON.stringify({ nested: [{ id_token: idToken }], again: bearer })) },
    })
    expect(jwts.map(({ where, claims }) => [where, claims.sub])).toEqual([
      ['request.headers.authorization', 'bearer'],
      ['request.body.client_assertion', 'client'],
      ['response.body.nested.0.id_token', 'customer'],
    ])
    expect(JSON.parse(response?.body ?? '')).toEqual({
      nested: [{ id_token: shown('id_token', idToken) }],
      again: shown('access_token', bearer),
    })
  })

  test('secrets among the claims are replaced', () => {
    const body = jwt({ access_token: 'abc', note: 'opaque-token-1', code: 42 })
    const { jwts } = redact({ request: { headers: [['authorization', 'Bearer opaque-token-1']], body: Buffer.from(body) } })
    expect(jwts[0]?.claims).toEqual({ access_token: shown('access_token', 'abc'), note: shown('access_token', 'opaque-token-1'), code: 42 })
  })

  test('encrypted ones keep their header; what merely looks like one stays', () => {
    const jwe = `${encode({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.key.iv.text.tag`
    expect(redact({ response: { body: Buffer.from(`<p>${jwe}</p>`) } })).toMatchObject({
      response: { body: `<p>${shown('jwt', jwe)}</p>` },
      jwts: [{ where: 'response.body', header: { alg: 'RSA-OAEP', enc: 'A256GCM' }, claims: {} }],
    })
    expect(responseBody('eyelash-extension.example.org news-and-eyewear.example.com')).toBe(
      'eyelash-extension.example.org news-and-eyewear.example.com',
    )
    const real = jwt({ a: 1 })
    expect(responseBody(`newsyyyyyyyyyyyy${real}`)).toBe(`newsyyyyyyyyyyyy${shown('jwt', real)}`)
  })
})

test('a long body is cut, and one that is not text is only counted', () => {
  const long = responseBody('ä'.repeat(bodyLimit + 10))
  expect(long).toBe(`${'ä'.repeat(bodyLimit)}\n… 20 more bytes`)
  expect(redact({ response: { body: Buffer.from([0xff, 0xfe, 0x00]) } }).response?.body).toBe('… 3 bytes that are not text')
  expect(redact({ response: { body: Buffer.alloc(0) } }).response?.body).toBeNull()
})

test('status text and error message are cleaned', () => {
  const { response, errorMessage } = redact({
    request: { headers: [['authorization', 'Bearer opaque-token-1']] },
    response: { statusText: 'Bad opaque-token-1' },
    error: { code: 'BANK_UNREACHABLE', message: 'code=abc opaque-token-1' },
  })
  expect(response?.statusText).toBe(`Bad ${shown('access_token', 'opaque-token-1')}`)
  expect(errorMessage).toBe(`code=${shown('code', 'abc')} ${shown('access_token', 'opaque-token-1')}`)
})
