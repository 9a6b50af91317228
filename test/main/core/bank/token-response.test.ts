import { describe, expect, it } from 'vitest'
import { readPushedRequest, readTokens } from '../../../../src/main/core/bank/token-response.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'

const good = { access_token: 'at', token_type: 'Bearer', expires_in: 300, scope: 'accounts' }

describe('readTokens', () => {
  const taken: [string, object, object][] = [
    ['token_type in any case', { ...good, token_type: 'bEARER' }, { accessToken: 'at' }],
    ['no scope: the one asked for (RFC 6749 §5.1)', { ...good, scope: undefined }, { scope: 'openid accounts' }],
    ['an empty scope: the one asked for', { ...good, scope: '' }, { scope: 'openid accounts' }],
    ['a narrower scope', good, { scope: 'accounts' }],
    ['no expires_in', { ...good, expires_in: undefined }, { expiresIn: null }],
    ['digits as expires_in', { ...good, expires_in: '60' }, { expiresIn: 60 }],
    ['null for what is absent', { ...good, refresh_token: null, id_token: null }, { refreshToken: null, idToken: null }],
  ]
  it.each(taken)('takes %s', async (_name, body, expected) => {
    expect(readTokens(bankAnswer(200, body), 'Token request', 'openid accounts')).toMatchObject(expected)
  })

  const refused: [string, number, object | string, RegExp][] = [
    ['text', 200, 'welcome', /JSON/],
    ['a JSON string', 200, '"at"', /access_token is missing/],
    ['null', 200, 'null', /access_token is missing/],
    ['no access_token', 200, { ...good, access_token: undefined }, /access_token is missing/],
    ['an empty access_token', 200, { ...good, access_token: '' }, /access_token is missing/],
    ['a number as access_token', 200, { ...good, access_token: 7 }, /access_token is not a string/],
    ['no token_type', 200, { ...good, token_type: undefined }, /token_type is not Bearer/],
    ['another token_type', 200, { ...good, token_type: 'DPoP' }, /token_type is not Bearer/],
    ['a wider scope', 200, { ...good, scope: 'accounts payments' }, /scope holds payments, which was not asked for/],
    ['a list as scope', 200, { ...good, scope: ['accounts'] }, /scope is not a string/],
    ['a negative expires_in', 200, { ...good, expires_in: -1 }, /expires_in/],
    ['words as expires_in', 200, { ...good, expires_in: 'soon' }, /expires_in/],
    ['an object as id_token', 200, { ...good, id_token: {} }, /id_token is not a string/],
    ['201', 201, good, /answered with 201/],
    ['a redirect', 302, '', /answered with 302/],
  ]
  it.each(refused)('refuses %s', async (_name, status, body, message) => {
    const response = bankAnswer(status, body)
    const error = await appErrorOf(() => readTokens(response, 'Token request', 'accounts'))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('"at"')
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })

  it('leaves the scope unjudged when there is nothing to compare it with', () => {
    expect(readTokens(bankAnswer(200, { ...good, scope: 'accounts payments' }), 'Token refresh', null).scope).toBe('accounts payments')
    expect(readTokens(bankAnswer(200, { ...good, scope: undefined }), 'Token refresh', null, 'accounts').scope).toBe('accounts')
    expect(readTokens(bankAnswer(200, { ...good, scope: undefined }), 'Token refresh', null).scope).toBe('')
  })
})

describe('readPushedRequest', () => {
  it('takes 201 with request_uri and expires_in (RFC 9126 §2.2)', () => {
    const response = bankAnswer(201, { request_uri: 'urn:x:1', expires_in: 90 })
    const { requestLogId } = response
    expect(readPushedRequest(response, 'Pushed request')).toEqual({ requestUri: 'urn:x:1', expiresIn: 90, requestLogId })
  })

  it.each([
    [200, { request_uri: 'urn:x:1', expires_in: 90 }],
    [201, { expires_in: 90 }],
    [201, { request_uri: 'urn:x:1' }],
    [201, { request_uri: 7, expires_in: 90 }],
  ])('refuses %s %j', async (status, body) => {
    const error = await appErrorOf(() => readPushedRequest(bankAnswer(status, body), 'Pushed request'))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
  })
})
