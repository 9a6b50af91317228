import { describe, expect, it } from 'vitest'
import { readPushedRequest, readTokens, requireTokens } from '../../../../src/main/core/bank/token-response.ts'
import { appErrorOf, bankAnswer } from '../../../support/bank-answer.ts'

const good = { access_token: 'at', token_type: 'Bearer', expires_in: 300, scope: 'accounts' }

type Tolerances = Parameters<typeof readTokens>[2]['tolerances']
const read = (body: object, scope: string | null, tolerances: Tolerances = []) =>
  readTokens(bankAnswer(200, body), 'Token request', { scope, tolerances })

describe('readTokens', () => {
  const taken: [string, object, object][] = [
    ['token_type in any case', { ...good, token_type: 'bEARER' }, { accessToken: 'at' }],
    ['no scope: the one asked for (RFC 6749 §5.1)', { ...good, scope: undefined }, { scope: 'openid accounts' }],
    ['a narrower scope', good, { scope: 'accounts' }],
    ['no expires_in', { ...good, expires_in: undefined }, { expiresIn: null }],
    ['digits as expires_in', { ...good, expires_in: '60' }, { expiresIn: 60 }],
    ['a time that no calendar has', { ...good, expires_in: 2 ** 63 }, { expiresIn: null }],
    ['null for what is absent', { ...good, refresh_token: null, id_token: null }, { refreshToken: null, idToken: null }],
  ]
  it.each(taken)('takes %s', async (_name, body, expected) => {
    expect(read(body, 'openid accounts')).toMatchObject(expected)
  })

  const refused: [string, number, object | string, RegExp][] = [
    ['text', 200, 'welcome', /JSON/],
    ['a JSON string', 200, '"at"', /access_token is missing/],
    ['null', 200, 'null', /access_token is missing/],
    ['no access_token', 200, { ...good, access_token: undefined }, /access_token is missing/],
    ['an empty access_token', 200, { ...good, access_token: '' }, /access_token is missing/],
    ['a number as access_token', 200, { ...good, access_token: 7 }, /access_token is not a string/],
    ['201', 201, good, /answered with 201/],
    ['a redirect', 302, '', /answered with 302/],
  ]
  it.each(refused)('refuses %s', async (_name, status, body, message) => {
    const response = bankAnswer(status, body)
    const error = await appErrorOf(() => readTokens(response, 'Token request', { scope: 'accounts', tolerances: [] }))
    expect(error.code).toBe('BANK_INVALID_RESPONSE')
    expect(error.message).toMatch(message)
    expect(error.message).not.toContain('"at"')
    expect(error.details.requestLogId).toBe(response.requestLogId)
  })

  const failing: [string, object, string, object][] = [
    ['no token_type', { token_type: undefined }, 'token_type should be Bearer (RFC 6749 5.1)', {}],
    ['another token_type', { token_type: 'DPoP' }, 'token_type should be Bearer (RFC 6749 5.1)', {}],
    ['a list as scope', { scope: ['accounts'] }, 'scope should be text (RFC 6749 5.1)', { scope: 'accounts' }],
    ['a negative expires_in', { expires_in: -1 }, 'expires_in should be a number of seconds (RFC 6749 5.1)', { expiresIn: null }],
    ['a fraction as text', { expires_in: '600.0' }, 'expires_in should be a number of seconds (RFC 6749 5.1)', { expiresIn: null }],
    ['words as expires_in', { expires_in: 'soon' }, 'expires_in should be a number of seconds (RFC 6749 5.1)', { expiresIn: null }],
    ['an object as id_token', { id_token: {} }, 'id_token should be text (RFC 6749 5.1)', { idToken: null }],
    ['a list as refresh_token', { refresh_token: ['rt2'] }, 'refresh_token should be text (RFC 6749 5.1)', { refreshToken: null }],
  ]
  it.each(failing)('reads the tokens beside %s, which is refused only after', async (_name, more, problem, read) => {
    const response = bankAnswer(200, { ...good, refresh_token: 'rt', ...more })
    const tokens = readTokens(response, 'Token refresh', { scope: 'accounts', tolerances: ['extraScope', 'emptyScope'] })
    expect(tokens).toMatchObject({ accessToken: 'at', refreshToken: 'rt', ...read })
    const error = await appErrorOf(() => requireTokens(tokens, 'Token refresh'))
    expect(error).toMatchObject({ code: 'BANK_INVALID_RESPONSE', message: `Token refresh is refused: ${problem}` })
    expect(error.details).toMatchObject({ requestLogId: response.requestLogId, remedy: expect.stringMatching(/^Look at the exchange/) })
    expect(JSON.stringify(error.toData())).not.toContain('rt2')
  })

  it('leaves the scope unjudged when there is nothing to compare it with', () => {
    expect(read({ ...good, scope: 'accounts payments' }, null)).toMatchObject({ scope: 'accounts payments' })
    expect(read({ ...good, scope: undefined }, null)).toMatchObject({ scope: '' })
  })
})

describe('what is judged about a token response', () => {
  const verdictsOn = (body: object, tolerances: Tolerances = []) =>
    Object.fromEntries(read(body, 'accounts', tolerances).verdicts.map(({ claim, verdict }) => [claim, verdict]))

  it.each<[string, object, Tolerances, object]>([
    ['all is well', good, [], { token_type: 'pass', scope: 'pass' }],
    ['no scope', { ...good, scope: undefined }, [], { token_type: 'pass', scope: 'notApplicable' }],
    ['null as scope', { ...good, scope: null }, [], { token_type: 'pass', scope: 'notApplicable' }],
    ['bearer in lower case', { ...good, token_type: 'bearer' }, [], { token_type: 'warning', scope: 'pass' }],
    ['the same where that is known', { ...good, token_type: 'bearer' }, ['tokenTypeCase'], { token_type: 'warning', scope: 'pass' }],
    ['an empty scope', { ...good, scope: '' }, [], { token_type: 'pass', scope: 'fail' }],
    ['an empty scope, put up with', { ...good, scope: '' }, ['emptyScope'], { token_type: 'pass', scope: 'warning' }],
    ['an empty scope, where wider ones are put up with', { ...good, scope: '' }, ['extraScope'], { token_type: 'pass', scope: 'fail' }],
    ['a wider scope', { ...good, scope: 'accounts payments' }, [], { token_type: 'pass', scope: 'fail' }],
    ['a wider scope, put up with', { ...good, scope: 'accounts payments' }, ['extraScope'], { token_type: 'pass', scope: 'warning' }],
    ['another scope', { ...good, scope: 'payments' }, ['emptyScope'], { token_type: 'pass', scope: 'fail' }],
  ])('%s', (_name, body, tolerances, expected) => expect(verdictsOn(body, tolerances)).toEqual(expected))

  it('another case of token_type is a warning, which says where it is known of the bank', () => {
    const expectedOf = (tolerances: Tolerances) => read({ ...good, token_type: 'bearer' }, 'accounts', tolerances).verdicts[0]?.expected
    expect([expectedOf([]), expectedOf(['tokenTypeCase'])]).toEqual(['Bearer', 'Bearer; another case is known of this bank'])
  })

  it.each<[string, object, boolean | undefined, string[]]>([
    ['missing where one is sent', {}, true, ['warning an ID token']],
    ['missing where that is known', {}, false, ['warning an ID token; that there is none is known of this bank']],
    ['empty', { id_token: '' }, true, ['warning an ID token']],
    ['there', { id_token: 'a.b.c' }, true, []],
    ['missing where nobody misses it', {}, undefined, []],
  ])('the ID token of a refresh is %s', (_name, more, refreshIdToken, expected) => {
    const { verdicts } = readTokens(bankAnswer(200, { ...good, ...more }), 'Token refresh', { scope: null, tolerances: [], refreshIdToken })
    expect(verdicts.filter(({ claim }) => claim === 'id_token').map((one) => `${one.verdict} ${one.expected}`)).toEqual(expected)
  })

  it.each([1e11 + 1, 2 ** 63, '99999999999999999999'])('%s as expires_in is a warning', (expires_in) => {
    const { verdicts, expiresIn } = read({ ...good, expires_in }, 'accounts')
    expect(expiresIn).toBeNull()
    expect(verdicts).toContainEqual(expect.objectContaining({ claim: 'expires_in', verdict: 'warning', actual: String(expires_in) }))
  })

  it('an empty scope stands for the one asked for, a wider one for itself', () => {
    expect(read({ ...good, scope: '' }, 'accounts', ['emptyScope']).scope).toBe('accounts')
    expect(read({ ...good, scope: 'accounts payments' }, 'accounts', ['extraScope']).scope).toBe('accounts payments')
  })

  it.each<[string, string, string, string]>([
    ['accounts payments', 'FAPI 1.0 Baseline 5.2.3', 'accounts, or less', 'extraScope'],
    ['', 'RFC 6749 3.3', 'accounts, or less', 'emptyScope'],
  ])('the scope "%s" is refused with the check list, and the tolerance named', async (scope, clause, expected, tolerance) => {
    const tokens = read({ ...good, scope }, 'accounts')
    const error = await appErrorOf(() => requireTokens(tokens, 'Token request'))
    expect(error).toMatchObject({
      code: 'BANK_INVALID_RESPONSE',
      message: `Token request is refused: scope should be ${expected} (${clause})`,
      details: { requestLogId: tokens.requestLogId, remedy: expect.stringContaining(`add ${tolerance} to`) },
    })
    expect(error.details.checks?.map(({ claim, actual, verdict }) => [claim, actual, verdict])).toEqual([
      ['token_type', 'Bearer', 'pass'],
      ['scope', scope, 'fail'],
    ])
  })

  it('warnings refuse nothing', () => {
    const tokens = read({ ...good, token_type: 'BEARER' }, 'accounts')
    expect(requireTokens(tokens, 'Token request')).toBe(tokens)
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
