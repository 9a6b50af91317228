// A bank on loopback, over mutual TLS, that answers account-information calls as a test says.

import { randomUUID } from 'node:crypto'
import { generateKeyPair } from 'jose'
import type { ConsentAccess, DataSession } from '../../src/main/core/accounts/account-data-reader.ts'
import { type BankClient, createBankClient } from '../../src/main/core/bank/client.ts'
import { systemClock } from '../../src/main/core/clock.ts'
import { aBankSession } from './bank-session.ts'
import { createTestCa } from './tls-identities.ts'
import { startHttpsServer } from './tls-server.ts'

export interface Asked {
  /** Path and query below the base URL, such as `/accounts/1/balances`. */
  path: string
  token: string
  headers: NodeJS.Dict<string | string[]>
}

export interface Answered {
  status?: number
  body?: object | string | Buffer
  /** Its media type; application/json when absent. */
  type?: string
}

export interface AccountBank {
  baseUrl: string
  origin: string
  /** Every call, in the order of arrival. */
  asked: Asked[]
  client: BankClient
  /** Requests as the request log got them, by id. */
  recorded: Map<string, { step: string; runId: string | null; url: string }>
  connections(): number
  session(accessToken: string, apiVersion?: '3.1' | '4.0'): DataSession
  close(): Promise<void>
}

/** Made once in a process; keys are slow to make. */
async function makeCredentials() {
  const ca = createTestCa('Account bank CA')
  try {
    const [server, client] = [ca.issue('localhost'), ca.issue('A third-party provider')]
    const { privateKey } = await generateKeyPair('PS256')
    return { caCertificate: ca.certificate, server, client, privateKey }
  } finally {
    ca.remove()
  }
}
let credentials: ReturnType<typeof makeCredentials> | undefined

export async function startAccountBank(answer: (asked: Asked) => Answered | Promise<Answered>): Promise<AccountBank> {
  credentials ??= makeCredentials()
  const { caCertificate, server, client: identity, privateKey } = await credentials
  const asked: Asked[] = []
  const https = await startHttpsServer(
    server,
    async ({ url = '', headers }, response) => {
      const call = { path: url.replace(aisp, ''), token: headers.authorization?.replace('Bearer ', '') ?? '', headers }
      asked.push(call)
      const { status = 200, body = '', type = 'application/json' } = await answer(call)
      response.writeHead(status, { 'content-type': type })
      response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
    },
    { clientCa: caCertificate },
  )
  const { origin } = https
  const baseUrl = origin + aisp
  const recorded: AccountBank['recorded'] = new Map()
  const client = createBankClient({
    clock: systemClock,
    requestLog: {
      record({ step, runId, url }) {
        const id = randomUUID()
        recorded.set(id, { step, runId, url })
        return id
      },
    },
  })
  const session = aBankSession({ issuer: origin, caCertificate, identity, signing: { keyId: 'kid', privateKey } })
  return {
    ...{ baseUrl, origin, asked, client, recorded },
    connections: https.handshakes,
    session: (accessToken, apiVersion = '4.0') => ({ session, accessToken, apiVersion, baseUrl, consentId: 'aac-1' }),
    async close() {
      await client.close()
      await https.close()
    },
  }
}

const aisp = '/open-banking/v4.0/aisp'

/** Consents whose token is `token-1`, and after each refresh the next number; `refreshes` is how many there can be. */
export function consentsOf(bank: AccountBank, { refreshes = 1, apiVersion }: { refreshes?: number; apiVersion?: '3.1' | '4.0' } = {}) {
  let number = 1
  const consents: ConsentAccess & { refused: number } = {
    refused: 0,
    async dataSession() {
      return bank.session(`token-${number}`, apiVersion)
    },
    async tokenRefused() {
      consents.refused += 1
      if (number > refreshes) return false
      number += 1
      return true
    },
  }
  return consents
}
