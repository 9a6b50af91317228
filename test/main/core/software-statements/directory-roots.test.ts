// Whose certificates a directory may have: the model bank's own CA counts at the address of its directory only.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BankClient, createBankClient } from '../../../../src/main/core/bank/client.ts'
import { systemClock } from '../../../../src/main/core/clock.ts'
import { createDirectories } from '../../../../src/main/core/software-statements/directories.ts'
import { createTestCa, type TestCa } from '../../../support/tls-identities.ts'
import { startHttpsServer, type TestServer } from '../../../support/tls-server.ts'

const keys = { keys: [] }
let ca: TestCa
let server: TestServer
let bank: BankClient
beforeAll(async () => {
  ca = createTestCa('CA of a model bank')
  server = await startHttpsServer(ca.issue('localhost'), (_request, response) => response.end(JSON.stringify(keys)))
  bank = createBankClient({ clock: systemClock, requestLog: { record: () => crypto.randomUUID() } })
})
afterAll(async () => {
  await bank.close()
  await server.close()
  ca.remove()
})

const unused = (): never => {
  throw new Error('Keys are read without a certificate of ours')
}

/** The keys at the server, while a model bank runs whose directory is at `directory` and whose CA has certified the server. */
const read = (directory: string) => {
  const { origin } = server
  const addresses = {
    ...{ issuer: origin, discovery: null, jwks: origin, token: origin, frontChannel: origin, enrolmentPortal: origin },
    ...{ accountInformation: { '3.1': origin, '4.0': origin }, caCertificate: ca.certificate, directory },
  }
  const target = { bankProfileId: null, caCertificates: [ca.certificate] }
  const directories = createDirectories({
    ...{ bank, clock: systemClock, known: () => ({}), trust: { get: unused, set: unused }, modelBank: async () => ({ addresses, target }) },
    records: { get: unused },
    identities: { identity: unused, signingKey: unused },
  })
  return directories.readJwks(`${origin}/keys`, {})
}

test.each<[string, () => string, object | null]>([
  ['its own address', () => `${server.origin}/directory`, keys],
  ['another port', () => 'https://localhost:1/directory', null],
  ['another host', () => `${server.origin.replace('localhost', 'directory.example')}/directory`, null],
])('the CA of the model bank counts where its directory is: %s', async (_, directory, found) => {
  expect(await read(directory())).toEqual(found)
})
