// The model bank in the way of a known bank, started by the workbench.

import { describe, expect, test } from 'vitest'
import { launchModelBankProcess } from '../../../../src/main/core/model-bank/child-process.ts'
import { behaviourOf, standIns } from '../../../../src/shared/bank-persona.ts'
import { startTestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { send } from '../../../support/bank-http.ts'
import { prepareTpp, register } from '../../../support/tpp.ts'

describe('modelBank.start with a persona', () => {
  test('keeps a profile of its own for it, which leads to the model bank only', async () => {
    const { call } = await startTestApp()
    const started = await call('modelBank.start', { persona: 'NatWest_RoyalBankOfScotland' })
    expect(started).toMatchObject({ running: true, persona: 'NatWest_RoyalBankOfScotland' })
    const profile = await call('bankProfile.get', { id: started.bankProfileId ?? '' })
    const issuer = started.addresses?.issuer ?? ''
    expect(profile).toMatchObject({
      name: 'model-bank-as-NatWest_RoyalBankOfScotland',
      displayName: 'Model bank as RBS',
      environment: 'modelBank',
      builtIn: true,
      issuer,
      requestObjectAudience: standIns.groupRoot(issuer),
      paymentInitiation: null,
      registration: { subjectDnRendering: 'dottedHex' },
    })
    const { notes: _notes, sources: _sources, ...used } = profile
    const hosts = [...JSON.stringify(used).matchAll(/https?:\/\/([^/"]+)/g)].map(([, host]) => host?.replace(/:\d+$/, ''))
    expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']))
    expect(profile.group).toBeUndefined()
    expect(await call('modelBank.stop', {})).toMatchObject({ running: false, persona: null })
  })

  test('does not ask the real bank where the imitation publishes no metadata', async () => {
    const { call } = await startTestApp()
    const started = await call('modelBank.start', { persona: 'Starling_Starling', behaviour: { discovery: 'none' } })
    const profile = await call('bankProfile.get', { id: started.bankProfileId ?? '' })
    expect(profile.discoveryUrl).toBeUndefined()
    expect(profile.issuer).toBe(started.addresses?.issuer)
  })

  test('one that is not known is named, with those that are', async () => {
    const { call, refused } = await startTestApp()
    expect(await refused('modelBank.start', { persona: 'Nobody_Nobody' })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'persona',
      remedy: expect.stringContaining('Monzo_Monzo, Monzo_Sandbox'),
    })
    expect(await call('modelBank.status', {})).toMatchObject({ running: false })
    expect(await refused('walkthrough.run', { persona: 'Nobody_Nobody' })).toMatchObject({ field: 'persona', step: 'bank' })
  })

  test('a bank that runs as another is not replaced unasked', async () => {
    const { call, refused, banks } = await startTestApp()
    await call('modelBank.start', { persona: 'Tsb_Tsb' })
    for (const wish of [{}, { persona: 'Wise_Wise' }]) {
      expect(await refused('modelBank.start', wish)).toMatchObject({
        code: 'CONFLICT',
        field: 'persona',
        message: 'The model bank runs already, as Tsb_Tsb',
      })
    }
    expect(await refused('modelBank.start', { persona: 'Tsb_Tsb', behaviour: { tokenType: 'bearer' } })).toMatchObject({
      field: 'behaviour',
    })
    expect(await refused('walkthrough.run', { persona: 'Wise_Wise' })).toMatchObject({ code: 'CONFLICT', step: 'bank' })
    expect(await call('modelBank.start', { persona: 'Tsb_Tsb' })).toMatchObject({ running: true })
    expect(banks).toHaveLength(1)
  })

  test('each keeps what it knows to itself', async () => {
    const app = await startTestApp({ dataDir: temporaryFolder(), env: workspaceKey() })
    const own = await register(app, await prepareTpp(app))
    await app.call('modelBank.stop', {})
    const persona = 'Obie_Model2023'
    expect(await app.call('modelBank.start', { persona })).toMatchObject({ clients: [] })
    await app.call('walkthrough.run', { persona, customer: 'eira' })
    await app.call('modelBank.stop', {})
    expect((await app.call('modelBank.start', { persona })).clients).toHaveLength(1)
    await app.call('modelBank.stop', {})
    expect((await app.call('modelBank.start', {})).clients).toMatchObject([{ clientId: own.externalApiId }])
  })
})

describe('the walkthrough', () => {
  test.each(['Chase_Chase', 'Monzo_Monzo', 'Hsbc_UkPersonal'])('as %s uses everything again in a second run', async (persona) => {
    const { call } = await startTestApp()
    const input = { persona, customer: 'eira' }
    const first = await call('walkthrough.run', input)
    const second = await call('walkthrough.run', input)
    expect(second.bankRegistrationId).toBe(first.bankRegistrationId)
    expect(second.steps.filter(({ reused }) => reused).map(({ id }) => id)).toEqual([
      'bank',
      'certificates',
      'software-statement',
      'registration',
      'consent',
      'authorisation',
    ])
  })

  test('imitates nobody at another bank', async () => {
    const { call, refused } = await startTestApp()
    const { bankProfileId } = await call('modelBank.start', {})
    expect(await refused('walkthrough.run', { bankProfileId: bankProfileId ?? '', persona: 'Monzo_Monzo' })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'persona',
    })
  })
})

describe('single switches', () => {
  test('go over those of the persona', async () => {
    const { call, banks } = await startTestApp()
    await call('modelBank.start', { persona: 'Revolut_Revolut', behaviour: { discovery: 'wellKnown' } })
    const { issuer, caCertificate: ca } = banks[0]?.addresses ?? { issuer: '', caCertificate: '' }
    expect((await send(`${issuer}/.well-known/openid-configuration`, { ca })).status).toBe(200)
  })

  test.each([
    ['tokenType', 'BEARER'],
    ['colour', 'green'],
  ])('a wrong one, %s, is named', async (name, value) => {
    const { app } = await startTestApp()
    expect(await app.handle('modelBank.start', { behaviour: { [name]: value } })).toMatchObject({
      ok: false,
      error: { code: 'INVALID_INPUT', field: expect.stringContaining(name === 'colour' ? 'behaviour' : `behaviour.${name}`) },
    })
  })
})

describe('in a process of its own', () => {
  test('the switches reach it, whatever their values', async () => {
    const { call } = await startTestApp()
    const { items } = await call('bankProfile.list', {})
    const coop = items.find(({ name }) => name === 'Cooperative_Cooperative')
    if (!coop) throw new Error('no profile')
    const bank = await launchModelBankProcess({ port: 0, stateFile: null, behaviour: behaviourOf(coop) })
    try {
      expect(bank.addresses.discovery).toBeNull()
      expect((await send(`${bank.addresses.issuer}/.well-known/openid-configuration`, { ca: bank.addresses.caCertificate })).status).toBe(
        404,
      )
    } finally {
      await bank.close()
    }
  })
})
