import { describe, expect, it } from 'vitest'
import { authorisationError, readRedirect } from '../../../../src/main/core/account-access-consents/redirect-parameters.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'

const redirectUri = 'https://tpp.example/cb'
const loopback = 'http://127.0.0.1:4711/cb/a1'
const parameters = { code: 'c', state: 's', id_token: 'x.y.z' }
const text = 'code=c&state=s&id_token=x.y.z'

describe('readRedirect', () => {
  it.each([
    ['an address with a fragment', `${redirectUri}#${text}`, 'fragment'],
    ['an address with a query', `${redirectUri}?${text}`, 'query'],
    ['an address written with its port and in capitals', `HTTPS://TPP.example:443/cb#${text}`, 'fragment'],
    ['a fragment', `#${text}`, 'fragment'],
    ['a query', `?${text}`, 'query'],
    ['neither mark', text, 'bare'],
    ['blanks around it', ` \n${redirectUri}#${text}\n`, 'fragment'],
    ['a fragment that some site appended', `${redirectUri}?${text}#_=_`, 'query'],
    ['a query that is no answer', `${redirectUri}?lang=en#${text}`, 'fragment'],
  ])('reads %s', (_, redirect, kind) => {
    expect(readRedirect(redirect, { redirectUri })).toEqual({ kind, parameters })
  })

  it.each([
    'aa.bb.cc',
    'aa.bb.cc.dd.ee',
    '?response=aa.bb.cc',
    'response=aa.bb.cc',
    `${redirectUri}?response=aa.bb.cc&state=s`,
    `${redirectUri}#response=aa.bb.cc`,
  ])('reads a JARM token from %s', (redirect) => {
    const { kind, parameters } = readRedirect(redirect, { redirectUri })
    expect(kind).toBe('jarm')
    expect(Object.keys(parameters)).toEqual(['response'])
    expect(parameters.response).toMatch(/^aa\.bb\.cc/)
  })

  it('decodes, and keeps names such as __proto__ harmless', () => {
    const read = readRedirect('code=a%20b+c%26&__proto__=x', null)
    expect(read.parameters.code).toBe('a b c&')
    expect(Object.getPrototypeOf(read.parameters)).toBe(Object.prototype)
  })

  it('takes any address when none is expected', () => {
    expect(readRedirect(`com.example.tpp://cb?${text}`, null)).toEqual({ kind: 'query', parameters })
  })

  it('leaves out the redirect URI’s own query', () => {
    const own = { redirectUri: `${redirectUri}?bank=one` }
    expect(readRedirect(`${redirectUri}?bank=one&${text}`, own)).toEqual({ kind: 'query', parameters })
  })

  it.each([
    ['another host', 'https://tpp.example.evil.example/cb'],
    ['a prefix', 'https://tpp.example/cb2'],
    ['a longer path', 'https://tpp.example/cb/x'],
    ['a final slash', 'https://tpp.example/cb/'],
    ['another case of the path', 'https://tpp.example/CB'],
    ['http', 'http://tpp.example/cb'],
    ['another port', 'https://tpp.example:8443/cb'],
    ['credentials', 'https://user@tpp.example/cb'],
    ['the host as user', 'https://tpp.example@evil.example/cb'],
  ])('refuses an address with %s', async (_, address) => {
    const error = await appErrorOf(() => readRedirect(`${address}#${text}`, { redirectUri }))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('redirect')
    expect(error.message).toContain(redirectUri)
  })

  it('compares the loopback port with the one that was listened on', async () => {
    expect(readRedirect(`${loopback}#${text}`, { redirectUri: loopback }).kind).toBe('fragment')
    expect((await appErrorOf(() => readRedirect(`http://127.0.0.1:4712/cb/a1#${text}`, { redirectUri: loopback }))).code).toBe(
      'INVALID_INPUT',
    )
    expect((await appErrorOf(() => readRedirect(`http://localhost:4711/cb/a1#${text}`, { redirectUri: loopback }))).code).toBe(
      'INVALID_INPUT',
    )
  })

  it.each([
    ['a repeated code', `${redirectUri}#${text}&code=secret`, '"code" more than once'],
    ['a repeated name of any kind', `#${text}&secret=1&secret=2`, 'a parameter more than once'],
    ['two JARM tokens', '?response=a.b.c&response=a.b.c', '"response" more than once'],
    ['an answer in both parts', `${redirectUri}?code=secret&state=s#${text}`, 'in its query and another in its fragment'],
    ['nothing', '', 'neither a code nor an error'],
    ['an address alone', redirectUri, 'neither a code nor an error'],
    ['a state alone', '?state=secret', 'neither a code nor an error'],
    ['an empty code', '?code=&state=secret', 'neither a code nor an error'],
    ['text', 'my secret text', 'neither a code nor an error'],
    ['no address', 'https://', 'is not an address'],
    ['too much', `code=${'a'.repeat(65_536)}`, 'longer than 64 KiB'],
  ])('refuses %s', async (_, redirect, words) => {
    const error = await appErrorOf(() => readRedirect(redirect, { redirectUri }))
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.details.field).toBe('redirect')
    expect(error.message).toContain(words)
    expect(error.message).not.toContain('secret')
  })
})

describe('authorisationError', () => {
  it('is null for an answer without error', () => {
    expect(authorisationError(parameters)).toBeNull()
  })

  it.each([
    ['access_denied', undefined, /refused by the customer or the bank/],
    ['access_denied', 'The request timed out', /expired at the bank/],
    ['invalid_request', 'Consent has expired', /expired at the bank/],
    ['invalid_request_uri', undefined, /expired at the bank/],
    ['server_error', undefined, /failed at the bank/],
    ['temporarily_unavailable', undefined, /failed at the bank/],
    ['login_required', undefined, /not finished by the customer/],
    ['invalid_request_object', 'exp is too far ahead', /request was not accepted/],
  ])('%s (%s)', (error, description, words) => {
    const found = authorisationError({ error, state: 's', ...(description && { error_description: description }) })
    expect(found?.code).toBe('AUTHORISATION_FAILED')
    expect(found?.message).toMatch(words)
    expect(found?.message).toContain(error)
    expect(found?.details.bank).toEqual({ error, ...(description && { description }) })
    expect(found?.details.remedy).toBeTruthy()
  })

  it('drops control characters and cuts what is too long', () => {
    const found = authorisationError({ error: 'a\u001b[2Jb\nc', error_description: 'x'.repeat(1000) })
    expect(found?.details.bank?.error).toBe('a [2Jb c')
    expect(found?.details.bank?.description).toHaveLength(500)
  })
})
