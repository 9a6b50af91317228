// What a bank profile says of ID tokens, claim by claim: strict without it, a warning that says as much with it.

import { beforeAll, describe, expect, it } from 'vitest'
import { checkIdToken, leftHalfOfHash } from '../../../../src/main/core/bank/id-token-checks.ts'
import { type IdTokenRules, idTokenRulesOf } from '../../../../src/main/core/bank/id-token-rules.ts'
import type { BankProfile, IdTokenTolerance, SubjectMeaning } from '../../../../src/shared/model/bank-profile.ts'
import { aBankProfile } from '../../../support/bank-session.ts'
import { type BankSigningKey, bankSigningKey, jws, resolverOf } from '../../../support/id-tokens.ts'

const now = new Date('2026-11-20T12:00:00Z')
const seconds = now.getTime() / 1000
const issuer = 'https://bank.example'

let key: BankSigningKey
let stranger: BankSigningKey
beforeAll(() => {
  key = bankSigningKey('key-1')
  stranger = bankSigningKey('key-1')
})

const strict: IdTokenRules = {
  issuer,
  algorithms: ['PS256'],
  subject: { authorizationEndpoint: 'consentId', tokenEndpoint: 'consentId' },
  tolerances: [],
  onlyWarns: false,
}

type From = 'authorizationEndpoint' | 'tokenEndpoint'

const claimsOf = (change: object) => ({
  ...{ iss: issuer, aud: 'client-1', sub: 'consent-1', exp: seconds + 300, iat: seconds, nonce: 'nonce-1' },
  ...{ c_hash: leftHalfOfHash('code', 'PS256'), s_hash: leftHalfOfHash('state', 'PS256') },
  ...{ acr: 'urn:openbanking:psd2:sca', auth_time: seconds - 10, openbanking_intent_id: 'consent-1', ...change },
})

const judged = async (
  change: object,
  rules: Partial<IdTokenRules> = {},
  from: From = 'tokenEndpoint',
  first?: { iss: string; sub: string },
) => {
  const expected = { nonce: 'nonce-1', state: 'state', code: 'code', consentId: 'consent-1', maxAge: 86_400 }
  const { verdicts, ok } = await checkIdToken({
    token: await jws(claimsOf(change), { alg: 'PS256', kid: 'key-1' }, key),
    from,
    rules: { ...strict, ...rules },
    clientId: 'client-1',
    expected: { ...expected, acrValues: ['urn:openbanking:psd2:sca'], ...(first && { first }) },
    keys: resolverOf([key.jwk]),
    now,
  })
  const of = (verdict: string) => verdicts.filter((one) => one.verdict === verdict)
  return { ok, failed: of('fail').map(({ claim }) => claim), warnings: of('warning') }
}

interface Case {
  claim: IdTokenTolerance['claim']
  fault: IdTokenTolerance['fault']
  value: unknown
  actual: string | null
}

const cases: Case[] = [
  { claim: 'acr', fault: 'absent', value: undefined, actual: null },
  { claim: 'acr', fault: 'other', value: 'urn:other', actual: 'urn:other' },
  { claim: 'auth_time', fault: 'absent', value: undefined, actual: null },
  { claim: 'auth_time', fault: 'other', value: seconds - 200_000, actual: '2026-11-18T04:26:40.000Z' },
  { claim: 'auth_time', fault: 'other', value: 'yesterday', actual: 'yesterday' },
  { claim: 'auth_time', fault: 'milliseconds', value: (seconds - 10) * 1000, actual: expect.any(String) },
  { claim: 'nonce', fault: 'absent', value: undefined, actual: null },
  { claim: 'nonce', fault: 'other', value: 'nonce-0', actual: 'nonce-0' },
  { claim: 'openbanking_intent_id', fault: 'absent', value: undefined, actual: null },
  { claim: 'openbanking_intent_id', fault: 'other', value: 'consent-2', actual: 'consent-2' },
  { claim: 'exp', fault: 'absent', value: undefined, actual: null },
  { claim: 'exp', fault: 'other', value: seconds - 3600, actual: '2026-11-20T11:00:00.000Z' },
  { claim: 'exp', fault: 'milliseconds', value: (seconds + 300) * 1000, actual: String((seconds + 300) * 1000) },
  // Over in whatever unit.
  { claim: 'exp', fault: 'other', value: (seconds - 3600) * 1000, actual: String((seconds - 3600) * 1000) },
  { claim: 'auth_time', fault: 'other', value: (seconds + 3600) * 1000, actual: expect.any(String) },
]
const sources: From[] = ['authorizationEndpoint', 'tokenEndpoint']
const faults: IdTokenTolerance['fault'][] = ['absent', 'other', 'milliseconds']

describe.each(sources)('tolerances at the %s', (from) => {
  it.each(cases)('$claim $fault ($value)', async ({ claim, fault, value, actual }) => {
    expect(await judged({ [claim]: value }, {}, from)).toMatchObject({ ok: false, failed: [claim], warnings: [] })

    const tolerated = await judged({ [claim]: value }, { tolerances: [{ claim, from: [from], fault }] }, from)
    expect(tolerated).toMatchObject({ ok: true, failed: [] })
    expect(tolerated.warnings).toEqual([{ claim, expected: expect.any(String), actual, clause: expect.any(String), verdict: 'warning' }])

    const others: IdTokenTolerance[] = [
      ...faults.filter((one) => one !== fault).map((one) => ({ claim, from: [from], fault: one })),
      { claim, from: [...sources.filter((one) => one !== from), 'refresh'], fault },
    ]
    expect(await judged({ [claim]: value }, { tolerances: others }, from)).toMatchObject({ ok: false, failed: [claim] })
  })
})

it('a tolerance says nothing of a claim that holds, nor of another claim', async () => {
  const tolerances: IdTokenTolerance[] = [{ claim: 'nonce', from: ['tokenEndpoint'], fault: 'other' }]
  expect(await judged({}, { tolerances })).toEqual({ ok: true, failed: [], warnings: [] })
  expect(await judged({ acr: 'urn:other', nonce: 'x' }, { tolerances })).toMatchObject({ ok: false, failed: ['acr'] })
})

describe('sub', () => {
  const rows: [SubjectMeaning, unknown, boolean][] = [
    ['consentId', 'consent-1', true],
    ['consentId', 'consent-2', false],
    ['consentId', 'client-1', false],
    ['consentId', undefined, false],
    ['clientId', 'client-1', true],
    ['clientId', 'consent-1', false],
    ['clientId', undefined, false],
    ['endUserId', 'customer-1', true],
    ['endUserId', 'consent-1', false],
    ['endUserId', 'client-1', false],
    ['endUserId', '', false],
    ['endUserId', 7, false],
    ['endUserId', undefined, false],
  ]
  it.each(rows)('as %s: %j holds: %s', async (meaning, sub, holds) => {
    const subject = { authorizationEndpoint: meaning, tokenEndpoint: meaning }
    for (const from of sources) expect((await judged({ sub }, { subject }, from)).failed).toEqual(holds ? [] : ['sub'])
  })

  it('is judged by the meaning of its endpoint', async () => {
    const subject = { authorizationEndpoint: 'clientId', tokenEndpoint: 'consentId' } as const
    expect((await judged({ sub: 'client-1' }, { subject }, 'authorizationEndpoint')).failed).toEqual([])
    expect((await judged({ sub: 'client-1' }, { subject }, 'tokenEndpoint')).failed).toEqual(['sub'])
  })

  it('is the same in both tokens where it means the same, and only there', async () => {
    const same = { authorizationEndpoint: 'endUserId', tokenEndpoint: 'endUserId' } as const
    const first = { iss: issuer, sub: 'customer-1' }
    expect((await judged({ sub: 'customer-1' }, { subject: same }, 'tokenEndpoint', first)).failed).toEqual([])
    expect((await judged({ sub: 'customer-2' }, { subject: same }, 'tokenEndpoint', first)).failed).toEqual(['sub'])
    const different = { authorizationEndpoint: 'endUserId', tokenEndpoint: 'consentId' } as const
    expect((await judged({}, { subject: different }, 'tokenEndpoint', first)).failed).toEqual([])
  })
})

describe('a token that only warns', () => {
  it('fails in nothing, and says what is wrong', async () => {
    const outcome = await judged({ iss: 'https://other.example', aud: 'client-2', c_hash: 'x' }, { onlyWarns: true })
    expect([outcome.ok, outcome.failed, outcome.warnings.map(({ claim }) => claim)]).toEqual([true, [], ['iss', 'aud', 'c_hash']])
  })

  it('need not even be signed by the bank, or be readable', async () => {
    const rules = { ...strict, onlyWarns: true }
    const expected = { nonce: 'nonce-1', consentId: 'consent-1', acrValues: [] }
    for (const token of [await jws(claimsOf({}), { alg: 'PS256', kid: 'key-1' }, stranger), 'nonsense']) {
      const keys = resolverOf([key.jwk])
      const { ok, verdicts } = await checkIdToken({ token, from: 'tokenEndpoint', rules, clientId: 'client-1', expected, keys, now })
      expect(ok).toBe(true)
      expect(verdicts).toContainEqual(expect.objectContaining({ claim: 'signature', verdict: 'warning' }))
    }
  })
})

describe('idTokenRulesOf', () => {
  const endpoints = {
    ...{ issuer, authorizationEndpoint: '', tokenEndpoint: '', registrationEndpoint: null, jwksUri: '' },
    pushedAuthorizationRequestEndpoint: null,
  }
  const rulesOf = (idToken: Partial<BankProfile['idToken']>, changes: Partial<BankProfile> = {}) => {
    const profile = aBankProfile()
    return idTokenRulesOf({ profile: { ...profile, ...changes, idToken: { ...profile.idToken, ...idToken } }, endpoints })
  }

  it('is strict by default', () => {
    expect(rulesOf({})).toEqual(strict)
  })

  it('takes issuer, algorithms and meanings from the profile', () => {
    const group = 'https://group.example'
    expect(rulesOf({ issuer: group, subject: 'endUserId' }, { signingAlgorithms: ['ES256'] })).toMatchObject({
      issuer: group,
      algorithms: ['ES256'],
      subject: { authorizationEndpoint: 'endUserId', tokenEndpoint: 'endUserId' },
    })
    expect(rulesOf({ authorizationEndpointSubject: 'clientId' }).subject).toEqual({
      authorizationEndpoint: 'clientId',
      tokenEndpoint: 'consentId',
    })
  })

  it.each([
    ['sandbox', true],
    ['modelBank', true],
    ['live', false],
  ] as const)('only warns of a bank of the environment %s: %s', (environment, onlyWarns) => {
    expect(rulesOf({ judged: 'asWarnings' }, { environment }).onlyWarns).toBe(onlyWarns)
  })
})
