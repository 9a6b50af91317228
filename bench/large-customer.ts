// The large customer's data, fetched by the workbench and by undici alone.

import { createPrivateKey } from 'node:crypto'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { Agent, request } from 'undici'
import { type App, createApp } from '../src/main/core/app.ts'
import type { RunningModelBank } from '../src/main/core/model-bank/model-bank-service.ts'
import type { Input, Method, Output } from '../src/shared/api.ts'
import { untilQuiet } from './quiet.ts'

const customer = 'atlas'

const caller =
  (app: App) =>
  async <M extends Method>(method: M, input: Input<M>): Promise<Output<M>> => {
    const reply = await app.dispatch(method, input)
    if (!reply.ok) throw new Error(`${method}: ${reply.error.message}`)
    return reply.value
  }

/** The bearer token that the work sends to the bank; it is nowhere else to be had, as no method returns it. */
const bearerOf = async (work: () => Promise<unknown>): Promise<string> => {
  let token = ''
  const onHeaders = (message: unknown) => {
    const { headers } = message as { headers: string }
    token = /^authorization: Bearer (\S+)/im.exec(headers)?.[1] ?? token
  }
  subscribe('undici:client:sendHeaders', onHeaders)
  await work()
  unsubscribe('undici:client:sendHeaders', onHeaders)
  return token
}

export interface Fetches {
  /** Everything through the workbench, into its local copy, which holds nothing of this consent yet, and its request log. */
  ours: () => Promise<void>
  /** The same addresses over one connection with the same certificate; bodies are read and dropped. */
  bare: () => Promise<void>
}

export interface LargeCustomer {
  rows: number
  requests: number
  /** Has the customer authorise another consent. */
  prepare: () => Promise<Fetches>
  close: () => Promise<void>
}

export const openLargeCustomer = async (bank: RunningModelBank, dataDir: string): Promise<LargeCustomer> => {
  const key = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64')
  const app = await createApp({
    dataDir,
    env: { TPP_WORKBENCH_KEY: key },
    launchModelBank: async () => ({ ...bank, close: async () => {} }),
  })
  const call = caller(app)
  const { runId, totals } = await call('walkthrough.run', { customer })
  const fetching = ['accounts', 'balances', 'transactions']
  const { items } = await call('requestLog.list', { runId, limit: 1000 })
  const urls = items
    .filter(({ step }) => fetching.includes(step.replace('.list', '')))
    .map(({ url }) => url)
    .reverse()

  const passphrase = crypto.randomUUID()
  const [obWac] = (await call('obWacCertificate.list', {})).items
  const exported = await call('certificate.export', { obWacCertificateId: obWac?.id, format: 'pkcs8', passphrase })
  const agent = new Agent({
    allowH2: false,
    connections: 1,
    pipelining: 1,
    keepAliveTimeout: 60_000,
    connect: {
      ca: bank.addresses.caCertificate,
      cert: exported.certificate,
      key: createPrivateKey({ key: exported.encryptedPrivateKey ?? '', passphrase }).export({ type: 'pkcs8', format: 'pem' }),
    },
  })
  const get = async (url: string, token: string) => {
    const { statusCode, body } = await request(url, {
      dispatcher: agent,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
    })
    await body.dump({ limit: Number.MAX_SAFE_INTEGER })
    if (statusCode !== 200) throw new Error(`${url}: ${statusCode}`)
  }

  return {
    rows: totals.transactions,
    requests: urls.length,
    async prepare() {
      await call('walkthrough.runStep', { step: 'consent', customer })
      const { steps } = await call('walkthrough.runStep', { step: 'authorisation', customer })
      const accountAccessConsentId = steps.find(({ id }) => id === 'authorisation')?.result?.subjects[0]?.id ?? ''
      const fetched = { accountAccessConsentId, source: 'bank' as const }
      const token = await bearerOf(() => call('account.list', fetched))
      await untilQuiet()
      return {
        async ours() {
          await call('account.list', fetched)
          await call('balance.list', fetched)
          await call('transaction.list', { ...fetched, limit: 1 })
        },
        async bare() {
          for (const url of urls) await get(url, token)
        },
      }
    },
    async close() {
      await agent.close()
      await app.close()
    },
  }
}
