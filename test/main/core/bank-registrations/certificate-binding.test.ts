import { describe, expect, test } from 'vitest'
import { shareTestApp, startTestApp, type TestApp } from '../../../support/app.ts'
import {
  days,
  exchangesOf,
  makeCertificates,
  makeConsent,
  movableClock,
  permissions,
  prepareTpp,
  register,
  type Tpp,
} from '../../../support/tpp.ts'

let tpp: Tpp
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test)
})
const use = (test: TestApp, obWacCertificate: { id: string }, { statement }: Tpp = tpp) =>
  test.call('softwareStatement.update', { id: statement.id, defaultObWacCertificateId: obWacCertificate.id })

describe('the certificate a registration is bound to', () => {
  test('another subject is refused before it leaves, by every method that would show it to the bank', async () => {
    const { call, refused, banks } = shared()
    const { id } = await register(shared(), tpp)
    const consent = await makeConsent(shared(), id)
    const foreign = await makeCertificates(shared(), { sandboxCaId: tpp.certificates.sandboxCa.id, name: 'Another name Ltd' })
    await use(shared(), foreign.obWacCertificate)
    const sent = await exchangesOf(shared(), async () => {
      for (const refusal of [
        await refused('accountAccessConsent.create', { bankRegistrationId: id, permissions }),
        await refused('accountAccessConsent.get', { id: consent.id, fromBank: true }),
        await refused('accountAccessConsent.delete', { id: consent.id }),
        await refused('accountAccessConsent.startAuthorisation', { id: consent.id, capture: 'paste' }),
        await refused('bankRegistration.get', { id, fromBank: true }),
        await refused('bankRegistration.update', { id }),
      ]) {
        expect(refusal).toMatchObject({ code: 'CERTIFICATE_INVALID', field: 'defaultObWacCertificateId' })
        expect(refusal.remedy).toContain(tpp.certificates.obWacCertificate.subject)
      }
    })
    expect(sent).toEqual([])
    expect(banks[0]?.handshakes()).not.toHaveProperty(foreign.obWacCertificate.sha256Fingerprint)
    expect((await call('workspace.check', {})).findings).toContainEqual(
      expect.objectContaining({ severity: 'failed', check: 'binding', subject: expect.objectContaining({ id }) }),
    )

    await use(shared(), tpp.certificates.obWacCertificate)
    expect(await call('accountAccessConsent.get', { id: consent.id, fromBank: true })).toEqual(consent)
    await call('accountAccessConsent.delete', { id: consent.id })
    await call('bankRegistration.delete', { id })
  })

  test('a deletion that is refused so leaves the registration registered', async () => {
    const { call, refused } = shared()
    const made = await register(shared(), tpp)
    const foreign = await makeCertificates(shared(), { name: 'Another name Ltd' })
    await use(shared(), foreign.obWacCertificate)
    expect(await refused('bankRegistration.delete', { id: made.id })).toMatchObject({ code: 'CERTIFICATE_INVALID' })
    await use(shared(), tpp.certificates.obWacCertificate)
    expect(await call('bankRegistration.get', { id: made.id })).toEqual(made)
    await call('bankRegistration.delete', { id: made.id })
  })

  test.each(['tls_client_auth', 'private_key_jwt'] as const)('%s: a renewed certificate works and becomes the binding', async (method) => {
    const { call, banks } = shared()
    const made = await register(shared(), tpp, { tokenEndpointAuthMethod: method })
    await makeConsent(shared(), made.id)
    const renewed = await makeCertificates(shared(), { sandboxCaId: tpp.certificates.sandboxCa.id })
    await use(shared(), renewed.obWacCertificate)

    const sent = await exchangesOf(shared(), () => makeConsent(shared(), made.id))
    const { sha256Fingerprint } = renewed.obWacCertificate
    // The token of the old certificate is of no use with the new one (RFC 8705 §3), so another is asked for.
    expect(sent.map(({ step, clientCertificate }) => [step, clientCertificate])).toEqual([
      ['token.clientCredentials', sha256Fingerprint],
      ['account-access-consents.create', sha256Fingerprint],
    ])
    expect(banks[0]?.handshakes()).toHaveProperty(sha256Fingerprint)
    const after = await call('bankRegistration.get', { id: made.id })
    expect(after.binding).toMatchObject({ sha256Fingerprint, obWacCertificateId: renewed.obWacCertificate.id })
    expect(after.bindingHistory).toEqual([made.binding])
    await makeConsent(shared(), made.id)
    expect(await call('bankRegistration.get', { id: made.id })).toEqual(after)
    await use(shared(), tpp.certificates.obWacCertificate)
  })
})

describe('a certificate out of date', () => {
  test('never leaves', async () => {
    const clock = movableClock()
    const own = await startTestApp({ clock })
    const { id } = await register(own, await prepareTpp(own))
    const consent = await makeConsent(own, id)
    clock.forward(days(400))
    const sent = await exchangesOf(own, async () => {
      for (const refusal of [
        await own.refused('accountAccessConsent.create', { bankRegistrationId: id, permissions }),
        await own.refused('accountAccessConsent.get', { id: consent.id, fromBank: true }),
        await own.refused('bankRegistration.get', { id, fromBank: true }),
      ]) {
        expect(refusal).toMatchObject({
          code: 'CERTIFICATE_EXPIRED',
          message: expect.stringContaining('OBWAC'),
          remedy: expect.any(String),
        })
      }
    })
    expect(sent).toEqual([])
    expect(await own.call('accountAccessConsent.get', { id: consent.id })).toEqual(consent)
  })

  test('an OBSeal out of date signs nothing', async () => {
    const clock = movableClock()
    const own = await startTestApp({ clock })
    const prepared = await prepareTpp(own)
    const { id } = await register(own, prepared)
    clock.forward(days(390))
    const { obWacCertificate } = await makeCertificates(own, { sandboxCaId: prepared.certificates.sandboxCa.id })
    clock.forward(days(10))
    await use(own, obWacCertificate, prepared)
    const error = await own.refused('accountAccessConsent.create', { bankRegistrationId: id, permissions })
    expect(error).toMatchObject({ code: 'CERTIFICATE_EXPIRED', message: expect.stringContaining('OBSeal') })
  })
})
