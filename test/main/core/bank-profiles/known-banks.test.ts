// Known banks in a workspace: overridden, filled in, imported, referred to.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type JsonObject, valueAt } from '../../../../src/main/core/bank-profiles/json-values.ts'
import { type BankProfile, bankProfileCatalogue } from '../../../../src/shared/model/bank-profile.ts'
import { shareTestApp, startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { prepareTpp } from '../../../support/tpp.ts'

const file = join(import.meta.dirname, '../../../../resources/bank-profiles.json')
const content: { format: 1; profiles: ({ name: string } & JsonObject)[]; directories: JsonObject } = JSON.parse(readFileSync(file, 'utf8'))

const named = async ({ call }: Pick<TestApp, 'call'>, name: string): Promise<BankProfile> => {
  const found = (await call('bankProfile.list', {})).items.find((profile) => profile.name === name)
  if (!found) throw new Error(`no ${name}`)
  return found
}

const shared = shareTestApp()

describe('list', () => {
  test('has every known bank, in the order of the file, with its sources', async () => {
    const { items } = await shared().call('bankProfile.list', {})
    const known = items.filter(({ builtIn }) => builtIn)
    expect(known.map(({ name }) => name)).toEqual(content.profiles.map(({ name }) => name))
    for (const profile of known)
      expect(profile).toMatchObject({ overrides: null, sources: expect.arrayContaining([expect.objectContaining({ pointer: '' })]) })
    expect(await shared().call('bankProfile.get', { id: known[0]?.id ?? '' })).toEqual(known[0])
  })
})

describe('override', () => {
  test('changes single values, says so in the sources, and is taken back', async () => {
    const test = await startTestApp()
    const { call } = test
    const before = await named(test, 'Starling_Starling')
    const overrides = { responseMode: 'fragment', discoveryUrl: null, registration: { operations: [] } }
    const changed = await call('bankProfile.override', { id: before.id, overrides })
    const { discoveryUrl: _, ...rest } = before
    expect(changed).toEqual({
      ...rest,
      overrides,
      responseMode: 'fragment',
      registration: { ...before.registration, operations: [] },
      sources: [
        ...before.sources,
        ...['/responseMode', '/discoveryUrl', '/registration/operations'].map((pointer) => ({
          pointer,
          source: 'Changed in this workspace',
          date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        })),
      ],
    })
    expect(await named(test, before.name)).toEqual(changed)
    expect(await call('bankProfile.override', { id: before.id, overrides: null })).toEqual(before)
  })

  test.each<[name: string, overrides: JsonObject, needs: string[]]>([
    ['Nationwide_VirginMerged', { registration: { managementScope: null } }, []],
    ['Lloyds_LloydsPersonal', { accountInformation: null, paymentInitiation: null }, ['/financialId']],
    ['Hsbc_Sandbox', { accountInformation: null }, ['/issuer', '/financialId', '/paymentInitiation/baseUrls/3.1']],
  ])('%s with %j: null is the value, and is taken back', async (name, overrides, needs) => {
    const { call } = shared()
    const before = await named(shared(), name)
    const changed = await call('bankProfile.override', { id: before.id, overrides })
    expect(changed).toMatchObject(overrides)
    expect(await call('bankProfile.get', { id: before.id })).toEqual(changed)
    expect(changed.needs.map(({ pointer }) => pointer)).toEqual(expect.arrayContaining(needs))
    expect(changed.needs.some(({ pointer }) => pointer.startsWith('/accountInformation') && changed.accountInformation === null)).toBe(
      false,
    )
    expect(await call('bankProfile.override', { id: before.id, overrides: null })).toEqual(before)
  })

  test('a value takes the place of null, and null of anything else takes it away', async () => {
    const { call } = shared()
    const { id, ...zopa } = await named(shared(), 'Zopa_Zopa')
    expect(zopa).toMatchObject({ accountInformation: null, registration: { managementScope: null } })
    const accountInformation = { baseUrls: { '4.0': 'https://zopa.example/aisp' }, defaultVersion: '4.0' }
    const overrides = { accountInformation, registration: { managementScope: 'openid', version: null } }
    const registration = { ...zopa.registration, managementScope: 'openid', version: '3.3' }
    expect(await call('bankProfile.override', { id, overrides })).toMatchObject({ accountInformation, registration })
    await call('bankProfile.override', { id, overrides: null })
  })

  test.each<[field: string, overrides: JsonObject]>([
    ['overrides.registration.version', { registration: { version: '9' } }],
    ['overrides.colour', { colour: 'green' }],
    ['overrides.name', { name: 'other' }],
    ['overrides.displayName', { displayName: null }],
    ['overrides.caCertificates.0', { caCertificates: ['no certificate'] }],
    ['overrides.authorisation.requestObject', { authorisation: { requestObject: 'none' } }],
    ['overrides.accountInformation.baseUrls', { accountInformation: { baseUrls: { '3.1': null } } }],
    // A live bank does not become a sandbox, at which more is put up with.
    ['overrides.environment', { environment: 'sandbox', idToken: { judged: 'asWarnings' } }],
  ])('names %s, and changes nothing', async (field, overrides) => {
    const { refused } = shared()
    const before = await named(shared(), 'Monzo_Monzo')
    expect(await refused('bankProfile.override', { id: before.id, overrides })).toMatchObject({ code: 'INVALID_INPUT', field })
    expect(await named(shared(), 'Monzo_Monzo')).toEqual(before)
  })

  test('a person’s own profile is changed as a whole, a known one is neither replaced nor deleted', async () => {
    const { call, refused } = shared()
    const { id } = await call('bankProfile.create', {
      name: 'own',
      displayName: 'Own',
      environment: 'sandbox',
      issuer: 'https://bank.example',
      accountInformation: null,
      registration: { dcr: true },
    })
    expect(await refused('bankProfile.override', { id, overrides: {} })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    expect(await call('bankProfile.get', { id })).toMatchObject({ sources: [{ pointer: '', source: 'Added in this workspace' }] })
    const known = await named(shared(), 'Monzo_Monzo')
    expect(await refused('bankProfile.delete', { id: known.id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
  })
})

describe('what a bank does not publish', () => {
  test('is asked for when the bank is first used: the value, what it is and where it is found, and all of them', async () => {
    const app = await startTestApp()
    const { statement } = await prepareTpp(app)
    const bank = await named(app, 'Hsbc_Sandbox')
    const wanted = { bankProfileId: bank.id, softwareStatementId: statement.id }
    const [first] = bank.needs
    expect(await app.refused('bankRegistration.create', wanted)).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'bankProfileId',
      message: `HSBC Sandbox needs issuer: ${first?.what}`,
      remedy: expect.stringContaining(first?.where ?? ''),
      issues: [{ path: 'issuer' }, { path: 'financialId' }, { path: 'accountInformation.baseUrls.4.0' }],
    })
    expect((await named(app, bank.name)).created).toBe(bank.created)

    const overrides = {
      issuer: 'https://127.0.0.1:9',
      financialId: 'ORG',
      accountInformation: { baseUrls: { '4.0': 'https://127.0.0.1:9/aisp' } },
    }
    const filledIn = await app.call('bankProfile.override', { id: bank.id, overrides })
    expect(filledIn.needs.map(({ pointer }) => pointer)).toEqual([
      '/accountInformation/baseUrls/3.1',
      '/paymentInitiation/baseUrls/3.1',
      '/paymentInitiation/baseUrls/4.0',
      '/variableRecurringPayments/baseUrls/3.1',
      '/variableRecurringPayments/baseUrls/4.0',
    ])
    expect(await app.refused('bankRegistration.create', wanted)).toMatchObject({ code: 'BANK_UNREACHABLE' })
  })

  test('in the walkthrough', async () => {
    const bank = await named(shared(), 'NatWest_NatWestSandbox')
    expect(await shared().refused('walkthrough.run', { bankProfileId: bank.id })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'bankProfileId',
      step: 'bank',
    })
  })
})

describe('import', () => {
  const own = {
    name: 'imported',
    displayName: 'Imported bank',
    environment: 'sandbox',
    issuer: 'https://imported.example',
    accountInformation: { baseUrls: { '4.0': 'https://imported.example/aisp' }, defaultVersion: '4.0' },
    registration: { dcr: true },
  }
  const fileOf = (...profiles: object[]) => JSON.stringify({ format: 1, profiles, directories: {} })
  const known = (name: string) => content.profiles.find((profile) => profile.name === name) ?? {}

  test('one profile: added, then replaced', async () => {
    const { call } = shared()
    const [added] = (await call('bankProfile.import', { text: JSON.stringify(own) })).items
    expect(added).toMatchObject({ ...own, builtIn: false, sources: [{ source: 'Added in this workspace' }] })
    const [renewed] = (await call('bankProfile.import', { text: JSON.stringify({ ...own, displayName: 'Renewed' }) })).items
    expect(renewed).toEqual({ ...added, displayName: 'Renewed' })
  })

  test('a file: known banks are overridden by what differs, all others added', async () => {
    const { call } = await startTestApp()
    const changed = { ...known('Tsb_Tsb'), displayName: 'TSB, as we know it', financialId: 'ORG' }
    const { items } = await call('bankProfile.import', { text: fileOf(changed, own, known('Wise_Wise')) })
    expect(items.map(({ name, builtIn, overrides }) => [name, builtIn, overrides])).toEqual([
      ['Tsb_Tsb', true, { displayName: 'TSB, as we know it', financialId: 'ORG' }],
      ['imported', false, null],
      ['Wise_Wise', true, null],
    ])
  })

  const nulls: [place: string, change: (profile: JsonObject) => JsonObject][] = [
    ['accountInformation', (profile) => ({ ...profile, accountInformation: null })],
    ['paymentInitiation', (profile) => ({ ...profile, paymentInitiation: null })],
    ['variableRecurringPayments', (profile) => ({ ...profile, variableRecurringPayments: null })],
    [
      'registration.managementScope',
      (profile) => ({ ...profile, registration: { ...Object(profile.registration), managementScope: null } }),
    ],
  ]
  test.each(nulls)('what a file says is what the bank is then, also with null as %s', async (place, change) => {
    const { call } = await startTestApp()
    const written = content.profiles.map((profile) => change(profile))
    const { items } = await call('bankProfile.import', { text: fileOf(...written) })
    const expected = bankProfileCatalogue.parse({ format: 1, directories: {}, profiles: written }).profiles
    for (const [index, { needs: _needs, sources: _sources, ...fields }] of expected.entries()) {
      const imported = await call('bankProfile.get', { id: items[index]?.id ?? '' })
      expect(imported).toMatchObject(fields)
      expect(valueAt(imported, `/${place.replace('.', '/')}`)).toBeNull()
    }
  })

  test('free-form data holds no null, which an override could not tell from what is left out', async () => {
    const profile = known('Obie_Model2023')
    const consentSupplementaryData = { approved: { by: [null] } }
    const changed = { ...profile, accountInformation: { ...Object(valueAt(profile, '/accountInformation')), consentSupplementaryData } }
    expect(await shared().refused('bankProfile.import', { text: fileOf(changed) })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'profiles.0.accountInformation.consentSupplementaryData',
    })
  })

  test('a file does not make a sandbox of a live bank', async () => {
    const { refused } = shared()
    const sandbox = { ...known('Monzo_Monzo'), environment: 'sandbox', authorisation: { requestObject: 'none' } }
    expect(await refused('bankProfile.import', { text: fileOf(own, sandbox) })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'profiles.1.environment',
    })
    expect(await named(shared(), 'Monzo_Monzo')).toMatchObject({ environment: 'live', overrides: null })
  })

  test.each<[what: string, text: string, error: object]>([
    ['no JSON', '{{', { field: 'text' }],
    ['a list', '[]', { field: 'text' }],
    ['another format', JSON.stringify({ format: 2, profiles: [] }), { field: 'format' }],
    ['directories', JSON.stringify({ format: 1, profiles: [], directories: { mine: {} } }), { field: 'directories' }],
    [
      'a wrong field',
      JSON.stringify({ ...own, registration: { dcr: true, version: '1' } }),
      { field: 'registration.version', message: expect.stringContaining('Bank profile "imported": registration.version:') },
    ],
    [
      'a wrong field in a file',
      fileOf(own, { ...known('Wise_Wise'), responseMode: 'pigeon' }),
      { field: 'profiles.1.responseMode', message: expect.stringContaining('Bank profile "Wise_Wise": responseMode:') },
    ],
    [
      'an unknown field in a file',
      fileOf({ ...own, colour: 'green' }),
      { field: 'profiles.0.colour', message: expect.stringContaining('Bank profile "imported": colour:') },
    ],
    [
      'what the schema does not say',
      fileOf({ ...known('Wise_Wise'), idToken: { judged: 'asWarnings' } }),
      { field: 'profiles.0.idToken.judged', message: expect.stringContaining('Bank profile "Wise_Wise": ') },
    ],
    [
      'a need of nothing',
      fileOf({ ...own, needs: [{ pointer: '/nope', what: 'a', where: 'b' }] }),
      { field: 'profiles.0.needs.0.pointer' },
    ],
    [
      'a need of a version that is none',
      fileOf({ ...own, needs: [{ pointer: '/accountInformation/baseUrls/5.0', what: 'a', where: 'b' }] }),
      { field: 'profiles.0.needs.0.pointer', remedy: expect.stringContaining('/financialId') },
    ],
    ['a profile twice', fileOf(own, own), { code: 'CONFLICT', field: 'profiles.1.name' }],
  ])('%s is named, and nothing is taken over', async (_what, text, error) => {
    const app = await startTestApp()
    const before = await app.call('bankProfile.list', {})
    expect(await app.refused('bankProfile.import', { text })).toMatchObject({ code: 'INVALID_INPUT', ...error })
    expect(await app.call('bankProfile.list', {})).toEqual(before)
  })
})

describe('a profile that is no longer in the file', () => {
  test('goes on as it was where something rests on it', async () => {
    const dataDir = temporaryFolder()
    const key = workspaceKey()
    const first = await startTestApp({ dataDir, env: { ...key } })
    const { id } = await named(first, 'Tide_Tide')
    const tide = await first.call('bankProfile.override', { id, overrides: { financialId: 'ORG' } })
    await first.close()

    const bankProfileFile = join(temporaryFolder(), 'profiles.json')
    writeFileSync(bankProfileFile, JSON.stringify({ ...content, profiles: content.profiles.filter(({ name }) => name !== 'Tide_Tide') }))
    const second = await startTestApp({ dataDir, env: { ...key }, bankProfileFile })
    expect(await second.call('bankProfile.get', { id })).toEqual(tide)
    expect((await second.call('bankProfile.list', {})).items).toHaveLength(60)
    expect(await second.call('bankProfile.override', { id, overrides: null })).toMatchObject({ id, overrides: null })
  })
})

describe('a newer file that a change no longer fits', () => {
  const withChange = (name: string, change: JsonObject): string => {
    const bankProfileFile = join(temporaryFolder(), 'profiles.json')
    const profiles = content.profiles.map((one) => (one.name === name ? { ...one, ...change } : one))
    writeFileSync(bankProfileFile, JSON.stringify({ ...content, profiles }))
    return bankProfileFile
  }

  test('the values of the file hold, the change is kept with the reason, and the bank is not used until it is settled', async () => {
    const dataDir = temporaryFolder()
    const key = workspaceKey()
    const first = await startTestApp({ dataDir, env: { ...key } })
    const { id } = await named(first, 'Tide_Tide')
    const overrides = { financialId: 'ORG', accountInformation: { unsupportedCalls: ['/party'] } }
    const changed = await first.call('bankProfile.override', { id, overrides })
    await first.close()

    const bankProfileFile = withChange('Tide_Tide', { accountInformation: null })
    const second = await startTestApp({ dataDir, env: { ...key }, bankProfileFile })
    const { statement } = await prepareTpp(second)
    const field = 'accountInformation.baseUrls'
    const listed = await named(second, 'Tide_Tide')
    expect(listed).toMatchObject({
      ...{ id, overrides, accountInformation: null, needs: [{ pointer: '/financialId' }] },
      overrideProblem: { field, message: expect.stringContaining(field) },
    })
    expect(listed.sources.map(({ pointer }) => pointer)).toEqual([''])
    expect(await second.refused('bankRegistration.create', { bankProfileId: id, softwareStatementId: statement.id })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'bankProfileId',
      message: expect.stringContaining(field),
      issues: [{ path: field }],
      remedy: expect.stringContaining('Tide_Tide'),
    })
    await second.close()

    const third = await startTestApp({ dataDir, env: { ...key } })
    expect(await named(third, 'Tide_Tide')).toEqual(changed)
    await third.close()

    const fourth = await startTestApp({ dataDir, env: { ...key }, bankProfileFile })
    const settled = await fourth.call('bankProfile.override', { id, overrides: { financialId: 'ORG' } })
    expect(settled).toMatchObject({ financialId: 'ORG', needs: [] })
    expect(settled).not.toHaveProperty('overrideProblem')
  })

  test('a sandbox that became a live bank does not keep its leniency', async () => {
    const dataDir = temporaryFolder()
    const key = workspaceKey()
    const first = await startTestApp({ dataDir, env: { ...key } })
    const { id } = await named(first, 'Ozone_Sandbox')
    await first.call('bankProfile.override', { id, overrides: { idToken: { judged: 'asWarnings' } } })
    await first.close()

    const bankProfileFile = withChange('Ozone_Sandbox', {
      ...{ environment: 'live', idToken: {} },
      authorisation: { requestObject: 'signed' },
    })
    const second = await startTestApp({ dataDir, env: { ...key }, bankProfileFile })
    expect(await named(second, 'Ozone_Sandbox')).toMatchObject({
      idToken: { judged: 'strictly' },
      overrideProblem: { field: 'idToken.judged' },
    })
  })
})
