// Registration in every version of OB DCR and with every client authentication, against the official file of that version.

import { join } from 'node:path'
import { decodeJwt } from 'jose'
import { describe, expect, test } from 'vitest'
import { tokenEndpointAuthMethod } from '../../src/shared/model/bank-profile.ts'
import { startTestApp, temporaryFolder, workspaceKey } from '../support/app.ts'
import { exactExchanges } from '../support/exact-messages.ts'
import { registrationSpec } from '../support/registration-spec.ts'
import { copyProfile, loopbackRedirect, makeCertificates, register, statementInput } from '../support/tpp.ts'

const versions = [
  ['3.2', 'mobile'],
  ['3.3', 'mobile'],
  ['3.4', 'native'],
] as const

describe.each(versions)('OB DCR %s', (version, applicationType) => {
  test.each(['RSA', 'EC'] as const)('create, read and update in every way, signing key %s', async (signingKeyType) => {
    const dataDir = join(temporaryFolder(), 'kept')
    const env = workspaceKey()
    const app = await startTestApp({ dataDir, env: { ...env } })
    const { bankProfileId } = await app.call('modelBank.start', {
      behaviour: { dcrVersion: version, dcrManagementToken: 'registrationAccessToken' },
    })
    const certificates = await makeCertificates(app, { signingKeyType })
    const statement = await app.call('softwareStatement.create', statementInput(certificates, { directory: 'modelBank' }))
    const standard = await app.call('bankProfile.get', { id: bankProfileId ?? '' })
    const registration = { ...standard.registration, version, applicationType, managementToken: 'registrationAccessToken' } as const
    const profile = await copyProfile(app, standard, { name: 'versioned', registration, signingAlgorithms: ['PS256', 'ES256'] })
    for (const method of tokenEndpointAuthMethod.options) {
      const { id } = await register(app, { profile, statement }, { tokenEndpointAuthMethod: method })
      await app.call('bankRegistration.get', { id, fromBank: true })
      await app.call('bankRegistration.update', { id, redirectUris: [loopbackRedirect] })
    }
    await app.close()

    const spec = registrationSpec(version)
    const messages = (await exactExchanges(dataDir, env)).filter(({ url }) => /^\/register(?:\/|$)/.test(url.pathname))
    const wrong = messages.flatMap(({ method, request, response }) =>
      [...(request ? spec.request(decodeJwt(request)) : []), ...spec.response(JSON.parse(response))].map(
        (problem) => `${method}: ${problem}`,
      ),
    )
    expect(wrong).toEqual([])
    expect(messages.map(({ method, status }) => `${method} ${status}`)).toEqual(
      tokenEndpointAuthMethod.options.flatMap(() => ['POST 201', 'GET 200', 'PUT 200']),
    )
  })
})
