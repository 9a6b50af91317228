import { beforeAll, describe, expect, it } from 'vitest'
import { requireAll } from '../../../../src/main/core/bank/claim-checks.ts'
import { checkIdToken, type IdTokenInput, leftHalfOfHash } from '../../../../src/main/core/bank/id-token-checks.ts'
import type { IdTokenRules } from '../../../../src/main/core/bank/id-token-rules.ts'
import { checkResponseMode, checkResponseParameters } from '../../../../src/main/core/bank/response-checks.ts'
import { AppError, type Verdict } from '../../../../src/shared/errors.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { type BankSigningKey, bankSigningKey, jws, resolverOf } from '../../../support/id-tokens.ts'

const now = new Date('2026-11-20T12:00:00Z')
const seconds = now.getTime() / 1000
const issuer = 'https://bank.example'

let key: BankSigningKey
beforeAll(() => {
  key = bankSigningKey('key-1')
})

const claimsOf = (change: object = {}) => ({
  iss: issuer,
  aud: 'client-1',
  sub: 'customer-1',
  exp: seconds + 300,
  iat: seconds,
  nonce: 'nonce-1',
  c_hash: leftHalfOfHash('secret-code', 'PS256'),
  s_hash: leftHalfOfHash('secret-state', 'PS256'),
  acr: 'urn:openbanking:psd2:sca',
  openbanking_intent_id: 'consent-1',
  ...change,
})

const rules: IdTokenRules = {
  issuer,
  algorithms: ['PS256'],
  subject: { authorizationEndpoint: 'endUserId', tokenEndpoint: 'endUserId' },
  tolerances: [],
  onlyWarns: false,
}

async function judged(change: object = {}, expected: Partial<IdTokenInput['expected']> = {}, changed: Partial<IdTokenRules> = {}) {
  return checkIdToken({
    token: await jws(claimsOf(change), { alg: 'PS256', kid: 'key-1' }, key),
    from: 'authorizationEndpoint',
    rules: { ...rules, ...changed },
    clientId: 'client-1',
    expected: {
      nonce: 'nonce-1',
      state: 'secret-state',
      code: 'secret-code',
      consentId: 'consent-1',
      acrValues: ['urn:openbanking:psd2:sca'],
      ...expected,
    },
    keys: resolverOf([key.jwk]),
    now,
  })
}

const verdictOf = (verdicts: Verdict[], claim: string) => verdicts.find((verdict) => verdict.claim === claim)

describe('checkIdToken', () => {
  it('gives a verdict on every claim, in words', async () => {
    const { verdicts, ok, claims } = await judged({ nickname: 'Ann' })
    expect(ok).toBe(true)
    expect(claims?.sub).toBe('customer-1')
    expect(verdicts.map(({ claim, verdict }) => `${claim} ${verdict}`)).toEqual([
      'alg pass',
      'kid pass',
      'signature pass',
      'iss pass',
      'aud pass',
      'azp notApplicable',
      'sub pass',
      'exp pass',
      'iat pass',
      'nbf notApplicable',
      'nonce pass',
      's_hash pass',
      'c_hash pass',
      'at_hash notApplicable',
      'acr pass',
      'auth_time notApplicable',
      'openbanking_intent_id pass',
      'nickname notApplicable',
    ])
    expect(verdictOf(verdicts, 'exp')).toEqual({
      claim: 'exp',
      expected: 'after 2026-11-20T12:00:00.000Z',
      actual: '2026-11-20T12:05:00.000Z',
      clause: 'OIDC Core 3.1.3.7 (9)',
      verdict: 'pass',
    })
  })

  it('shows neither code nor state nor the value of an unknown claim', async () => {
    const { verdicts } = await judged({ c_hash: 'wrong', s_hash: 'wrong', extra: 'private-detail' })
    expect(JSON.stringify(verdicts)).not.toMatch(/secret-code|secret-state|private-detail/)
  })

  it.each([
    ['exp a minute ago', { exp: seconds - 60 }, 'exp', 'fail'],
    ['exp 59 seconds ago', { exp: seconds - 59 }, 'exp', 'pass'],
    ['iat an hour ago', { iat: seconds - 3600 }, 'iat', 'pass'],
    ['iat more than an hour ago', { iat: seconds - 3601 }, 'iat', 'fail'],
    ['iat a minute ahead', { iat: seconds + 60 }, 'iat', 'pass'],
    ['iat more than a minute ahead', { iat: seconds + 61 }, 'iat', 'fail'],
    ['nbf a minute ahead', { nbf: seconds + 60 }, 'nbf', 'pass'],
    ['nbf more than a minute ahead', { nbf: seconds + 61 }, 'nbf', 'fail'],
    ['exp beyond all dates', { exp: 1e300 }, 'exp', 'pass'],
    ['aud as a number', { aud: 7 }, 'aud', 'fail'],
    ['aud as an empty list', { aud: [] }, 'aud', 'fail'],
    ['claims that are null', { aud: null }, 'aud', 'fail'],
  ])('%s', async (_, change, claim, verdict) => {
    const { verdicts, ok } = await judged(change)
    expect(verdictOf(verdicts, claim)?.verdict).toBe(verdict)
    expect(ok).toBe(verdict === 'pass')
  })

  it('leaves acr unjudged when the profile asks for none', async () => {
    const { verdicts, ok } = await judged({ acr: 'anything' }, { acrValues: [] })
    expect(ok).toBe(true)
    expect(verdictOf(verdicts, 'acr')?.verdict).toBe('notApplicable')
  })

  it('refuses a token whose algorithm is not the agreed one, whatever signed it', async () => {
    const { verdicts, ok } = await judged({}, {}, { algorithms: ['ES256'] })
    expect(ok).toBe(false)
    expect(verdictOf(verdicts, 'signature')?.verdict).toBe('fail')
  })

  it('lets through what the key resolver throws', async () => {
    const keys = async () => {
      throw new AppError('BANK_UNREACHABLE', 'Bank is not reachable')
    }
    const token = await jws(claimsOf(), { alg: 'PS256', kid: 'key-1' }, key)
    const expected = { nonce: 'n', consentId: 'c', acrValues: [] }
    const checking = checkIdToken({ token, from: 'tokenEndpoint', rules, clientId: 'client-1', expected, keys, now })
    expect((await appErrorOf(() => checking)).code).toBe('BANK_UNREACHABLE')
  })
})

describe('leftHalfOfHash', () => {
  // OIDC Core A.3 and A.4: the standard's own examples.
  it('agrees with the examples of OIDC Core', () => {
    expect(leftHalfOfHash('jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y', 'RS256')).toBe('77QmUPtjPfzWtF2AnpK9RQ')
    expect(leftHalfOfHash('Qcb0Orv1zh30vL1MPRsbm-diHiMwcLyZvn1arpZv-Jxf_11jnpEX3Tgfvk', 'RS256')).toBe('LDktKdoQak3Pk0cnXxCltA')
  })

  it('knows no hash for other algorithms', () => {
    expect(leftHalfOfHash('a', 'none')).toBeNull()
    expect(leftHalfOfHash('a', 'HS256')).toBeNull()
  })
})

describe('checkResponseParameters', () => {
  const expected = { state: 'secret-state', issuer, responseType: 'code id_token' as const }

  it('holds for a complete answer and shows no value', () => {
    const verdicts = checkResponseParameters(
      { code: 'secret-code', state: 'secret-state', id_token: 'secret-token', iss: issuer },
      expected,
    )
    expect(verdicts.map(({ claim, verdict }) => `${claim} ${verdict}`)).toEqual([
      'state pass',
      'iss (parameter) pass',
      'code pass',
      'id_token pass',
    ])
    expect(JSON.stringify(verdicts)).not.toContain('secret')
  })

  it('asks for no ID token where none was asked for, and for nothing more in an error', () => {
    expect(
      checkResponseParameters({ code: 'c', state: 'secret-state' }, { ...expected, responseType: 'code' }).map(({ claim }) => claim),
    ).not.toContain('id_token')
    expect(checkResponseParameters({ error: 'access_denied', state: 'secret-state' }, expected).map(({ verdict }) => verdict)).toEqual([
      'pass',
      'notApplicable',
    ])
    expect(checkResponseParameters({ error: 'access_denied', state: 'x' }, expected)[0]?.verdict).toBe('fail')
  })

  it.each<Record<string, string>>([{ code: 'c', id_token: 't' }, { error: 'access_denied' }])(
    'misses iss where the bank publishes that it sends it: %o',
    (answer) => {
      const verdicts = checkResponseParameters({ ...answer, state: 'secret-state' }, { ...expected, issRequired: true })
      expect(verdicts.filter(({ verdict }) => verdict === 'fail')).toEqual([
        { claim: 'iss (parameter)', expected: issuer, actual: null, clause: 'RFC 9207 2.4', verdict: 'fail' },
      ])
    },
  )

  it('refuses an answer without its ID token, and an empty code', () => {
    expect(
      checkResponseParameters({ code: '', state: 'secret-state' }, expected)
        .slice(2)
        .map(({ verdict }) => verdict),
    ).toEqual(['fail', 'fail'])
  })
})

describe('checkResponseMode', () => {
  type Row = [
    came: 'query' | 'fragment' | 'jarm' | 'bare',
    expected: 'query' | 'fragment' | 'jwt',
    isError: boolean,
    verdict: Verdict['verdict'],
  ]
  const rows: Row[] = [
    ['fragment', 'fragment', false, 'pass'],
    ['query', 'fragment', false, 'fail'],
    ['bare', 'fragment', false, 'notApplicable'],
    ['jarm', 'fragment', false, 'fail'],
    ['query', 'fragment', true, 'notApplicable'],
    ['jarm', 'fragment', true, 'fail'],
    ['query', 'query', false, 'pass'],
    ['fragment', 'query', false, 'fail'],
    ['bare', 'query', false, 'notApplicable'],
    ['jarm', 'query', false, 'fail'],
    ['fragment', 'query', true, 'notApplicable'],
    ['jarm', 'jwt', false, 'pass'],
    ['query', 'jwt', false, 'fail'],
    ['fragment', 'jwt', false, 'fail'],
    // What is signed can be told by itself, however it was pasted; what is not signed could be anybody's, an error too.
    ['bare', 'jwt', false, 'fail'],
    ['query', 'jwt', true, 'fail'],
    ['jarm', 'jwt', true, 'pass'],
  ]
  it.each(rows)('%s where %s is expected (an error: %s): %s', (came, expected, isError, verdict) => {
    expect(checkResponseMode(came, expected, isError)).toMatchObject({ claim: 'response_mode', expected, verdict })
  })
})

describe('requireAll', () => {
  it('returns when all hold', async () => {
    const { verdicts } = await judged()
    expect(requireAll(verdicts, 'ID token')).toBeUndefined()
  })

  it('names the first claim that failed, with the list and the exchange', async () => {
    const { verdicts } = await judged({ nonce: 'other', acr: undefined })
    const error = await appErrorOf(() => requireAll(verdicts, 'ID token of the redirect', 'log-1'))
    expect(error.code).toBe('AUTHORISATION_FAILED')
    expect(error.message).toBe('ID token of the redirect is refused: nonce should be nonce-1, it is other (OIDC Core 3.1.3.7 (11))')
    expect(error.details.checks).toEqual(verdicts)
    expect(error.details.requestLogId).toBe('log-1')
    expect(error.details.remedy).toBeTruthy()
  })

  it('says of an absent claim that it is absent', async () => {
    const { verdicts } = await judged({ openbanking_intent_id: undefined })
    const { message } = await appErrorOf(() => requireAll(verdicts, 'ID token'))
    expect(message).toBe(
      'ID token is refused: openbanking_intent_id should be consent-1, it is absent (UK OB Security Profile, Hybrid Grant Parameters)',
    )
  })

  it('tells a signature apart', async () => {
    const { verdicts } = await judged({}, {}, { algorithms: ['ES256'] })
    expect((await appErrorOf(() => requireAll(verdicts, 'ID token'))).code).toBe('BANK_SIGNATURE_INVALID')
  })
})
