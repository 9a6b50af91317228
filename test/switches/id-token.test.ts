// Each switch of the model bank about ID tokens, from both sides: a client that does not know of it fails, one whose profile says
// so succeeds; what is only put up with becomes a warning that names what was expected and what came.

import { describe, expect, test } from 'vitest'
import { standIns } from '../../src/shared/bank-persona.ts'
import type { BankBehaviour } from '../../src/shared/model/bank-behaviour.ts'
import { failed, type ProfileChanges, shareSwitches, warned } from '../support/switch-bank.ts'

const { bankWith } = shareSwitches()
const authorised = { error: null, consent: { status: 'authorised' } }

interface Pair {
  name: string
  behaviour: Partial<BankBehaviour>
  claim: string
  profile: (issuer: string) => ProfileChanges
}

const pairs: Pair[] = [
  {
    name: 'idTokenIssuer=root',
    behaviour: { idTokenIssuer: 'root' },
    claim: 'iss',
    profile: (issuer) => ({ idToken: { issuer: standIns.groupRoot(issuer) } }),
  },
  {
    name: 'idTokenSubject=endUserId',
    behaviour: { idTokenSubject: 'endUserId' },
    claim: 'sub',
    profile: () => ({ idToken: { subject: 'endUserId' } }),
  },
  {
    name: 'idTokenSubject=clientId',
    behaviour: { idTokenSubject: 'clientId' },
    claim: 'sub',
    profile: () => ({ idToken: { subject: 'clientId' } }),
  },
  ...(['clientId', 'endUserId'] as const).map((authorizationEndpointSubject) => ({
    name: `idTokenSubjectOfRedirect=${authorizationEndpointSubject}`,
    behaviour: { idTokenSubjectOfRedirect: authorizationEndpointSubject },
    claim: 'sub',
    profile: () => ({ idToken: { authorizationEndpointSubject } }),
  })),
  {
    // The customer is the subject everywhere else.
    name: 'idTokenSubjectOfRedirect=consentId',
    behaviour: { idTokenSubject: 'endUserId', idTokenSubjectOfRedirect: 'consentId' },
    claim: 'sub',
    profile: () => ({ idToken: { subject: 'endUserId', authorizationEndpointSubject: 'consentId' } }),
  },
]

describe.each(pairs)('switch $name', ({ behaviour, claim, profile }) => {
  test('without the profile’s value it fails', async () => {
    const outcome = await (await bankWith(behaviour)).attempt()
    expect(outcome.error).toMatchObject({ code: 'AUTHORISATION_FAILED', message: expect.stringContaining(`refused: ${claim} should be`) })
    expect(failed(outcome)).toEqual([claim])
  })

  test('with it it succeeds, and nothing is put up with', async () => {
    const bank = await bankWith(behaviour)
    const outcome = await bank.attempt(profile(bank.issuer))
    expect(outcome).toMatchObject(authorised)
    expect([warned(outcome), failed(outcome)]).toEqual([[], []])
  })
})

type Fault = BankBehaviour['idTokenFaults'][number]
const both = ['authorizationEndpoint', 'tokenEndpoint'] as const
const faults: Fault[] = both.flatMap((from) => [
  { claim: 'acr', from, fault: 'absent' },
  { claim: 'acr', from, fault: 'other' },
  { claim: 'auth_time', from, fault: 'absent' },
  { claim: 'auth_time', from, fault: 'other' },
  { claim: 'auth_time', from, fault: 'milliseconds' },
  { claim: 'nonce', from, fault: 'absent' },
  { claim: 'nonce', from, fault: 'other' },
  { claim: 'openbanking_intent_id', from, fault: 'absent' },
  { claim: 'openbanking_intent_id', from, fault: 'other' },
  { claim: 'exp', from, fault: 'absent' },
  { claim: 'exp', from, fault: 'other' },
  { claim: 'exp', from, fault: 'milliseconds' },
])

describe.each(faults)('switch idTokenFaults=$claim $fault from $from', (fault) => {
  const { claim, from } = fault

  test('without the profile’s tolerance it fails', async () => {
    const outcome = await (await bankWith({ idTokenFaults: [fault] })).attempt()
    expect(outcome.error).toMatchObject({ code: 'AUTHORISATION_FAILED', message: expect.stringContaining(`${claim} should be`) })
    expect(failed(outcome)).toEqual([claim])
  })

  test('with it it succeeds, with a warning of that claim alone', async () => {
    const bank = await bankWith({ idTokenFaults: [fault] })
    const outcome = await bank.attempt({ idToken: { tolerances: [{ ...fault, from: [from] }] } })
    expect(outcome).toMatchObject(authorised)
    const warnings = outcome.checks.filter(({ verdict }) => verdict === 'warning')
    expect(warnings).toMatchObject([{ claim, expected: expect.any(String), clause: expect.any(String) }])
    expect(warnings[0]?.actual === null).toBe(fault.fault === 'absent')
  })

  test('a tolerance of the other endpoint, or of another fault, is none', async () => {
    const bank = await bankWith({ idTokenFaults: [fault] })
    const elsewhere = both.filter((one) => one !== from)
    const others = (['absent', 'other', 'milliseconds'] as const).filter((one) => one !== fault.fault)
    const tolerances = [{ claim, from: elsewhere, fault: fault.fault }, ...others.map((one) => ({ claim, from: [from], fault: one }))]
    expect(failed(await bank.attempt({ idToken: { tolerances } }))).toEqual([claim])
  })
})

const ofRefresh: Fault[] = [
  { claim: 'auth_time', from: 'refresh', fault: 'other' },
  { claim: 'auth_time', from: 'refresh', fault: 'milliseconds' },
  { claim: 'nonce', from: 'refresh', fault: 'other' },
  { claim: 'openbanking_intent_id', from: 'refresh', fault: 'other' },
  { claim: 'exp', from: 'refresh', fault: 'absent' },
  { claim: 'exp', from: 'refresh', fault: 'other' },
  { claim: 'exp', from: 'refresh', fault: 'milliseconds' },
]

describe.each(ofRefresh)('switch idTokenFaults=$claim $fault from $from', (fault) => {
  const { claim } = fault
  const refreshed = async (changes: ProfileChanges) => {
    const bank = await bankWith({ idTokenFaults: [fault] })
    const { consent } = await bank.attempt(changes)
    const reply = await bank.test.app.dispatch('accountAccessConsent.refresh', { id: consent?.id ?? '' })
    const { items } = await bank.test.call('requestLog.list', { step: 'token.refresh', limit: 1 })
    const { jwts } = await bank.test.call('requestLog.get', { id: items[0]?.id ?? '' })
    const verdicts = jwts.flatMap((jwt) => jwt.verdicts ?? []).filter((one) => one.claim === claim)
    return { reply, verdicts }
  }

  test('without the profile’s tolerance the refresh fails', async () => {
    const { reply, verdicts } = await refreshed({})
    expect(reply).toMatchObject({
      ok: false,
      error: { code: 'AUTHORISATION_FAILED', message: expect.stringContaining(`ID token of the refresh is refused: ${claim}`) },
    })
    expect(verdicts).toMatchObject([{ verdict: 'fail' }])
  })

  test('with it it succeeds, and the request log has the warning', async () => {
    const { reply, verdicts } = await refreshed({ idToken: { tolerances: [{ ...fault, from: ['refresh'] }] } })
    expect(reply.ok).toBe(true)
    expect(verdicts).toMatchObject([{ verdict: 'warning' }])
  })
})

describe.each<Fault>([
  { claim: 'acr', from: 'refresh', fault: 'absent' },
  { claim: 'acr', from: 'refresh', fault: 'other' },
  { claim: 'auth_time', from: 'refresh', fault: 'absent' },
  { claim: 'nonce', from: 'refresh', fault: 'absent' },
  { claim: 'openbanking_intent_id', from: 'refresh', fault: 'absent' },
])('switch idTokenFaults=$claim $fault from $from', (fault) => {
  test('is no fault: the standard asks for it no second time (OIDC Core 12.2)', async () => {
    const bank = await bankWith({ idTokenFaults: [fault] })
    const { consent } = await bank.attempt()
    expect((await bank.test.call('accountAccessConsent.refresh', { id: consent?.id ?? '' })).tokens).not.toBeNull()
  })
})

describe('switch idTokenSignature=foreign', () => {
  test('without the profile’s value it fails', async () => {
    const outcome = await (await bankWith({ idTokenSignature: 'foreign' })).attempt()
    expect(outcome.error).toMatchObject({ code: 'BANK_SIGNATURE_INVALID' })
    expect(failed(outcome)).toEqual(['signature'])
  })

  test('with it it succeeds, with a warning', async () => {
    const outcome = await (await bankWith({ idTokenSignature: 'foreign' })).attempt({ idToken: { judged: 'asWarnings' } })
    expect(outcome).toMatchObject(authorised)
    expect([warned(outcome), failed(outcome)]).toEqual([['signature'], []])
  })

  test('whatever is wrong is a warning then', async () => {
    const bank = await bankWith({ idTokenSubject: 'endUserId', idTokenFaults: faults.filter(({ fault }) => fault === 'other') })
    const outcome = await bank.attempt({ idToken: { judged: 'asWarnings' } })
    expect(outcome).toMatchObject(authorised)
    expect(warned(outcome).toSorted()).toEqual(['acr', 'auth_time', 'exp', 'nonce', 'openbanking_intent_id', 'sub'])
  })

  test('never with a live bank', async () => {
    const outcome = await (await bankWith({ idTokenSignature: 'foreign' })).attempt({
      environment: 'live',
      idToken: { judged: 'asWarnings' },
    })
    expect(outcome.error).not.toBeNull()
    expect(outcome.consent).toBeNull()
  })
})
