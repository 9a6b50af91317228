// Brands of one bank group that share a client: what is shared, what must fit, and what becomes of it.

import { afterEach, describe, expect, test } from 'vitest'
import type { Input } from '../../../../src/shared/api.ts'
import type { BankProfile } from '../../../../src/shared/model/bank-profile.ts'
import { shareTestApp } from '../../../support/app.ts'
import { enrolAtPortal } from '../../../support/portal.ts'
import {
  authorise,
  copyProfile,
  exchangesOf,
  loopbackRedirect,
  makeCertificates,
  makeConsent,
  prepareTpp,
  type Tpp,
} from '../../../support/tpp.ts'

let tpp: Tpp
let first: BankProfile
let second: BankProfile
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test, { roles: ['AISP', 'PISP'] })
  const brand = (name: string, changes: Partial<Input<'bankProfile.create'>> = {}) =>
    copyProfile(test, tpp.profile, {
      name,
      displayName: `Brand ${name}`,
      group: 'Example',
      ...changes,
      registration: { ...tpp.profile.registration, group: 'Production', ...changes.registration },
    })
  ;[first, second] = [await brand('first'), await brand('second')]
})

const registrations = async () => (await shared().call('bankRegistration.list', {})).items
const clients = async () => (await shared().call('modelBank.status', {})).clients
afterEach(async () => {
  for (const { id } of (await shared().call('accountAccessConsent.list', {})).items)
    await shared().call('accountAccessConsent.delete', { id, localOnly: true })
  for (const { id } of await registrations()) await shared().call('bankRegistration.delete', { id, localOnly: true })
})

const input = (profile: BankProfile, changes: Partial<Input<'bankRegistration.create'>> = {}): Input<'bankRegistration.create'> => ({
  bankProfileId: profile.id,
  softwareStatementId: tpp.statement.id,
  ...changes,
})
const register = (profile: BankProfile, changes: Partial<Input<'bankRegistration.create'>> = {}) =>
  shared().call('bankRegistration.create', input(profile, changes))
const reusable = (profile: BankProfile, scope?: string) =>
  shared().call('bankRegistration.reusable', { bankProfileId: profile.id, softwareStatementId: tpp.statement.id, ...(scope && { scope }) })

describe('the second brand of a registration group', () => {
  test('uses the client of the first in a record of its own, and nothing is registered', async () => {
    const one = await register(first)
    expect(one).toMatchObject({ registrationGroup: 'Example/Production', sharesClientOf: null })
    const before = await clients()
    let other = one
    const sent = await exchangesOf(shared(), async () => {
      other = await register(second)
    })
    expect(sent.map(({ step }) => step)).toEqual(['discovery'])
    expect(other).toMatchObject({
      bankProfileId: second.id,
      externalApiId: one.externalApiId,
      registrationGroup: 'Example/Production',
      sharesClientOf: one.id,
      accepted: one.accepted,
      tlsClientAuthSubjectDn: one.tlsClientAuthSubjectDn,
    })
    expect(other.id).not.toBe(one.id)
    expect(await clients()).toEqual(before)
    const consent = await makeConsent(shared(), other.id)
    expect((await authorise(shared(), consent.id)).consent.status).toBe('authorised')
  })

  test('is told beforehand what it would share, newest first, and why not', async () => {
    expect(await reusable(second)).toEqual({ registrationGroup: 'Example/Production', items: [] })
    const old = await register(first, { tokenEndpointAuthMethod: 'private_key_jwt' })
    const one = await register(first, { reuse: 'never' })
    expect(await reusable(second)).toEqual({
      registrationGroup: 'Example/Production',
      items: [
        {
          bankRegistrationId: one.id,
          bankDisplayName: 'Brand first',
          externalApiId: one.externalApiId,
          created: one.created,
          problem: null,
        },
        expect.objectContaining({ bankRegistrationId: old.id, problem: expect.stringContaining('private_key_jwt') }),
      ],
    })
    expect((await reusable(second, 'openid payments')).items[0]).toMatchObject({
      problem: 'has the scope openid accounts, not openid payments',
    })
    expect((await register(second)).sharesClientOf).toBe(one.id)
  })

  test.each<[string, Partial<Input<'bankRegistration.create'>>, string]>([
    ['another authentication', { tokenEndpointAuthMethod: 'private_key_jwt' }, 'tokenEndpointAuthMethod'],
    ['another scope', { scope: 'openid payments' }, 'scope'],
    ['another client id', { externalApiId: 'another' }, 'externalApiId'],
    ['a subject written by hand', { tlsClientAuthSubjectDn: 'CN=whatever' }, 'tlsClientAuthSubjectDn'],
    ['another rendering of the subject', { subjectDnRendering: 'spaced' }, 'subjectDnRendering'],
    ['a registration access token that it lacks', { externalApiId: 'own', registrationAccessToken: 'rat' }, 'registrationAccessToken'],
  ])('with %s is refused, naming it, and no second client is made', async (_, changes, field) => {
    const one = await register(first)
    const before = await clients()
    const own = changes.externalApiId === 'own' ? { externalApiId: one.externalApiId ?? '' } : {}
    const sent = await exchangesOf(shared(), async () => {
      const error = await shared().refused('bankRegistration.create', input(second, { ...changes, ...own }))
      expect(error).toMatchObject({ code: 'CONFLICT', field, remedy: expect.stringContaining('never') })
    })
    expect(sent).toEqual([])
    expect(await clients()).toEqual(before)
    expect(await registrations()).toHaveLength(1)
  })

  test.each([
    ['a certificate with another subject', { name: 'Another name Ltd' }, 'is bound to a transport certificate with another subject'],
    ['a key of another kind', { signingKeyType: 'EC' }, 'is registered for PS256; the signing certificate signs ES256'],
  ] as const)('with %s is refused before the certificate is shown to the bank', async (_, certificates, problem) => {
    const { call, refused } = shared()
    await register(first)
    const both = await copyProfile(shared(), second, { name: crypto.randomUUID(), signingAlgorithms: ['PS256', 'ES256'] })
    const { obWacCertificate, obSealCertificate } = await makeCertificates(shared(), certificates)
    const use = (transport: string, signing: string) =>
      call('softwareStatement.update', { id: tpp.statement.id, defaultObWacCertificateId: transport, defaultObSealCertificateId: signing })
    await use(obWacCertificate.id, obSealCertificate.id)
    const sent = await exchangesOf(shared(), async () => {
      const refusal = await refused('bankRegistration.create', input(both))
      expect(refusal).toMatchObject({ code: 'CONFLICT', field: 'softwareStatementId', message: expect.stringContaining(problem) })
    })
    expect(sent).toEqual([])
    await use(tpp.certificates.obWacCertificate.id, tpp.certificates.obSealCertificate.id)
  })

  test('of another environment shares no client', async () => {
    await register(first)
    const sandbox = await copyProfile(shared(), second, { name: 'sandbox', environment: 'sandbox' })
    expect(await shared().refused('bankRegistration.create', input(sandbox))).toMatchObject({
      code: 'CONFLICT',
      field: 'bankProfileId',
      message: 'Client of the registration group Example/Production is one of another environment',
    })
  })

  test('that a person has written is not given the secrets of a known bank', async () => {
    const { call, refused } = shared()
    const { clientId, clientSecret } = await enrolAtPortal(shared(), tpp)
    const group = { group: 'Example', registration: { group: 'Production' } }
    await call('bankProfile.override', { id: tpp.profile.id, overrides: group })
    const method = { tokenEndpointAuthMethod: 'client_secret_basic' } as const
    await register(tpp.profile, { ...method, externalApiId: clientId, externalApiSecret: clientSecret })
    expect((await reusable(second)).items).toHaveLength(1)
    const sent = await exchangesOf(shared(), async () => {
      const refusal = await refused('bankRegistration.create', input(second, method))
      expect(refusal).toMatchObject({
        code: 'CONFLICT',
        field: 'bankProfileId',
        message: expect.stringContaining('secrets of a known bank'),
      })
    })
    expect(sent).toEqual([])
    await call('bankProfile.override', { id: tpp.profile.id, overrides: null })
  })

  test('of another model bank, shares nothing with this one', async () => {
    await register(first)
    const elsewhere = await copyProfile(shared(), second, { name: 'elsewhere', issuer: 'https://127.0.0.1:9' })
    expect(await reusable(elsewhere)).toEqual({ registrationGroup: 'Example/Production', items: [] })
  })

  test('may name the subject that the client has', async () => {
    const one = await register(first)
    expect(await register(second, { tlsClientAuthSubjectDn: one.tlsClientAuthSubjectDn ?? '' })).toMatchObject({ sharesClientOf: one.id })
    expect(await register(second, { subjectDnRendering: 'shortName' })).toMatchObject({ sharesClientOf: one.id })
  })

  test.each(['first', 'second'] as const)('registered at the same time as the first, shares its client: %s', async (brand) => {
    const before = (await clients()).length
    const [one, other] = await Promise.all([register(first), register(brand === 'first' ? first : second)])
    expect([one.sharesClientOf, other.sharesClientOf]).toEqual([null, one.id])
    expect(other.externalApiId).toBe(one.externalApiId)
    expect(await clients()).toHaveLength(before + 1)
  })

  test('is registered though the first, at the same time, was refused', async () => {
    const refusing = await copyProfile(shared(), first, { name: 'refusing', registration: { ...first.registration, audience: 'nobody' } })
    const [refusal, made] = await Promise.all([shared().refused('bankRegistration.create', input(refusing)), register(second)])
    expect(refusal).toMatchObject({ code: 'BANK_ERROR_RESPONSE' })
    expect(made).toMatchObject({ state: 'registered', sharesClientOf: null })
  })

  test('gets a client of its own where that is asked for', async () => {
    const one = await register(first)
    const other = await register(second, { reuse: 'never' })
    expect(other.externalApiId).not.toBe(one.externalApiId)
    expect(other.sharesClientOf).toBeNull()
  })

  test('has its own sealed copy of the secret', async () => {
    const { call } = shared()
    const { clientId, clientSecret } = await enrolAtPortal(shared(), tpp)
    const method = { tokenEndpointAuthMethod: 'client_secret_basic' } as const
    const given = { ...method, externalApiId: clientId, externalApiSecret: clientSecret, redirectUris: [loopbackRedirect] }
    const one = await register(first, given)
    const refusal = await shared().refused('bankRegistration.create', input(second, { ...given, externalApiSecret: 'another' }))
    expect(refusal).toMatchObject({ code: 'CONFLICT', field: 'externalApiSecret' })
    const other = await register(second, method)
    expect(other).toMatchObject({ externalApiId: clientId, hasClientSecret: true, registeredElsewhere: true, sharesClientOf: one.id })
    await call('bankRegistration.delete', { id: one.id, localOnly: true })
    expect((await makeConsent(shared(), other.id)).status).toBe('awaitingAuthorisation')
  })
})

describe('groups', () => {
  test('a brand of another group, or of another bank group, has its own client', async () => {
    await register(first)
    const other = await copyProfile(shared(), second, { name: 'other-group', registration: { ...second.registration, group: 'Sandbox' } })
    const foreign = await copyProfile(shared(), second, { name: 'other-bank', group: 'Other' })
    expect(await register(other)).toMatchObject({ registrationGroup: 'Example/Sandbox', sharesClientOf: null })
    expect(await register(foreign)).toMatchObject({ registrationGroup: 'Other/Production', sharesClientOf: null })
  })

  test('a bank without a group is one by itself, and its second registration shares the first client', async () => {
    const { group: _, ...registration } = tpp.profile.registration
    const alone = await copyProfile(shared(), tpp.profile, { name: 'alone', registration })
    const one = await register(alone)
    expect(one.registrationGroup).toBe(`${alone.id}/${alone.id}`)
    expect(await register(alone)).toMatchObject({ sharesClientOf: one.id })
    // What does not fit is said of the name, which a person knows.
    const refusal = await shared().refused('bankRegistration.create', input(alone, { externalApiId: 'another' }))
    expect(refusal.message).toMatch(/^Client of the registration group alone\/alone is /)
  })

  test('a profile that is renamed keeps its client', async () => {
    const { group: _, ...registration } = tpp.profile.registration
    const { id, ...alone } = await copyProfile(shared(), tpp.profile, { name: 'old-name', registration })
    const one = await register({ id, ...alone })
    const { created: _created, builtIn: _builtIn, overrides: _overrides, needs: _needs, sources: _sources, ...fields } = alone
    const renamed = await shared().call('bankProfile.update', { id, profile: { ...fields, name: 'new-name' } })
    expect(await register(renamed)).toMatchObject({ sharesClientOf: one.id, registrationGroup: one.registrationGroup })
  })

  test('a client that is changed to another scope is found in the group of that', async () => {
    const group = { accounts: 'A', payments: 'P' }
    const split = await copyProfile(shared(), second, { name: 'regrouped', registration: { ...second.registration, group } })
    const one = await register(split)
    const other = await register(split)
    await shared().call('bankRegistration.update', { id: one.id, redirectUris: [loopbackRedirect] })
    expect((await registrations()).map(({ registrationGroup }) => registrationGroup)).toEqual(['Example/A', 'Example/A'])
    await shared().call('bankRegistration.update', { id: one.id, scope: 'openid payments' })
    expect((await registrations()).map(({ registrationGroup }) => registrationGroup)).toEqual(['Example/P', 'Example/P'])
    expect((await reusable(split)).items).toEqual([])
    expect((await reusable(split, 'openid payments')).items.map(({ bankRegistrationId }) => bankRegistrationId)).toEqual([other.id, one.id])
  })

  test('by scope where the profile says so', async () => {
    const group = { accounts: 'Production_Aisp', payments: 'Production_Pisp' }
    const split = await copyProfile(shared(), second, {
      name: 'split',
      registration: { ...second.registration, group, separateScopes: true },
    })
    const accounts = await register(split)
    const payments = await register(split, { scope: 'openid payments' })
    expect(accounts.registrationGroup).toBe('Example/Production_Aisp')
    expect(payments).toMatchObject({ registrationGroup: 'Example/Production_Pisp', sharesClientOf: null })
    expect(payments.externalApiId).not.toBe(accounts.externalApiId)
  })

  test('other software has its own client', async () => {
    await register(first)
    const { statement } = await prepareTpp(shared(), { softwareId: 'otherSoftware', clientName: 'Other' })
    const other = await register(second, { softwareStatementId: statement.id })
    expect(other.sharesClientOf).toBeNull()
  })
})

describe('a shared client', () => {
  test('is not deleted at the bank while others use it; the others are named', async () => {
    const { call, refused } = shared()
    const [one, other] = [await register(first), await register(second)]
    for (const [registration, brand, id] of [
      [one, 'Brand second', other.id],
      [other, 'Brand first', one.id],
    ] as const) {
      const sent = await exchangesOf(shared(), async () => {
        const error = await refused('bankRegistration.delete', { id: registration.id })
        expect(error).toMatchObject({ code: 'CONFLICT', field: 'id', remedy: expect.stringContaining('localOnly') })
        expect(error.message).toContain(brand)
        expect(error.message).toContain(id)
      })
      expect(sent).toEqual([])
    }
    await call('bankRegistration.delete', { id: one.id, localOnly: true })
    expect(await registrations()).toMatchObject([{ id: other.id, sharesClientOf: null }])
    await call('bankRegistration.delete', { id: other.id })
    expect((await clients()).map(({ clientId }) => clientId)).not.toContain(one.externalApiId)
  })

  test('passes to the next when the first is forgotten', async () => {
    const [one, next, last] = [await register(first), await register(second), await register(second)]
    expect(last.sharesClientOf).toBe(one.id)
    await shared().call('bankRegistration.delete', { id: one.id, localOnly: true })
    expect(await registrations()).toMatchObject([
      { id: next.id, sharesClientOf: null },
      { id: last.id, sharesClientOf: next.id },
    ])
  })

  test('that is changed is changed for all', async () => {
    const [one, other] = [await register(first), await register(second)]
    await shared().call('bankRegistration.update', { id: other.id, redirectUris: [loopbackRedirect] })
    expect(await shared().call('bankRegistration.get', { id: one.id })).toMatchObject({
      redirectUris: [loopbackRedirect],
      accepted: { redirect_uris: [loopbackRedirect] },
    })
  })
})
