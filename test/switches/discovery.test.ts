// Each switch of the model bank about discovery: a client with the standard's profile fails, one whose profile knows of it succeeds.

import { describe, expect, test } from 'vitest'
import type { Input } from '../../src/shared/api.ts'
import type { BankBehaviour } from '../../src/shared/model/bank-behaviour.ts'
import { startTestApp } from '../support/app.ts'
import { copyProfile, makeConsent, prepareTpp, register } from '../support/tpp.ts'

type Changes = Partial<Input<'bankProfile.create'>>
type Addresses = NonNullable<Awaited<ReturnType<typeof start>>['addresses']>

const start = async (behaviour: Partial<BankBehaviour>) => {
  const app = await startTestApp()
  const { addresses } = await app.call('modelBank.start', { behaviour })
  return { app, addresses, tpp: await prepareTpp(app) }
}

/** A registration, and a consent made with it, where the profile has these values. */
const attempt = async (behaviour: Partial<BankBehaviour>, changesFor: (addresses: Addresses) => Changes) => {
  const { app, addresses, tpp } = await start(behaviour)
  if (!addresses) throw new Error('The model bank does not run')
  const profile = await copyProfile(app, tpp.profile, { name: 'client', ...changesFor(addresses) })
  return {
    refused: () => app.refused('bankRegistration.create', { bankProfileId: profile.id, softwareStatementId: tpp.statement.id }),
    succeeds: async () => {
      const registration = await register(app, { ...tpp, profile })
      expect(await makeConsent(app, registration.id)).toMatchObject({ status: 'awaitingAuthorisation' })
      return registration
    },
  }
}

describe('switch discovery=elsewhere', () => {
  test('a client that derives the address from the issuer finds nothing there', async () => {
    const { refused } = await attempt({ discovery: 'elsewhere' }, () => ({}))
    expect(await refused()).toMatchObject({
      code: 'BANK_ERROR_RESPONSE',
      message: expect.stringContaining('Discovery of https:'),
      bank: { status: 404 },
    })
  })

  test('one whose profile has the address registers', async () => {
    const { succeeds } = await attempt({ discovery: 'elsewhere' }, ({ issuer }) => ({ discoveryUrl: `${issuer}/openid-configuration` }))
    await succeeds()
  })
})

describe('switch discovery=none', () => {
  test('a client that looks for metadata finds none', async () => {
    const { refused } = await attempt({ discovery: 'none' }, () => ({}))
    expect(await refused()).toMatchObject({ code: 'BANK_ERROR_RESPONSE', bank: { status: 404 } })
  })

  test('one whose profile has the endpoints registers', async () => {
    const { succeeds } = await attempt({ discovery: 'none' }, ({ issuer, frontChannel, jwks, token }) => ({
      discovery: 'none',
      endpoints: { authorizationEndpoint: frontChannel, tokenEndpoint: token, jwksUri: jwks, registrationEndpoint: `${issuer}/register` },
    }))
    const { endpoints } = await succeeds()
    expect(endpoints).toMatchObject({ issuer: expect.stringMatching(/^https:/), pushedAuthorizationRequestEndpoint: null })
  })
})

describe('switch issuerTrailingSlash=true', () => {
  test('a client whose profile has the issuer without it refuses the metadata', async () => {
    const { refused } = await attempt({ issuerTrailingSlash: true }, ({ issuer }) => ({ issuer: issuer.slice(0, -1) }))
    expect(await refused()).toMatchObject({ code: 'BANK_INVALID_RESPONSE', message: expect.stringMatching(/"issuer" is (\S+)\/, not \1$/) })
  })

  test('one whose profile has it registers', async () => {
    const { succeeds } = await attempt({ issuerTrailingSlash: true }, ({ issuer }) => ({ issuer }))
    expect((await succeeds()).endpoints.issuer).toMatch(/[^/]\/$/)
  })
})

describe('switch publishesResponseModes=false', () => {
  test('a client that wants another mode than metadata mean by default refuses them', async () => {
    const { refused } = await attempt({ publishesResponseModes: false }, () => ({ responseMode: 'jwt' }))
    expect(await refused()).toMatchObject({
      code: 'BANK_INVALID_RESPONSE',
      message: 'The bank publishes in "response_modes_supported" query, fragment, and not jwt',
      remedy: expect.stringContaining('responseModesSupported'),
    })
  })

  test('one whose profile says what the bank supports registers', async () => {
    const { succeeds } = await attempt({ publishesResponseModes: false }, () => ({ responseMode: 'jwt', responseModesSupported: ['jwt'] }))
    await succeeds()
  })

  test('what the metadata do hold counts more than the profile', async () => {
    const { succeeds } = await attempt({}, () => ({ responseMode: 'jwt', responseModesSupported: ['fragment'] }))
    await succeeds()
  })
})
