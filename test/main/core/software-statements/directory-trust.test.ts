// A directory whose server certificate no public CA has issued: refused until a person says which CA is trusted for it.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AppErrorData } from '../../../../src/shared/errors.ts'
import { startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { createTestCa, type TestCa } from '../../../support/tls-identities.ts'
import { startHttpsServer, type TestServer } from '../../../support/tls-server.ts'
import { exchangesOf, makeCertificates, organisation, statementInput } from '../../../support/tpp.ts'

const set = 'directory.setCaCertificates'
const fetchAssertion = 'softwareStatement.fetchAssertion'

let ca: TestCa
let otherCa: TestCa
let directory: TestServer
/** On another port, as the keys of a directory are on another host. */
let keyStore: TestServer
let assertion: string

beforeAll(async () => {
  ca = createTestCa('CA of a directory')
  otherCa = createTestCa('Another CA')
  keyStore = await startHttpsServer(ca.issue('localhost'), (_request, response) => response.end('{"keys":[]}'))
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify'])
  const claims = { software_id: organisation.softwareId, software_jwks_endpoint: `${keyStore.origin}/keys` }
  assertion = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey)
  directory = await startHttpsServer(ca.issue('localhost'), ({ url }, response) =>
    response.end(url === '/token' ? '{"access_token":"token of the directory","token_type":"Bearer"}' : assertion),
  )
})
afterAll(async () => {
  await Promise.all([directory.close(), keyStore.close()])
  ca.remove()
  otherCa.remove()
})

let open: () => Promise<TestApp>
let app: TestApp
let id: string

/** A workbench that knows one directory, which takes RS256, at these addresses. */
const openWith = async (address: string): Promise<void> => {
  const folder = temporaryFolder()
  const bankProfileFile = join(folder, 'banks.json')
  const own = {
    ...{ displayName: 'A directory', scope: 'TPPReadAccess', assertionAlgorithm: 'RS256' },
    ...{ tokenEndpoint: `${address}/token`, softwareStatementAssertion: `${address}/{organisationId}/{softwareId}` },
    sources: [{ pointer: '', source: 'This test', date: '2026-06-01' }],
  }
  writeFileSync(bankProfileFile, JSON.stringify({ format: 1, profiles: [], directories: { own } }))
  const env = workspaceKey()
  open = () => startTestApp({ dataDir: join(folder, 'workspace'), env: { ...env }, bankProfileFile })
  app = await open()
  id = (await app.call('softwareStatement.create', statementInput(await makeCertificates(app)))).id
}
beforeEach(() => openWith(directory.origin))

const refused = (): Promise<AppErrorData> => app.refused(fetchAssertion, { id, directory: 'own' })

describe(set, () => {
  test('without it a directory is refused, with it the assertion and the keys that it names are read; it is kept', async () => {
    expect(await refused()).toMatchObject({
      code: 'BANK_TLS_REJECTED',
      message: `TLS certificate of the directory at ${directory.origin} is not trusted (UNABLE_TO_VERIFY_LEAF_SIGNATURE)`,
      remedy: expect.stringContaining(set),
    })
    // Several in one text, as they are handed out.
    const bundle = `Root\n${ca.certificate}\nIssuing\n${otherCa.certificate}`
    const changed = await app.call(set, { directory: 'own', caCertificates: [bundle, ca.certificate] })
    expect(changed.caCertificates).toEqual([ca.certificate, otherCa.certificate])
    expect(app.events.at(-1)).toEqual({ type: 'changed', aggregate: 'directory', id: null })

    const statement = await app.call(fetchAssertion, { id, directory: 'own' })
    expect(statement.ssa?.jwt).toBe(assertion)
    // Not for want of an answer.
    expect(statement.ssa?.checks.find(({ claim }) => claim === 'software_jwks_endpoint')).toMatchObject({ actual: 'no keys' })

    await app.close()
    app = await open()
    expect((await app.call('directory.list', {})).items).toEqual([changed])
    expect((await app.call(fetchAssertion, { id, directory: 'own' })).ssa?.jwt).toBe(assertion)
    await app.call(set, { directory: 'own', caCertificates: [] })
    expect(await refused()).toMatchObject({ code: 'BANK_TLS_REJECTED' })
  })

  test('names the text that is no certificate, and keeps those before', async () => {
    await app.call(set, { directory: 'own', caCertificates: [ca.certificate] })
    const { privateKey } = ca.issue('localhost')
    const broken = otherCa.certificate.replace(/^MII/m, 'AAA')
    for (const text of ['certificate', broken, privateKey, `${otherCa.certificate}${privateKey}`]) {
      const error = await app.refused(set, { directory: 'own', caCertificates: [otherCa.certificate, text] })
      expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'caCertificates.1', remedy: expect.stringContaining('PEM') })
    }
    const [kept] = (await app.call('directory.list', {})).items
    expect(kept?.caCertificates).toEqual([ca.certificate])
  })

  test('is for directories that are known, and not for the model bank’s', async () => {
    const caCertificates = [ca.certificate]
    expect(await app.refused(set, { directory: 'other', caCertificates })).toMatchObject({ code: 'NOT_FOUND', field: 'directory' })
    expect(await app.refused(set, { directory: 'modelBank', caCertificates })).toMatchObject({ code: 'CONFLICT', field: 'directory' })
  })
})

test('what fails is said of the directory, and nothing of a bank profile that it does not have', async () => {
  await openWith('https://127.0.0.1:1')
  const error = await refused()
  expect(error).toMatchObject({ code: 'BANK_UNREACHABLE', message: 'Directory at https://127.0.0.1:1 refused the connection' })
  expect(error.remedy).not.toContain('bank')
})

test('an EC key is refused where a directory takes RS256 only, and nothing is sent', async () => {
  await app.call(set, { directory: 'own', caCertificates: [ca.certificate] })
  const certificates = await app.call('sandboxCertificates.create', { profile: 'psd2', signingKeyType: 'EC', organisation })
  id = (await app.call('softwareStatement.create', statementInput(certificates))).id
  const sent = await exchangesOf(app, async () => {
    expect(await refused()).toMatchObject({
      code: 'INVALID_INPUT',
      message: 'Signing certificate signs ES256; A directory takes RS256 only',
      field: 'defaultObSealCertificateId',
      remedy: expect.stringContaining('RSA'),
    })
  })
  expect(sent).toEqual([])
})
