import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { api, type Method } from '../../../src/shared/api.ts'
import { appErrorCodes } from '../../../src/shared/errors.ts'
import { shareTestApp } from '../../support/app.ts'
import { organisation } from '../../support/tpp.ts'

const shared = shareTestApp()
const methods = Object.keys(api) as Method[]
const id = crypto.randomUUID()

interface JsonSchema {
  properties?: Record<string, JsonSchema>
  required?: string[]
  oneOf?: JsonSchema[]
}
const schemaOf = (method: Method): JsonSchema => z.toJSONSchema(api[method].input, { io: 'input' }) as JsonSchema
const fail = async (method: string, input: unknown) => {
  const reply = await shared().app.handle(method, input)
  if (reply.ok) throw new Error(`${method} succeeded`)
  return reply.error
}

describe('methods', () => {
  test.each(['nothing.do', 'obWacCertificate', '', 'toString', '__proto__', 'constructor', 'OBWACCERTIFICATE.LIST'])(
    '"%s" is unknown',
    async (method) => {
      expect(await fail(method, {})).toMatchObject({ code: 'UNKNOWN_METHOD', field: 'method' })
    },
  )

  const withoutInput = methods.filter((method) => method !== 'walkthrough.run' && api[method].input.safeParse({}).success)
  test.each(withoutInput)('%s needs no input: it answers with {}, and without any', async (method) => {
    const refusals = ['INVALID_INPUT', 'CONFLICT']
    for (const input of [{}, undefined, null]) {
      const reply = await shared().app.handle(method, input)
      if (!reply.ok) expect(refusals).toContain(reply.error.code)
    }
  })

  // The model bank's own ids mean nothing while it does not run.
  const onceMade = methods.filter((method) => schemaOf(method).required?.join() === 'id' && !method.startsWith('modelBank.'))
  test.each(onceMade)('%s: an id that is unknown is named', async (method) => {
    expect(await fail(method, { id })).toMatchObject({ code: 'NOT_FOUND', message: expect.stringContaining(id) })
  })
})

describe('input', () => {
  test.each(methods)('%s: every missing field is named', async (method) => {
    const { required = [], oneOf } = schemaOf(method)
    if (oneOf) return expect(await fail(method, {})).toMatchObject({ code: 'INVALID_INPUT', field: 'profile' })
    const { code, issues, field } = required.length > 0 ? await fail(method, {}) : await fail(method, { surplus: 1 })
    expect(code).toBe('INVALID_INPUT')
    expect(issues?.map(({ path }) => path)).toEqual(expect.arrayContaining(required))
    expect(issues?.map(({ path }) => path)[0]).toBe(field)
  })

  test.each(methods.filter((method) => !schemaOf(method).oneOf))('%s: a field that does not exist is refused and named', async (method) => {
    const error = await fail(method, { surplus: true })
    expect(error.code).toBe('INVALID_INPUT')
    expect(error.issues?.map(({ path }) => path)).toContain('surplus')
  })

  test.each(methods)('%s: what is no object is refused', async (method) => {
    for (const input of ['text', 7, true, []]) expect(await fail(method, input)).toMatchObject({ code: 'INVALID_INPUT' })
  })

  const baseUrls = { '4.0': 'https://bank.example/aisp' }
  const profile = {
    ...{ name: 'bank', displayName: 'Bank', environment: 'sandbox', issuer: 'https://bank.example', registration: { dcr: true } },
    accountInformation: { baseUrls, defaultVersion: '4.0' },
  }
  const statement = {
    ...{ organisationId: 'org', organisationName: 'Org', softwareId: 'software', clientName: 'Client', roles: ['AISP'] },
    ...{ redirectUris: ['https://tpp.example/cb'], defaultObWacCertificateId: id, defaultObSealCertificateId: id },
  }
  const wrong: [Method, unknown, string][] = [
    ['sandboxCertificates.create', { profile: 'other' }, 'profile'],
    ['sandboxCertificates.create', { profile: 'psd2' }, 'organisation'],
    [
      'sandboxCertificates.create',
      { profile: 'psd2', organisation: { ...organisation, organisationId: 'no spaces' } },
      'organisation.organisationId',
    ],
    [
      'sandboxCertificates.create',
      { profile: 'psd2', organisation: { ...organisation, authorisationNumber: '7' } },
      'organisation.authorisationNumber',
    ],
    ['sandboxCertificates.create', { profile: 'psd2', organisation: { ...organisation, surplus: 1 } }, 'organisation.surplus'],
    ['obWacCertificate.get', { id: 'not an id' }, 'id'],
    ['obSealCertificate.create', { name: '', pem: 'x' }, 'name'],
    ['certificate.export', { obWacCertificateId: id, format: 'pem', passphrase: 'long enough' }, 'format'],
    ['softwareStatement.create', { ...statement, roles: [] }, 'roles'],
    ['softwareStatement.create', { ...statement, redirectUris: ['https://tpp.example', 'no address'] }, 'redirectUris.1'],
    ['softwareStatement.create', { ...statement, clientName: 'c'.repeat(41) }, 'clientName'],
    ['encryptionKeyDescription.create', { name: 'key', key: { source: 'Passphrase', passphrase: 'short' } }, 'key.passphrase'],
    ['encryptionKeyDescription.create', { name: 'key', key: { source: 'Drawer' } }, 'key.source'],
    ['bankProfile.create', { ...profile, issuer: 'http://bank.example' }, 'issuer'],
    ['bankProfile.create', { ...profile, accountInformation: { baseUrls: {}, defaultVersion: '4.0' } }, 'accountInformation.baseUrls'],
    [
      'bankProfile.create',
      { ...profile, endpoints: { authorizationEndpoint: 'http://bank.example/auth' } },
      'endpoints.authorizationEndpoint',
    ],
    ['bankProfile.create', { ...profile, endpoints: { authorizationEndpoint: 'javascript:alert(1)' } }, 'endpoints.authorizationEndpoint'],
    ['bankProfile.update', { id, profile: { ...profile, environment: 'moon' } }, 'profile.environment'],
    ['bankRegistration.create', { bankProfileId: id, softwareStatementId: id, redirectUris: ['no address'] }, 'redirectUris.0'],
    ['accountAccessConsent.create', { bankRegistrationId: id, permissions: 'ReadBalances' }, 'permissions'],
    ['accountAccessConsent.create', { bankRegistrationId: id, permissions: [], expirationDateTime: 'tomorrow' }, 'expirationDateTime'],
    ['accountAccessConsent.create', { bankRegistrationId: id, permissions: [], apiVersion: '5.0' }, 'apiVersion'],
    ['accountAccessConsent.startAuthorisation', { id, timeoutSeconds: 0 }, 'timeoutSeconds'],
    ['transaction.list', { accountAccessConsentId: id, limit: 0 }, 'limit'],
    ['requestLog.setLimits', { maxBytes: 1 }, 'maxBytes'],
    ['modelBank.start', { port: 65_536 }, 'port'],
  ]
  test.each(wrong)('%s %j: %s', async (method, input, field) => {
    const error = await fail(method, input)
    expect(error).toMatchObject({ code: 'INVALID_INPUT', field })
  })

  test('a secret that is refused is not repeated', async () => {
    for (const reply of [
      await fail('certificate.export', { obWacCertificateId: id, format: 'pkcs8', passphrase: 'hunter2' }),
      await fail('encryptionKeyDescription.create', { name: 'key', key: { source: 'Passphrase', passphrase: 'hunter2' } }),
      await fail('accountAccessConsent.completeAuthorisation', { redirect: 'code=hunter2' }),
      await fail('obWacCertificate.create', { name: 'file', pem: 'hunter2', passphrase: 'hunter2' }),
    ]) {
      expect(JSON.stringify(reply)).not.toContain('hunter2')
    }
  })
})

describe('output', () => {
  test('holds what the contract declares, and nothing else', async () => {
    const ajv = addFormats.default(new Ajv2020({ strict: false }))
    const { call, app } = shared()
    const { bankRegistrationId, accountAccessConsentId } = await call('walkthrough.run', {})
    const [entry] = (await call('requestLog.list', {})).items
    const { items: accounts } = await call('account.list', { accountAccessConsentId })
    const inputs: Partial<Record<Method, object>> = {
      'bankRegistration.get': { id: bankRegistrationId },
      'accountAccessConsent.get': { id: accountAccessConsentId },
      'accountAccessConsent.history': { id: accountAccessConsentId },
      'account.list': { accountAccessConsentId },
      'balance.list': { accountAccessConsentId },
      'account.cancelFetch': { accountAccessConsentId },
      'balance.history': { accountAccessConsentId, accountId: accounts[0]?.accountId },
      'transaction.list': { accountAccessConsentId },
      'transaction.summary': { accountAccessConsentId },
      'transaction.export': { accountAccessConsentId, format: 'csv' },
      'requestLog.get': { id: entry?.id },
      'sandboxCertificates.create': { profile: 'plain', subject: 'CN=a' },
    }
    const listing = methods.filter((method) => method.endsWith('.list') && api[method].input.safeParse({}).success)
    for (const method of [
      ...listing,
      ...(Object.keys(inputs) as Method[]),
      'modelBank.status',
      'workspace.check',
      'workspace.status',
    ] as const) {
      const reply = await app.handle(method, inputs[method] ?? {})
      expect(reply).toMatchObject({ ok: true })
      // Declared objects are closed in the output's JSON Schema.
      const validate = ajv.compile(z.toJSONSchema(api[method].output))
      expect([method, validate(reply.ok ? reply.value : null), validate.errors]).toEqual([method, true, null])
    }
  })
})

describe('whatever comes', () => {
  // These act on the machine once their input is valid; an array never is.
  const acting: Method[] = ['walkthrough.run', 'walkthrough.runStep', 'modelBank.start', 'workspace.keep']
  const value = fc.oneof(
    fc.jsonValue(),
    fc.constantFrom(id, 'bank', 'local', 'psd2', 'https://bank.example', '2026-01-01T00:00:00Z', true, 1),
  )
  const shaped = (method: Method) => {
    const { properties = {}, oneOf = [] } = schemaOf(method)
    const names = [...Object.keys(properties), ...oneOf.flatMap((one) => Object.keys(one.properties ?? {})), '__proto__', 'surplus']
    return fc.dictionary(fc.constantFrom(...names), value)
  }

  test.each(methods)('%s answers, and never with INTERNAL', async (method) => {
    const input = acting.includes(method) ? fc.array(fc.jsonValue()) : fc.oneof(fc.jsonValue(), shaped(method))
    await fc.assert(
      fc.asyncProperty(input, async (json) => {
        const reply = await shared().app.handle(method, json)
        if (reply.ok) return
        expect(appErrorCodes.filter((code) => code !== 'INTERNAL')).toContain(reply.error.code)
        expect(JSON.parse(JSON.stringify(reply))).toEqual(reply)
      }),
      { numRuns: 60 },
    )
  })
})
