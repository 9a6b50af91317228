// A run that uses every kind of secret that the workbench knows, and keeps everything it put out.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect } from 'vitest'
import { startModelBank } from '../../src/model-bank/start.ts'
import { createPsd2Set } from '../../src/pki/certificate.ts'
import type { Input, Method, Output } from '../../src/shared/api.ts'
import type { Reply } from '../../src/shared/errors.ts'
import { startTestApp } from './app.ts'
import { send } from './bank-http.ts'
import { authoriseByHand, readLog, runPersonas } from './secret-personas.ts'
import type { Secret } from './secret-search.ts'
import { bareEnvironment, runSource } from './terminal.ts'

/** What a person types in, or sets in the environment. */
export interface TypedSecrets {
  workspaceKey: Buffer
  exportPassphrase: string
  importPassphrase: string
  keyPassphrase: string
}

export const typedSecrets = (): TypedSecrets => {
  const passphrase = (use: string) => `${use} & ${randomBytes(12).toString('base64')}`
  return {
    workspaceKey: randomBytes(32),
    exportPassphrase: passphrase('export'),
    importPassphrase: passphrase('import'),
    keyPassphrase: passphrase('key'),
  }
}

/** What unlocks the workspace afterwards. */
export const unlocking = ({ workspaceKey, keyPassphrase }: TypedSecrets): NodeJS.ProcessEnv => ({
  TPP_WORKBENCH_KEY: workspaceKey.toString('base64'),
  TPP_WORKBENCH_PASSPHRASE: keyPassphrase,
})

const dieAtRefresh = join(import.meta.dirname, 'die-at-refresh.ts')

const firm = { name: 'Searched Ltd', organisationId: '001580000SEARCHED', authorisationNumber: 'PSDGB-FCA-1', roles: ['PSP_AI' as const] }

export interface Session {
  /** The reply's value; its whole text is kept. */
  call<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>
  say<M extends Method>(method: M, input: Input<M>): Promise<Reply<Output<M>>>
  /** A reply that carries something in clear by design, and is not kept. */
  aside<M extends Method>(method: M, input: Input<M>): Promise<Output<M>>
}

const first = <T>([item]: T[]): T => {
  if (!item) throw new Error('the list is empty')
  return item
}

/** Approves an enrolment as the operator, and types the client secret in. */
const portalClient = async ({ call }: Session): Promise<void> => {
  const { certificate } = first((await call('obWacCertificate.list', {})).items)
  const { id: softwareStatementId } = first((await call('softwareStatement.list', {})).items)
  const { addresses, bankProfileId } = await call('modelBank.status', {})
  const portal = `${new URL(addresses?.frontChannel ?? '').origin}/portal/api/enrolments`
  const body = JSON.stringify({ organisation: 'Searched', certificate, redirectUris: ['http://127.0.0.1/callback'] })
  const { json: asked } = await send(portal, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  await call('modelBank.approveEnrolment', { id: String(asked.id) })
  const { json: issued } = await send(`${portal}/${asked.id}`)
  const client = await call('bankRegistration.create', {
    bankProfileId: bankProfileId ?? '',
    softwareStatementId,
    tokenEndpointAuthMethod: 'client_secret_basic',
    externalApiId: String(issued.clientId),
    externalApiSecret: String(issued.clientSecret),
    reuse: 'never',
  })
  await call('accountAccessConsent.create', { bankRegistrationId: client.id, permissions: ['ReadAccountsBasic'] })
}

const personsAuthorisation = async (session: Session): Promise<Secret[]> => {
  const registered = (await session.call('bankRegistration.list', {})).items.filter(({ registeredElsewhere }) => !registeredElsewhere)
  return authoriseByHand(session, first(registered).id)
}

/** Exports and imports, right and wrong, and a second encryption key. */
const passphrases = async ({ call, say }: Session, given: TypedSecrets): Promise<void> => {
  const { exportPassphrase, importPassphrase } = given
  await call('certificate.createSigningRequest', { name: 'request', type: 'obwac', organisation: firm })
  const obWacCertificateId = first((await call('obWacCertificate.list', {})).items).id
  for (const format of ['pkcs8', 'pkcs12'] as const) {
    await call('certificate.export', { obWacCertificateId, format, passphrase: exportPassphrase })
  }
  const { transport } = await createPsd2Set({ ...firm, softwareId: 'searched' })
  const { id } = await call('obWacCertificate.create', { name: 'imported', pem: `${transport.certificate}\n${transport.privateKey}` })
  const exported = await call('certificate.export', { obWacCertificateId: id, format: 'pkcs12', passphrase: importPassphrase })
  await call('obWacCertificate.delete', { id })
  const base64 = exported.pkcs12 ?? ''
  await call('obWacCertificate.create', { name: 'again', base64, passphrase: importPassphrase })
  expect((await say('obWacCertificate.create', { name: 'x', base64, passphrase: exportPassphrase })).ok).toBe(false)
  await call('encryptionKeyDescription.create', { name: 'second', key: { source: 'Passphrase', passphrase: given.keyPassphrase } })
}

/** Every list, every record, and the whole log; the number of exchanges in it. */
const readEverything = async ({ call, say }: Session): Promise<number> => {
  const lists = ['obWacCertificate', 'obSealCertificate', 'softwareStatement', 'encryptionKeyDescription', 'bankProfile'] as const
  for (const aggregate of lists) {
    for (const { id } of (await call(`${aggregate}.list`, {})).items) await call(`${aggregate}.get`, { id })
  }
  for (const { id } of (await call('bankRegistration.list', {})).items) await say('bankRegistration.get', { id, fromBank: true })
  for (const { id } of (await call('accountAccessConsent.list', {})).items) await say('accountAccessConsent.get', { id, fromBank: true })
  for (const method of ['workspace.check', 'workspace.status', 'walkthrough.status', 'modelBank.status'] as const) await call(method, {})
  return readLog({ call })
}

/** In this process. `whileOpen` is called at the end, before the workspace is closed. */
export const runEverything = async (dataDir: string, given: TypedSecrets, whileOpen: () => void) => {
  const outputs: string[] = []
  const { app, banks, events, close } = await startTestApp({ dataDir, env: { TPP_WORKBENCH_KEY: given.workspaceKey.toString('base64') } })
  const valueIn = <T>(reply: Reply<T>): T => {
    if (!reply.ok) throw new Error(JSON.stringify(reply.error))
    return reply.value
  }
  const say: Session['say'] = async (method, input) => {
    const reply = await app.dispatch(method, input)
    outputs.push(JSON.stringify(reply))
    return reply
  }
  const session: Session = {
    say,
    call: async (method, input) => valueIn(await say(method, input)),
    aside: async (method, input) => valueIn(await app.dispatch(method, input)),
  }

  for (const apiVersion of ['3.1', '4.0'] as const) await session.call('walkthrough.run', { apiVersion })
  const { id } = first((await session.call('accountAccessConsent.list', {})).items)
  await session.call('accountAccessConsent.refresh', { id })
  await portalClient(session)
  const handedOut = await personsAuthorisation(session)
  await passphrases(session, given)
  handedOut.push(...(await runPersonas(session)))
  await session.call('modelBank.start', {})
  await session.call('accountAccessConsent.refresh', { id })
  const exchanges = await readEverything(session)
  whileOpen()
  outputs.push(JSON.stringify(events))
  await close()
  outputs.push(await killedRefresh(dataDir, given, id, new URL(banks.at(-1)?.addresses.issuer ?? '').port))
  return { outputs, handedOut, exchanges }
}

/** Killed between the bank's answer to a refresh and our commit; what it said. The same bank answers again, at its old address. */
const killedRefresh = async (dataDir: string, given: TypedSecrets, id: string, port: string): Promise<string> => {
  const bank = await startModelBank({ port: Number(port), stateFile: join(dataDir, 'model-bank.sqlite') })
  const env = { ...bareEnvironment(), ...unlocking(given) }
  try {
    const child = spawn(process.execPath, [dieAtRefresh, dataDir, id], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    const [[, signal], ...said] = await Promise.all([once(child, 'exit'), text(child.stdout), text(child.stderr)])
    expect([signal, ...said]).toEqual(['SIGKILL', '', ''])
    return said.join('')
  } finally {
    await bank.close()
  }
}

/** Over the same workspace, as processes of their own; what they wrote to both outputs. */
export const runCommands = async (dataDir: string, given: TypedSecrets): Promise<string[]> => {
  const env = { ...bareEnvironment(), ...unlocking(given), TPP_WORKBENCH_DATA_DIR: dataDir }
  const commands: [file: string, args: string[]][] = [
    ['src/main/walkthrough.ts', []],
    ['src/main/walkthrough.ts', ['--json', '--customer', 'jordan']],
    ['src/main/walkthrough.ts', ['--persona', 'Nationwide_VirginMerged']],
    ['src/main/cli.ts', ['requestLog.export']],
    ['src/main/cli.ts', ['requestLog.list', '--json', '{"limit":1000}']],
  ]
  const outputs: string[] = []
  for (const [file, args] of commands) {
    const { code, stdout, stderr } = await runSource(file, args, { env })
    expect([file, code, stderr]).toEqual([file, 0, expect.any(String)])
    outputs.push(stdout, stderr)
  }
  return outputs
}
