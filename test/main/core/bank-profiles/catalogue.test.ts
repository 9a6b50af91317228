// What the file of known banks holds.

import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { idOfKnown, openCatalogue } from '../../../../src/main/core/bank-profiles/catalogue.ts'
import { valueAt } from '../../../../src/main/core/bank-profiles/json-values.ts'
import { checkFields } from '../../../../src/main/core/bank-profiles/profile-checks.ts'
import { behaviourOf } from '../../../../src/shared/bank-persona.ts'
import { bankBehaviour } from '../../../../src/shared/model/bank-behaviour.ts'
import { bankProfileCatalogue } from '../../../../src/shared/model/bank-profile.ts'
import { startTestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { copyProfile, prepareTpp, register } from '../../../support/tpp.ts'

const file = join(import.meta.dirname, '../../../../resources/bank-profiles.json')
const content = JSON.parse(readFileSync(file, 'utf8'))
const { profiles, directories } = bankProfileCatalogue.parse(content)

describe('resources/bank-profiles.json', () => {
  test('has 58 banks, the sandbox of Ozone and the model bank, each once', () => {
    expect(new Set(profiles.map(({ name }) => name)).size).toBe(60)
    expect(profiles.slice(58).map(({ name }) => name)).toEqual(['Ozone_Sandbox', 'model-bank'])
    expect(new Set(profiles.slice(0, 58).map(({ group }) => group)).size).toBe(17)
  })

  test.each(profiles)('$name is usable but for what it needs', (profile) => {
    const { needs, sources, ...fields } = profile
    checkFields(fields, '', needs)
    for (const { pointer } of needs) expect([pointer, valueAt(fields, pointer)]).toEqual([pointer, undefined])
    expect(sources.some(({ pointer }) => pointer === '')).toBe(true)
    for (const { pointer } of sources) expect(pointer === '' || valueAt(fields, pointer) !== undefined).toBe(true)
    expect(bankBehaviour.safeParse(behaviourOf(profile)).error).toBeUndefined()
  })

  test('HSBC and Virgin Money want a functional scope for management, and their personas too', () => {
    const functional = profiles.filter((profile) => behaviourOf(profile).dcrManagementScope === 'functional').map(({ name }) => name)
    const hsbc = profiles.filter(({ group }) => group === 'HSBC').map(({ name }) => name)
    expect(hsbc).toHaveLength(6)
    expect(functional).toEqual([...hsbc, 'Nationwide_VirginMerged'])
  })

  test('defaults are left out', () => {
    const withDefaults = content.profiles.flatMap((profile: { name: string; registration: object }) =>
      Object.entries(profile.registration)
        .filter(([name, value]) => name !== 'dcr' && JSON.stringify(value) === JSON.stringify(bankProfileDefaults[name]))
        .map(([name]) => `${profile.name}: ${name}`),
    )
    expect(withDefaults).toEqual([])
  })

  test('directories: the sandbox and the real one', () => {
    expect(Object.keys(directories)).toEqual(['sandbox', 'production'])
    for (const { softwareStatementAssertion } of Object.values(directories)) {
      expect(softwareStatementAssertion).toMatch(/\{organisationId\}.*\{softwareId\}/)
    }
  })
})

const [defaulted] = bankProfileCatalogue.parse({
  format: 1,
  profiles: [
    {
      name: 'defaults',
      displayName: 'Defaults',
      environment: 'live',
      accountInformation: null,
      registration: { dcr: true },
      sources: [{ pointer: '', source: 'this test', date: '2026-01-01' }],
    },
  ],
  directories: {},
}).profiles
const bankProfileDefaults: Record<string, unknown> = { ...defaulted?.registration }

describe('a catalogue', () => {
  const write = (text: string): string => {
    const path = join(temporaryFolder(), 'profiles.json')
    writeFileSync(path, text)
    return path
  }

  test('a fault in one profile is told with its name and field, and stands in the way of no other', async () => {
    const wrong = structuredClone(content)
    wrong.profiles[0].registration.version = '1.0'
    const catalogue = openCatalogue(write(JSON.stringify(wrong)))
    const error = await appErrorOf(async () => catalogue.find(wrong.profiles[0].name))
    expect(error).toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining(`"${wrong.profiles[0].name}" is wrong in its file: registration.version:`),
    })
    expect(catalogue.find('Monzo_Monzo')?.displayName).toBe('Monzo')
    expect(catalogue.find('Nobody_Nobody')).toBeNull()
  })

  test('a file that is none is told as such when a bank is first asked for', async () => {
    for (const path of [write('{'), write('{}'), '/nowhere/bank-profiles.json']) {
      const catalogue = openCatalogue(path)
      expect(await appErrorOf(async () => catalogue.names())).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining(path) })
    }
  })

  test('is not read by a start, nor by what asks for no bank; the check says that it cannot be read', async () => {
    const { call, refused } = await startTestApp({ bankProfileFile: '/nowhere/bank-profiles.json' })
    expect((await call('workspace.check', {})).findings).toContainEqual(
      expect.objectContaining({
        severity: 'attention',
        check: 'readable',
        message: expect.stringContaining('/nowhere/bank-profiles.json'),
      }),
    )
    await call('walkthrough.status', {})
    expect(await call('modelBank.status', {})).toMatchObject({ running: false })
    expect(await refused('bankProfile.list', {})).toMatchObject({ code: 'INTERNAL' })
  })

  test.each<[what: string, spoil: (profile: Record<string, unknown>) => unknown, field: string, name?: string]>([
    ['a wrong value', (one) => ({ ...one, registration: { dcr: true, version: '1.0' } }), 'registration.version'],
    ['no name', ({ name: _name, ...one }) => one, 'name', 'profiles.1'],
    ['nothing', () => null, 'the profile', 'profiles.1'],
  ])('one profile with %s is left out of the list, which the check tells; asking for it is refused', async (_, spoil, field, name) => {
    const [, second] = content.profiles
    const spoilt = content.profiles.map((one: Record<string, unknown>) => (one === second ? spoil(one) : one))
    const bankProfileFile = write(JSON.stringify({ ...content, profiles: spoilt }))
    const { call, refused } = await startTestApp({ bankProfileFile })
    const known = (await call('bankProfile.list', {})).items.map((one) => one.name)
    expect(known).toEqual(profiles.map((one) => one.name).filter((one) => one !== second.name))
    const id = idOfKnown(name ?? second.name)
    const message = expect.stringContaining(`"${name ?? second.name}" is wrong in its file: ${field}: `)
    const subject = { aggregate: 'bankProfile', id, name: name ?? second.name }
    const { findings, failed } = await call('workspace.check', {})
    expect(findings.filter(({ severity }) => severity !== 'good')).toEqual([
      { subject, severity: 'attention', check: 'readable', message, remedy: expect.any(String) },
    ])
    expect(failed).toBe(0)
    expect(await refused('bankProfile.get', { id })).toMatchObject({ code: 'INTERNAL', message })
  })

  test('a fault of a profile with a registration, or of one that is kept, stands in the way of nothing else', async () => {
    const dataDir = temporaryFolder()
    const key = workspaceKey()
    const first = await startTestApp({ dataDir, env: { ...key } })
    const tpp = await prepareTpp(first)
    const own = await copyProfile(first, tpp.profile, { name: 'own' })
    const { id } = await register(first, { ...tpp, profile: own })
    const unused = await copyProfile(first, tpp.profile, { name: 'unused' })
    await first.close()
    const database = new Database(join(dataDir, 'workspace.sqlite'))
    database.prepare("update bank_profile set profile = json_set(profile, '$.responseMode', 'pigeon') where built_in = 0").run()
    database.close()

    const { call, refused } = await startTestApp({ dataDir, env: { ...key } })
    expect((await call('bankProfile.list', {})).items.map(({ name }) => name)).not.toContain('own')
    expect((await call('bankRegistration.list', {})).items.map((one) => one.id)).toEqual([id])
    const message = 'Bank profile "own" is wrong in this workspace: responseMode: Invalid option: expected one of "fragment"|"query"|"jwt"'
    expect((await call('workspace.check', {})).findings).toContainEqual(expect.objectContaining({ check: 'readable', message }))
    expect(await refused('bankProfile.get', { id: own.id })).toMatchObject({ code: 'INTERNAL', message })
    expect(await refused('bankProfile.delete', { id: own.id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    await call('bankProfile.delete', { id: unused.id })
    expect((await call('workspace.check', {})).findings.filter(({ check }) => check === 'readable')).toHaveLength(1)
  })

  test('ids are the same everywhere, and differ', () => {
    expect(idOfKnown('Monzo_Monzo')).toBe(idOfKnown('Monzo_Monzo'))
    expect(idOfKnown('Monzo_Monzo')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    expect(new Set(profiles.map(({ name }) => idOfKnown(name))).size).toBe(60)
  })
})
