// OIDC Core 12.2, claim by claim.

import { beforeAll, describe, expect, it } from 'vitest'
import { leftHalfOfHash } from '../../../../src/main/core/bank/id-token-checks.ts'
import { checkRefreshedIdToken, type IdTokenFacts } from '../../../../src/main/core/bank/refreshed-id-token.ts'
import { AppError } from '../../../../src/shared/errors.ts'
import type { BankProfile, IdTokenTolerance } from '../../../../src/shared/model/bank-profile.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { aBankProfile } from '../../../support/bank-session.ts'
import { type BankSigningKey, bankSigningKey, jws, resolverOf } from '../../../support/id-tokens.ts'

const now = new Date('2026-11-20T12:00:00Z')
const seconds = now.getTime() / 1000
const issuer = 'https://bank.example'
const first: IdTokenFacts = { iss: issuer, sub: 'consent-1', aud: ['client-1'], authTime: seconds - 86_400, nonce: 'nonce-1' }

let key: BankSigningKey
let stranger: BankSigningKey
beforeAll(() => {
  key = bankSigningKey('key-1')
  stranger = bankSigningKey('key-1')
})

const endpoints = {
  ...{ issuer, authorizationEndpoint: '', tokenEndpoint: '', registrationEndpoint: null, jwksUri: '' },
  pushedAuthorizationRequestEndpoint: null,
}
const client = { clientId: 'client-1', authMethod: 'tls_client_auth', clientSecret: null } as const
const claims = { iss: issuer, sub: 'consent-1', aud: 'client-1', exp: seconds + 300, iat: seconds }

const judged = async (
  change: object,
  {
    before = first,
    idToken,
    signer = key,
  }: { before?: IdTokenFacts | null; idToken?: Partial<BankProfile['idToken']>; signer?: BankSigningKey } = {},
) => {
  const profile = aBankProfile()
  const { ok, verdicts } = await checkRefreshedIdToken({
    token: await jws({ ...claims, ...change }, { alg: 'PS256', kid: 'key-1' }, signer),
    session: { profile: { ...profile, idToken: { ...profile.idToken, ...idToken } }, endpoints, client },
    keys: resolverOf([key.jwk]),
    now,
    consentId: 'consent-1',
    accessToken: 'access-2',
    first: before,
  })
  const of = (verdict: string) => verdicts.filter((one) => one.verdict === verdict).map(({ claim }) => claim)
  return { ok, failed: of('fail'), warned: of('warning') }
}

describe('an ID token of a refresh', () => {
  const good: [string, object][] = [
    ['with what it must have', {}],
    ['with the first nonce', { nonce: 'nonce-1' }],
    ['with the time of the first authentication', { auth_time: seconds - 86_400 }],
    ['with a hash of the new access token', { at_hash: leftHalfOfHash('access-2', 'PS256') }],
    ['with the consent', { openbanking_intent_id: 'consent-1' }],
    ['for us and others, with us as azp', { aud: ['client-1', 'client-2'], azp: 'client-1' }],
  ]
  it.each(good)('%s', async (_, change) => {
    expect(await judged(change)).toEqual({ ok: true, failed: [], warned: [] })
  })

  const bad: [string, object, string[]][] = [
    ['of another issuer', { iss: 'https://other.example' }, ['iss']],
    ['without issuer', { iss: undefined }, ['iss']],
    ['of another subject', { sub: 'consent-2' }, ['sub']],
    ['without subject', { sub: undefined }, ['sub']],
    ['for another client', { aud: 'client-2' }, ['aud']],
    ['for nobody', { aud: undefined }, ['aud']],
    ['for us and others, without azp', { aud: ['client-1', 'client-2'] }, ['azp']],
    ['with another client as azp', { azp: 'client-2' }, ['azp']],
    ['that is over', { exp: seconds - 3600 }, ['exp']],
    ['without an end', { exp: undefined }, ['exp']],
    ['kept back for days', { iat: seconds - 200_000 }, ['iat']],
    ['from the future', { iat: seconds + 3600 }, ['iat']],
    ['with another nonce', { nonce: 'nonce-2' }, ['nonce']],
    ['with the time of the refresh', { auth_time: seconds }, ['auth_time']],
    ['with a hash of another access token', { at_hash: leftHalfOfHash('access-1', 'PS256') }, ['at_hash']],
    ['with another consent', { openbanking_intent_id: 'consent-2' }, ['openbanking_intent_id']],
  ]
  it.each(bad)('%s is refused', async (_, change, failed) => {
    expect(await judged(change)).toMatchObject({ ok: false, failed })
  })

  it('signed by another is refused', async () => {
    expect(await judged({}, { signer: stranger })).toMatchObject({ ok: false, failed: ['signature'] })
  })

  it('is judged by the profile where none was kept', async () => {
    const none = { before: null }
    expect((await judged({ nonce: 'any', auth_time: seconds }, none)).failed).toEqual([])
    expect((await judged({ sub: 'customer-1', iss: 'https://other.example' }, none)).failed).toEqual(['iss', 'sub'])
    expect((await judged({ sub: 'customer-1' }, { ...none, idToken: { subject: 'endUserId' } })).failed).toEqual([])
  })

  it('names every audience of the first again', async () => {
    const before = { ...first, aud: ['client-1', 'client-2'] }
    expect((await judged({}, { before })).failed).toEqual(['aud'])
  })

  const tolerances: [IdTokenTolerance['claim'], IdTokenTolerance['fault'], unknown][] = [
    ['nonce', 'other', 'nonce-2'],
    ['auth_time', 'other', seconds],
    ['auth_time', 'milliseconds', (seconds - 86_400) * 1000],
    ['openbanking_intent_id', 'other', 'consent-2'],
    ['exp', 'milliseconds', (seconds + 300) * 1000],
    ['exp', 'absent', undefined],
  ]
  it.each(tolerances)('%s %s is put up with where the profile says so of refreshes', async (claim, fault, value) => {
    const at = (from: IdTokenTolerance['from']) => judged({ [claim]: value }, { idToken: { tolerances: [{ claim, from, fault }] } })
    expect(await at(['refresh'])).toEqual({ ok: true, failed: [], warned: [claim] })
    expect(await at(['authorizationEndpoint', 'tokenEndpoint'])).toEqual({ ok: false, failed: [claim], warned: [] })
  })

  it('of a sandbox that proves nothing only warns', async () => {
    expect(await judged({ sub: 'x' }, { signer: stranger, idToken: { judged: 'asWarnings' } })).toEqual({
      ok: true,
      failed: [],
      warned: ['signature', 'sub'],
    })
  })

  it('lets through what the key resolver throws', async () => {
    const keys = async () => {
      throw new AppError('BANK_UNREACHABLE', 'Bank is not reachable')
    }
    const token = await jws(claims, { alg: 'PS256', kid: 'key-1' }, key)
    const session = { profile: aBankProfile(), endpoints, client }
    const checking = checkRefreshedIdToken({ token, session, keys, now, consentId: 'consent-1', accessToken: 'access-2', first })
    const error = await appErrorOf(() => checking)
    expect(error.code).toBe('BANK_UNREACHABLE')
  })
})
