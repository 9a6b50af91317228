import { describe, expect, test } from 'vitest'
import { shareTestApp } from '../../../support/app.ts'
import { enrolAtPortal } from '../../../support/portal.ts'
import { registeredByHand } from '../../../support/registered-by-hand.ts'
import {
  authorise,
  copyProfile,
  exchangesOf,
  loopbackRedirect,
  makeCertificates,
  makeConsent,
  prepareTpp,
  register,
  statementInput,
  type Tpp,
} from '../../../support/tpp.ts'

let tpp: Tpp
const shared = shareTestApp(async (test) => {
  tpp = await prepareTpp(test)
})

const imported = async (method: 'client_secret_basic' | 'client_secret_post') => {
  const { clientId, clientSecret } = await enrolAtPortal(shared(), tpp, method)
  const registration = await register(shared(), tpp, {
    externalApiId: clientId,
    externalApiSecret: clientSecret,
    tokenEndpointAuthMethod: method,
    redirectUris: [loopbackRedirect],
  })
  return { registration, clientId, clientSecret }
}

describe('a client made in the bank’s portal', () => {
  test.each(['client_secret_basic', 'client_secret_post'] as const)('%s: nothing is registered; its consents work', async (method) => {
    const { call } = shared()
    let made: Awaited<ReturnType<typeof imported>> | undefined
    const asking = await exchangesOf(shared(), async () => {
      made = await imported(method)
    })
    const { registration, clientId, clientSecret } = made!
    expect(asking.map(({ step }) => step)).toEqual(['discovery'])
    expect(registration).toMatchObject({
      externalApiId: clientId,
      state: 'registered',
      registeredElsewhere: true,
      hasClientSecret: true,
      requested: null,
    })

    const { status, id } = await makeConsent(shared(), registration.id)
    expect(status).toBe('awaitingAuthorisation')
    expect((await authorise(shared(), id)).consent.status).toBe('authorised')
    const accounts = await call('account.list', { accountAccessConsentId: id, source: 'bank' })
    expect(accounts.items.length).toBeGreaterThan(0)

    const { clients } = await call('modelBank.status', {})
    const { sha256Fingerprint } = tpp.certificates.obWacCertificate
    expect(clients).toContainEqual(
      expect.objectContaining({ clientId, origin: 'enrolmentPortal', boundTo: `fingerprint ${sha256Fingerprint}` }),
    )

    // The secret went to the bank, and shows nowhere else.
    const { items } = await call('requestLog.list', { text: '/token', limit: 1000 })
    const details = await Promise.all(items.map((entry) => call('requestLog.get', { id: entry.id })))
    const shown = JSON.stringify([registration, await call('bankRegistration.list', {}), details, shared().events])
    expect(shown).not.toContain(clientSecret)
    expect(shown).not.toContain(Buffer.from(`${clientId}:${clientSecret}`).toString('base64'))
  })

  test('a wrong secret is refused by the bank, linked to the exchange, with a remedy', async () => {
    const { clientId } = await enrolAtPortal(shared(), tpp)
    const secret = { externalApiId: clientId, externalApiSecret: 'not it', tokenEndpointAuthMethod: 'client_secret_basic' as const }
    const { id } = await register(shared(), tpp, secret)
    const error = await shared().refused('accountAccessConsent.create', { bankRegistrationId: id, permissions: ['ReadAccountsBasic'] })
    expect(error).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      bank: { status: 401, error: 'invalid_client' },
      remedy: expect.stringContaining('client secret'),
    })
    expect(await shared().call('requestLog.get', { id: error.requestLogId ?? '' })).toMatchObject({
      step: 'token.clientCredentials',
      status: 401,
    })
    expect((await shared().call('accountAccessConsent.list', {})).items.filter((one) => one.bankRegistrationId === id)).toEqual([])
  })

  test('a client without a secret, registered elsewhere, works as well', async () => {
    const own = await register(shared(), tpp)
    const elsewhere = await register(shared(), tpp, { externalApiId: own.externalApiId ?? '' })
    expect(elsewhere).toMatchObject({ hasClientSecret: false, registeredElsewhere: true, tokenEndpointAuthMethod: 'tls_client_auth' })
    expect((await makeConsent(shared(), elsewhere.id)).status).toBe('awaitingAuthorisation')
  })

  test('is managed at the portal only where the bank offers nothing else, and forgotten here', async () => {
    const { call, refused } = shared()
    const { clientId, clientSecret } = await enrolAtPortal(shared(), tpp)
    const offersNothing = { ...tpp.profile.registration, operations: [] }
    const profile = await copyProfile(shared(), tpp.profile, { name: 'portal-only', registration: offersNothing })
    const registration = await register(
      shared(),
      { ...tpp, profile },
      { externalApiId: clientId, externalApiSecret: clientSecret, tokenEndpointAuthMethod: 'client_secret_basic' },
    )
    const { id } = registration
    const sent = await exchangesOf(shared(), async () => {
      for (const refusal of [
        await refused('bankRegistration.get', { id, fromBank: true }),
        await refused('bankRegistration.update', { id, scope: 'openid accounts' }),
        await refused('bankRegistration.delete', { id }),
      ]) {
        expect(refusal).toMatchObject({ code: 'CONFLICT', remedy: expect.stringMatching(/localOnly|portal/) })
      }
      expect(await call('bankRegistration.get', { id })).toEqual(registration)
      await call('bankRegistration.delete', { id, localOnly: true })
    })
    expect(sent).toEqual([])
    expect(await refused('bankRegistration.get', { id })).toMatchObject({ code: 'NOT_FOUND' })
  })

  test('is read, updated and deleted with a token of its own where the bank takes that', async () => {
    const { call } = shared()
    const own = await register(shared(), tpp)
    const { id } = await register(shared(), tpp, { externalApiId: own.externalApiId ?? '' })
    const sent = await exchangesOf(shared(), async () => {
      const read = await call('bankRegistration.get', { id, fromBank: true })
      expect(read).toMatchObject({ registeredElsewhere: true, accepted: { client_id: own.externalApiId } })
      const changed = await call('bankRegistration.update', { id, redirectUris: [loopbackRedirect] })
      expect(changed).toMatchObject({ accepted: { redirect_uris: [loopbackRedirect] } })
      await call('bankRegistration.delete', { id: own.id, localOnly: true })
      await call('bankRegistration.delete', { id })
    })
    expect(sent.map(({ step }) => step).filter((step) => step !== 'token.clientCredentials')).toEqual(
      expect.arrayContaining(['registration.read', 'registration.update', 'registration.delete']),
    )
    expect((await call('modelBank.status', {})).clients.map(({ clientId }) => clientId)).not.toContain(own.externalApiId)
  })

  test('the bank binds it to the approved certificate: a renewed one needs a new approval', async () => {
    const { call, refused } = shared()
    const { registration } = await imported('client_secret_basic')
    const renewed = await makeCertificates(shared(), { sandboxCaId: tpp.certificates.sandboxCa.id })
    await call('softwareStatement.update', { id: tpp.statement.id, defaultObWacCertificateId: renewed.obWacCertificate.id })
    const error = await refused('accountAccessConsent.create', { bankRegistrationId: registration.id, permissions: ['ReadAccountsBasic'] })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 401 } })
    const exchange = await call('requestLog.get', { id: error.requestLogId ?? '' })
    expect(exchange.tls?.clientCertificateOffered?.sha256Fingerprint).toBe(renewed.obWacCertificate.sha256Fingerprint)
    await call('softwareStatement.update', { id: tpp.statement.id, defaultObWacCertificateId: tpp.certificates.obWacCertificate.id })
    expect((await makeConsent(shared(), registration.id)).status).toBe('awaitingAuthorisation')
  })

  test('with its registration access token it is read, updated and deleted from here', async () => {
    const { call } = shared()
    await call('modelBank.stop', {})
    const dcrManagementToken = 'registrationAccessToken'
    const { bankProfileId } = await call('modelBank.start', { behaviour: { dcrManagementToken } })
    const [bank] = shared().banks.slice(-1)
    if (!bank) throw new Error('The model bank does not run')
    const [statement, standard] = [
      await call('softwareStatement.update', { id: tpp.statement.id, directory: 'modelBank' }),
      await call('bankProfile.get', { id: bankProfileId ?? '' }),
    ]
    const registration = { ...standard.registration, managementToken: 'registrationAccessToken' } as const
    const profile = await copyProfile(shared(), standard, { name: 'gives-tokens', registration })

    // Another program registers with the same certificates, and is told the token.
    const elsewhere = await registeredByHand(shared(), bank, tpp, statement.ssa?.jwt ?? '')
    const given = { externalApiId: elsewhere.clientId, redirectUris: [loopbackRedirect] }
    const mute = await register(shared(), { profile, statement }, given)
    expect(await shared().refused('bankRegistration.get', { id: mute.id, fromBank: true })).toMatchObject({ code: 'CONFLICT' })
    await call('bankRegistration.delete', { id: mute.id, localOnly: true })

    const { id } = await register(shared(), { profile, statement }, { ...given, registrationAccessToken: elsewhere.token })
    const read = await call('bankRegistration.get', { id, fromBank: true })
    expect(read).toMatchObject({ registeredElsewhere: true, accepted: { client_id: elsewhere.clientId }, warnings: [] })
    expect(JSON.stringify([read, shared().events])).not.toContain(elsewhere.token)
    await call('bankRegistration.update', { id, redirectUris: [loopbackRedirect] })
    await call('bankRegistration.delete', { id })
    expect((await call('modelBank.status', {})).clients).toEqual([])
  })

  const elsewhere = { externalApiId: 'elsewhere' }
  test.each([
    ['a rendering of its subject', { subjectDnRendering: 'spaced' as const }, 'subjectDnRendering', /tlsClientAuthSubjectDn/],
    ['no redirect address', { redirectUris: [] }, 'redirectUris', /at least one/],
  ])('with %s is refused before anything is sent', async (_, changes, field, remedy) => {
    const input = { bankProfileId: tpp.profile.id, softwareStatementId: tpp.statement.id, reuse: 'never' as const }
    const sent = await exchangesOf(shared(), async () => {
      const error = await shared().refused('bankRegistration.create', { ...input, ...elsewhere, ...changes })
      expect(error).toMatchObject({ code: 'INVALID_INPUT', field, remedy: expect.stringMatching(remedy) })
    })
    expect(sent).toEqual([])
  })

  test('has what the portal registered; what the assertion lacks is a warning', async () => {
    const given = { ...elsewhere, redirectUris: ['https://tpp.example/other'], scope: 'openid payments' }
    expect(await register(shared(), tpp, given)).toMatchObject({
      ...given,
      warnings: [
        { path: '$.redirect_uris', message: expect.stringContaining('https://tpp.example/other'), known: false },
        { path: '$.scope', message: expect.stringContaining('PISP'), known: false },
      ],
    })
    const statement = await shared().call('softwareStatement.create', statementInput(tpp.certificates))
    expect(await register(shared(), { ...tpp, statement }, given)).toMatchObject({ ...given, warnings: [] })
  })

  test('may be sent back to https on this computer, which dynamic registration has not', async () => {
    const redirectUris = ['https://127.0.0.1:18443/callback']
    const { statement } = await prepareTpp(shared(), { redirectUris, softwareId: 'httpsHere' })
    const input = { bankProfileId: tpp.profile.id, softwareStatementId: statement.id }
    expect(await shared().refused('bankRegistration.create', input)).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'redirectUris',
      remedy: expect.stringContaining('portal'),
    })
    expect(await register(shared(), { ...tpp, statement }, elsewhere)).toMatchObject({ redirectUris })
  })

  test.each([
    ['a secret', { externalApiSecret: 's' }],
    ['a registration access token', { registrationAccessToken: 'rat' }],
  ])('%s without the client id it belongs to is refused', async (_, given) => {
    const input = { bankProfileId: tpp.profile.id, softwareStatementId: tpp.statement.id, ...given }
    expect(await shared().refused('bankRegistration.create', input)).toMatchObject({ code: 'INVALID_INPUT', field: 'externalApiId' })
  })
})
