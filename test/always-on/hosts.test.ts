// The same calls over every host give the same replies: a host carries the contract and adds nothing of its own.

import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createApp } from '../../src/main/core/app.ts'
import { launchModelBankProcess } from '../../src/main/core/model-bank/child-process.ts'
import { startModelBank } from '../../src/model-bank/start.ts'
import type { Output } from '../../src/shared/api.ts'
import type { Reply } from '../../src/shared/errors.ts'
import { startTestApp, temporaryFolder, workspaceKey } from '../support/app.ts'
import { bareEnvironment, runSource } from '../support/terminal.ts'

type Call = (method: string, input: unknown) => Promise<Reply<unknown>>

interface Workspace {
  dataDir: string
  env: NodeJS.ProcessEnv
}

/** Each opens the workspace, does the work, and leaves it to the next one. */
const hosts: Record<string, (workspace: Workspace, work: (call: Call) => Promise<void>) => Promise<void>> = {
  async 'in this process'({ dataDir, env }, work) {
    const app = await createApp({ dataDir, env: { ...env }, launchModelBank: launchModelBankProcess })
    try {
      await work((method, input) => app.handle(method, input))
    } finally {
      await app.close()
    }
  },

  async 'the command line'({ dataDir, env }, work) {
    const environment = { ...bareEnvironment(), ...env, TPP_WORKBENCH_DATA_DIR: dataDir }
    await work(async (method, input) => {
      const { code, stdout, stderr } = await runSource('src/main/cli.ts', [method, '--json', '-'], {
        env: environment,
        input: JSON.stringify(input),
      })
      expect([stdout === '', stderr === '']).toEqual(code === 0 ? [false, true] : [true, false])
      return code === 0 ? { ok: true, value: JSON.parse(stdout) } : { ok: false, error: JSON.parse(stderr) }
    })
  },
}
const names = Object.keys(hosts)

/** Runs the calls over one host and gives their replies. */
const repliesOf = async (host: string, workspace: Workspace, calls: [method: string, input: unknown][]) => {
  const replies: Reply<unknown>[] = []
  await hosts[host]?.(workspace, async (call) => {
    for (const [method, input] of calls) replies.push(await call(method, input))
  })
  return replies
}

const newWorkspace = (): Workspace => ({ dataDir: join(temporaryFolder(), 'kept'), env: workspaceKey() })

/** One host after the other, since a workspace has one at a time. */
const overEveryHost = async (workspace: () => Workspace, calls: [method: string, input: unknown][]) => {
  const all: Reply<unknown>[][] = []
  for (const host of names) all.push(await repliesOf(host, workspace(), calls))
  return all
}

const unknown = '11111111-1111-4111-8111-111111111111'

test('what a walkthrough left reads the same', { timeout: 120_000 }, async () => {
  const workspace = newWorkspace()
  const { call, close } = await startTestApp({ ...workspace, env: { ...workspace.env } })
  const { accountAccessConsentId, runId, steps } = await call('walkthrough.run', { customer: 'eira' })
  const [wac] = (await call('obWacCertificate.list', {})).items
  await close()

  const calls: [string, unknown][] = [
    ['workspace.check', {}],
    ['obWacCertificate.list', {}],
    ['obSealCertificate.list', {}],
    ['certificate.inspect', { pem: wac?.certificate }],
    ['encryptionKeyDescription.list', {}],
    ['softwareStatement.list', {}],
    ['bankProfile.list', {}],
    ['bankRegistration.list', {}],
    ['accountAccessConsent.get', { id: accountAccessConsentId }],
    ['account.list', { accountAccessConsentId }],
    ['balance.list', { accountAccessConsentId }],
    ['transaction.list', { accountAccessConsentId, text: 'χαίρε', order: 'oldestFirst' }],
    ['transaction.list', { accountAccessConsentId, minimumAmount: '-20', maximumAmount: '0', limit: 3, offset: 2 }],
    ['requestLog.list', { runId, limit: 5 }],
    ['requestLog.get', { id: steps[3]?.requestLogIds[0] }],
    ['requestLog.export', { runId }],
  ]
  const [first, ...others] = await overEveryHost(() => workspace, calls)
  expect(first?.map(({ ok }) => ok)).toEqual(calls.map(() => true))
  for (const other of others) expect(other).toEqual(first)
})

/** Of a bank as it was started: what is the same at every start. */
const lasting = (reply: Reply<unknown> | undefined) =>
  reply?.ok ? { ...reply, value: { ...(reply.value as Output<'modelBank.start'>), addresses: null } } : reply

test('what a bank is asked, imitated and known by is the same', { timeout: 120_000 }, async () => {
  const workspace = newWorkspace()
  const bank = await startModelBank()
  onTestFinished(() => bank.close())
  const app = await startTestApp({ ...workspace, env: { ...workspace.env }, bank })
  const { accountAccessConsentId, bankRegistrationId } = await app.call('walkthrough.run', { customer: 'eira' })
  const { bankProfileId, softwareStatementId } = await app.call('bankRegistration.get', { id: bankRegistrationId })
  const known = (await app.call('bankProfile.list', {})).items.find(({ name }) => name === 'Tide_Tide')
  await app.close()

  const replies = await overEveryHost(
    () => workspace,
    [
      ['account.fetch', { accountAccessConsentId }],
      ['bankRegistration.subjectDns', { bankProfileId, softwareStatementId, refused: ['CN=refused'] }],
      ['bankProfile.override', { id: known?.id, overrides: { financialId: 'TIDE' } }],
      ['modelBank.start', { persona: 'No_Such' }],
      ['modelBank.start', { persona: 'Tide_Tide' }],
    ],
  )
  const [first, ...others] = replies.map((list) => [...list.slice(0, -1), lasting(list.at(-1))])
  expect(first).toMatchObject([
    { ok: true, value: { items: expect.arrayContaining([expect.objectContaining({ resource: 'accounts', skipped: null, error: null })]) } },
    { ok: true, value: { items: expect.arrayContaining([expect.objectContaining({ ofProfile: true })]) } },
    { ok: true, value: { name: 'Tide_Tide', financialId: 'TIDE', overrides: { financialId: 'TIDE' } } },
    { ok: false, error: { code: 'INVALID_INPUT', field: 'persona' } },
    { ok: true, value: { running: true, persona: 'Tide_Tide', clients: [] } },
  ])
  for (const other of others) expect(other).toEqual(first)
})

describe.each(names)('%s', (host) => {
  test('a round of writing and reading', { timeout: 60_000 }, async () => {
    const workspace = newWorkspace()
    const profile = {
      name: 'odd-bank',
      displayName: 'Bank "Tŷ" & Σπίτι 家 \u202e\u0007',
      environment: 'sandbox',
      issuer: 'https://bank.example',
      accountInformation: { baseUrls: { '4.0': 'https://bank.example/aisp' }, defaultVersion: '4.0' },
      registration: { dcr: true },
    }
    const [made] = await repliesOf(host, workspace, [['bankProfile.create', profile]])
    expect(made).toMatchObject({ ok: true, value: { ...profile, builtIn: false, tokenEndpointAuthMethod: 'tls_client_auth' } })
    const id = made?.ok ? (made.value as { id: string }).id : ''
    const { registration: _, ...incomplete } = profile
    const replies = await repliesOf(host, workspace, [
      ['bankProfile.get', { id }],
      ['bankProfile.update', { id, profile: { ...profile, displayName: 'Renamed' } }],
      ['bankProfile.create', profile],
      ['bankProfile.create', incomplete],
      ['bankProfile.delete', { id }],
      ['bankProfile.list', {}],
      ['bankProfile.list', null],
    ])
    const withoutIt = expect.not.arrayContaining([expect.objectContaining({ name: profile.name })])
    expect(replies).toMatchObject([
      made ?? {},
      { ok: true, value: { id, displayName: 'Renamed' } },
      { ok: false, error: { code: 'CONFLICT', field: 'name' } },
      { ok: false, error: { code: 'INVALID_INPUT', field: 'registration', issues: [{ path: 'registration' }] } },
      { ok: true, value: { id } },
      { ok: true, value: { items: withoutIt } },
      { ok: true, value: { items: withoutIt } },
    ])
  })
})

test('failures are the same, as data', { timeout: 60_000 }, async () => {
  const calls: [string, unknown][] = [
    ['bankProfile.get', { id: unknown }],
    ['bankProfile.get', { id: 'x', more: 1 }],
    ['bankProfile.get', []],
    ['transaction.list', { accountAccessConsentId: unknown, minimumAmount: '1e3' }],
    ['transaction.list', { accountAccessConsentId: unknown }],
    ['accountAccessConsent.completeAuthorisation', { redirect: '#code=a&state=b' }],
    ['accountAccessConsent.completeAuthorisation', {}],
    ['certificate.inspect', { pem: '-----BEGIN CERTIFICATE-----\nnone\n-----END CERTIFICATE-----' }],
    ['walkthrough.run', { bankProfileId: unknown }],
    ['walkthrough.runStep', { step: 'dance' }],
  ]
  const [first, ...others] = await overEveryHost(newWorkspace, calls)
  expect(first?.map((reply) => (reply.ok ? null : reply.error.code))).toEqual([
    'NOT_FOUND',
    'INVALID_INPUT',
    'INVALID_INPUT',
    'INVALID_INPUT',
    'NOT_FOUND',
    'AUTHORISATION_FAILED',
    'INVALID_INPUT',
    'CERTIFICATE_INVALID',
    'NOT_FOUND',
    'INVALID_INPUT',
  ])
  for (const other of others) expect(other).toEqual(first)
})
