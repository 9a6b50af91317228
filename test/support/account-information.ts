// The account-information API over a hand-written judge of tokens, for tests that are about nothing else.

import type { FastifyInstance } from 'fastify'
import Fastify from 'fastify'
import type { Consents } from '../../src/model-bank/account-information/consents.ts'
import { createConsents } from '../../src/model-bank/account-information/consents.ts'
import { registerAccountInformation } from '../../src/model-bank/account-information/routes.ts'
import type { Authenticate, Caller } from '../../src/model-bank/contracts.ts'
import { accountIdsOf } from '../../src/model-bank/data/customers.ts'
import { openState } from '../../src/model-bank/state.ts'
import { permission } from '../../src/shared/model/account-access-consent.ts'
import { type BankBehaviour, standardBehaviour } from '../../src/shared/model/bank-behaviour.ts'
import type { ApiVersion } from '../../src/shared/model/common.ts'

export const origin = 'https://bank.example'
export const apiVersions = ['3.1', '4.0'] as const
/** All but ReadPAN, so that card numbers are masked. */
export const everyPermission = permission.options.filter((one) => one !== 'ReadPAN')

export interface TestBank {
  app: FastifyInstance
  consents: Consents
  /** The bank's clock. */
  setTime(text: string): void
  /** A consent made and authorised over the real book; returns what a data call needs. */
  authorised(options: {
    version?: ApiVersion
    customer?: string
    accountIds?: string[]
    terms?: object
  }): Promise<{ consentId: string; token: string }>
  call(method: Method, version: ApiVersion, path: string, options?: CallOptions): Promise<Answer>
}

type Method = 'GET' | 'HEAD' | 'POST' | 'DELETE' | 'PUT' | 'PATCH'
export interface CallOptions {
  token?: string | null
  body?: unknown
  headers?: Record<string, string>
}
export interface Answer {
  status: number
  headers: Record<string, unknown>
  text: string
  /** The parsed body; undefined when there is none. */
  json: Body | undefined
  /** The body as it was sent. */
  bytes: Buffer
}

/** As much of an answer's shape as tests look at. */
export interface Body {
  Data: { Account: Item[]; Balance: Item[]; Transaction: Item[]; Statement: Item[] } & Item
  Risk?: object
  Links: { Self: string; First?: string; Prev?: string; Next?: string; Last?: string }
  Meta: { TotalPages?: number; FirstAvailableDateTime?: string; LastAvailableDateTime?: string }
  Code?: string
  Id?: string
  Message?: string
  Errors: { ErrorCode: string; Message?: string; Path?: string }[]
}
export type Item = Record<string, unknown>

export const basePath = (version: ApiVersion) => `/open-banking/v${version}/aisp`

const caller = (clientId: string, consentId: string | null, scopes = ['accounts']): Caller => ({
  clientId,
  scopes,
  consentId,
  customer: null,
})

/** Tokens say what they are: client:ID, consent:ID, payments, forbidden, expired; anything else is garbage. */
const authenticate: Authenticate = async ({ authorization }) => {
  const [, kind, value = ''] = /^Bearer ([a-z]+):?(.*)$/.exec(authorization ?? '') ?? []
  if (kind === 'client') return { ok: true, caller: caller(value, null) }
  if (kind === 'consent') return { ok: true, caller: caller('tpp-1', value) }
  if (kind === 'stranger') return { ok: true, caller: caller('tpp-2', value) }
  if (kind === 'payments') return { ok: true, caller: caller('tpp-1', null, ['payments']) }
  if (kind === 'forbidden') return { ok: false, refusal: { status: 403, reason: null, message: 'The certificate is not this client’s' } }
  if (kind === 'suspended')
    return { ok: false, refusal: { status: 403, reason: 'U028', message: 'The customer has to authenticate again' } }
  if (kind === 'expired') {
    return {
      ok: false,
      refusal: { status: 401, reason: 'TKXP', message: 'The token has expired', wwwAuthenticate: 'Bearer error="invalid_token"' },
    }
  }
  return { ok: false, refusal: { status: 401, reason: null, message: 'The token is missing or not a token', wwwAuthenticate: 'Bearer' } }
}

/** With the given switches, the rest as the standard has it. */
export const startTestBank = async (behaviour: Partial<BankBehaviour> = {}): Promise<TestBank> => {
  let time = new Date('2026-11-02T09:00:00Z')
  const now = () => time
  const consents = createConsents(openState(null), now)
  const app = Fastify()
  registerAccountInformation(app, {
    behaviour: { ...standardBehaviour, ...behaviour },
    consents,
    authenticate,
    baseUrl: (version) => origin + basePath(version),
    now,
    peerCertificate: () => null,
  })
  await app.ready()

  const call: TestBank['call'] = async (method, version, path, { token = 'client:tpp-1', body, headers = {} } = {}) => {
    const response = await app.inject({
      method,
      url: path.startsWith(origin) ? path.slice(origin.length) : basePath(version) + path,
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { payload: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    return {
      status: response.statusCode,
      headers: response.headers,
      text: response.body,
      json: String(response.headers['content-type']).startsWith('application/json') ? response.json<Body>() : undefined,
      bytes: response.rawPayload,
    }
  }

  return {
    app,
    consents,
    call,
    setTime: (text) => {
      time = new Date(text)
    },
    async authorised({ version = '4.0', customer = 'amelia', accountIds = accountIdsOf(customer), terms = {} }) {
      const made = await call('POST', version, '/account-access-consents', { body: consentBody(terms) })
      const consentId = String(made.json?.Data.ConsentId)
      consents.authorise(consentId, customer, accountIds)
      return { consentId, token: `consent:${consentId}` }
    },
  }
}

export const consentBody = (terms: object = {}) => ({ Data: { Permissions: everyPermission, ...terms }, Risk: {} })
