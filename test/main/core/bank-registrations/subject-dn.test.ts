// The DN doctor: every rendering of the issued certificate's subject, and what is offered after a refusal.

import { beforeAll, describe, expect, test } from 'vitest'
import { subjectDnSuggestion, subjectDns } from '../../../../src/main/core/bank/subject-dn.ts'
import { createPsd2Set } from '../../../../src/pki/certificate.ts'
import { dnRenderings } from '../../../../src/pki/distinguished-name.ts'
import { dnRenderingName } from '../../../../src/shared/model/certificate.ts'
import { shareTestApp } from '../../../support/app.ts'
import { json, startFakeBank } from '../../../support/fake-bank.ts'
import { copyProfile, organisation, prepareTpp, register, type Tpp } from '../../../support/tpp.ts'

let certificate: string
beforeAll(async () => {
  certificate = (await createPsd2Set(organisation)).transport.certificate
})

const values = () => Object.fromEntries(dnRenderings(certificate).map(({ rendering, value }) => [rendering, value]))
const ofProfile = { version: '3.3', subjectDnRendering: 'dottedHex' } as const

describe('subjectDns', () => {
  test('has every rendering with its length, the profile’s first and next', () => {
    const { items, next, limit } = subjectDns(certificate, ofProfile, [])
    expect(items.map(({ rendering }) => rendering).toSorted()).toEqual(dnRenderingName.options.toSorted())
    expect(items[0]).toMatchObject({ rendering: 'dottedHex', ofProfile: true, refused: false })
    expect(items.filter((one) => one.ofProfile)).toHaveLength(1)
    for (const { value, length, fits } of items) {
      expect(length).toBe([...value].length)
      expect(fits).toBe(length <= limit)
    }
    expect({ next, limit }).toEqual({ next: 'dottedHex', limit: 128 })
  })

  test('is of the issued certificate: the authority’s PrintableString shows in the hexadecimal form', () => {
    expect(subjectDns(certificate, ofProfile, []).items[0]?.value).toContain('2.5.4.97=#13')
  })

  test('passes over what was refused, and has nothing left when all was', () => {
    const { dottedHex = '', shortName = '' } = values()
    const after = subjectDns(certificate, ofProfile, [dottedHex])
    expect(after).toMatchObject({
      next: 'shortName',
      items: [{ rendering: 'dottedHex', refused: true }, { refused: false }, {}, {}, {}, {}],
    })
    expect(subjectDns(certificate, ofProfile, [dottedHex, shortName]).next).toBe('dottedString')
    expect(subjectDns(certificate, ofProfile, Object.values(values())).next).toBeNull()
  })

  test.each([
    ['3.3', 'dottedString', false],
    ['3.4', 'dottedHex', true],
  ] as const)('in OB DCR %s the strict form of a long name is next: %s', async (version, next, fits) => {
    const long = await createPsd2Set({ ...organisation, name: `${'A Long Name '.repeat(5)}Ltd` })
    const { items, ...rest } = subjectDns(long.transport.certificate, { version, subjectDnRendering: 'dottedHex' }, [])
    expect(items[0]).toMatchObject({ rendering: 'dottedHex', fits })
    expect(rest).toEqual({ next, limit: version === '3.4' ? 512 : 128 })
  })
})

describe('in OB DCR 3.4, which has a pattern', () => {
  const registration = { version: '3.4', subjectDnRendering: 'spaced' } as const

  test('what is written otherwise does not fit, for a reason other than its length', () => {
    const { items, next } = subjectDns(certificate, registration, [])
    expect(Object.fromEntries(items.map(({ rendering, fits, problem }) => [rendering, [fits, problem]]))).toEqual({
      ...{ shortName: [true, null], dottedHex: [true, null], dottedString: [true, null] },
      ...{ oidPrefix: [false, 'form'], spaced: [false, 'form'], certificateOrder: [false, 'form'] },
    })
    expect(next).toBe('shortName')
    expect(subjectDns(certificate, { ...registration, version: '3.3' }, []).items.every(({ problem }) => problem === null)).toBe(true)
  })

  test('what is too long says so', async () => {
    const long = await createPsd2Set({ ...organisation, name: `${'A Long Name '.repeat(5)}Ltd` })
    const { items } = subjectDns(long.transport.certificate, { version: '3.3', subjectDnRendering: 'dottedHex' }, [])
    expect(items[0]).toMatchObject({ rendering: 'dottedHex', fits: false, problem: 'length' })
  })
})

describe('subjectDnSuggestion', () => {
  test.each([
    ['dottedHex', 'shortName'],
    ['spaced', 'dottedHex'],
    ['certificateOrder', 'dottedHex'],
  ] as const)('after %s was refused is the first that is left: %s', (refused, value) => {
    const suggestion = subjectDnSuggestion(certificate, ofProfile, values()[refused] ?? '')
    expect(suggestion).toMatchObject({ field: 'subjectDnRendering', value })
  })

  test('is none where no other fits', async () => {
    const long = await createPsd2Set({ ...organisation, name: `${'A Long Name '.repeat(9)}Ltd` })
    expect(subjectDnSuggestion(long.transport.certificate, ofProfile, 'CN=by hand')).toBeUndefined()
  })

  test('begins with the profile’s after a subject written by hand', () => {
    expect(subjectDnSuggestion(certificate, ofProfile, 'CN=by hand')).toMatchObject({ field: 'subjectDnRendering', value: 'dottedHex' })
  })
})

let tpp: Tpp
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test)
})
const input = () => ({ bankProfileId: tpp.profile.id, softwareStatementId: tpp.statement.id, reuse: 'never' as const })

describe('registration', () => {
  test('the contract has what the doctor says of the software statement’s certificate', async () => {
    const { bankProfileId, softwareStatementId } = input()
    const { obWacCertificate } = tpp.certificates
    const doctor = await shared().call('bankRegistration.subjectDns', { bankProfileId, softwareStatementId })
    expect(doctor).toEqual(subjectDns(obWacCertificate.certificate, tpp.profile.registration, []))
  })

  test.each(dnRenderingName.options)('writes the subject as asked: %s', async (subjectDnRendering) => {
    const expected = dnRenderings(tpp.certificates.obWacCertificate.certificate).find(({ rendering }) => rendering === subjectDnRendering)
    const made = await register(shared(), tpp, { subjectDnRendering })
    expect(made.tlsClientAuthSubjectDn).toBe(expected?.value)
    const updated = await shared().call('bankRegistration.update', { id: made.id })
    expect(updated.requested).toMatchObject({ tls_client_auth_subject_dn: expected?.value })
  })

  test('takes one written by hand', async () => {
    const { subject } = tpp.certificates.obWacCertificate
    const made = await register(shared(), tpp, { tlsClientAuthSubjectDn: subject.replaceAll(',', ', ') })
    expect(made.tlsClientAuthSubjectDn).toBe(subject.replaceAll(',', ', '))
  })

  test('refused here because it is too long, carries the rendering that fits', async () => {
    const error = await shared().refused('bankRegistration.create', { ...input(), tlsClientAuthSubjectDn: `CN=${'x'.repeat(126)}` })
    expect(error).toMatchObject({ code: 'INVALID_INPUT', suggestion: { field: 'subjectDnRendering', value: 'shortName' } })
    const elsewhere = await shared().refused('bankRegistration.create', { ...input(), redirectUris: ['https://tpp.example/other'] })
    expect(elsewhere).not.toHaveProperty('suggestion')
  })

  test('refuses a rendering without use for it', async () => {
    const changes = { tokenEndpointAuthMethod: 'private_key_jwt', subjectDnRendering: 'spaced' } as const
    const error = await shared().refused('bankRegistration.create', { ...input(), ...changes })
    expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'subjectDnRendering' })
  })

  test.each([
    ['both a rendering and a text', { subjectDnRendering: 'spaced' as const, tlsClientAuthSubjectDn: 'CN=x' }],
    ['a text without use for it', { tokenEndpointAuthMethod: 'private_key_jwt' as const, tlsClientAuthSubjectDn: 'CN=x' }],
    ['a text that is too long', { tlsClientAuthSubjectDn: `CN=${'x'.repeat(126)}` }],
  ])('refuses %s', async (_, changes) => {
    const error = await shared().refused('bankRegistration.create', { ...input(), ...changes })
    expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'tlsClientAuthSubjectDn' })
  })

  test('a refusal of the subject offers the next rendering and tries nothing by itself', async () => {
    const error = await shared().refused('bankRegistration.create', { ...input(), tlsClientAuthSubjectDn: 'CN=somebody else,C=GB' })
    expect(error).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      suggestion: { field: 'subjectDnRendering', value: 'shortName', label: expect.stringContaining('Subject') },
    })
    expect((await shared().call('requestLog.list', { text: '/register' })).items.filter(({ status }) => status === 400)).toHaveLength(1)
  })

  test('a refusal of something else offers none', async () => {
    const registration = { ...tpp.profile.registration, audience: 'somebody else' }
    const profile = await copyProfile(shared(), tpp.profile, { name: 'wrong-audience', registration })
    const error = await shared().refused('bankRegistration.create', { ...input(), bankProfileId: profile.id })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { error: 'invalid_client_metadata' } })
    expect(error).not.toHaveProperty('suggestion')
  })

  test('so does a refusal at the token endpoint, of a client with a certificate', async () => {
    const bank = await startFakeBank()
    try {
      const profile = await shared().call('bankProfile.create', bank.profile)
      bank.on('POST /token', json(401, { error: 'invalid_client' }))
      const ask = async (tokenEndpointAuthMethod: 'tls_client_auth' | 'private_key_jwt') => {
        const { id } = await register(shared(), { ...tpp, profile }, { tokenEndpointAuthMethod })
        return shared().refused('accountAccessConsent.create', { bankRegistrationId: id, permissions: ['ReadAccountsBasic'] })
      }
      const suggestion = { field: 'subjectDnRendering', value: 'dottedHex', bankProfileId: profile.id }
      expect(await ask('tls_client_auth')).toMatchObject({ suggestion })
      expect(await ask('private_key_jwt')).not.toHaveProperty('suggestion')
    } finally {
      await bank.close()
    }
  })
})
