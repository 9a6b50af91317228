// Every endpoint, its token and its permissions, in one table; and what each answers.
import type { ApiVersion } from '../../shared/model/common.ts'
import type { Caller } from '../contracts.ts'
import { balancesOf } from '../data/customers.ts'
import type { AccountRecord } from '../data/records.ts'
import type { Grant } from './access.ts'
import { managedConsent } from './access.ts'
import { readConsentRequest } from './consent-request.ts'
import type { ConsentRecord, Consents } from './consents.ts'
import type { Dialect } from './dialect.ts'
import type { Links } from './paging.ts'
import { pageLinks, pageSize, readPageToken } from './paging.ts'
import type { Needs, View } from './permissions.ts'
import { needs } from './permissions.ts'
import { availableDates, readBookingFilter, transactionJson, visibleTransactions } from './transactions.ts'

interface Call {
  version: ApiVersion
  dialect: Dialect
  /** Absolute address up to and including /aisp. */
  baseUrl: string
  /** Path below it, without a query. */
  path: string
  query: Record<string, string>
}

export interface ManagementCall extends Call {
  caller: Caller
  consents: Consents
  consentId: string
  body: string
  now: Date
}

export interface DataCall extends Call {
  consent: ConsentRecord
  accounts: AccountRecord[]
}

/** `body` is JSON; null for none. */
export interface Answer {
  status: number
  body: string | Buffer | null
}

export type Endpoint =
  | { method: 'POST' | 'GET' | 'DELETE'; path: string; grant: Extract<Grant, 'clientCredentials'>; answer(call: ManagementCall): Answer }
  | { method: 'GET'; path: string; grant: Extract<Grant, 'authorisationCode'>; needs: Needs; answer(call: DataCall): Answer }

const consentAnswer = (status: number, { dialect, consents, baseUrl }: ManagementCall, consent: ConsentRecord): Answer => ({
  status,
  body: JSON.stringify({
    Data: dialect.consent(consent, consents.status(consent)),
    Risk: {},
    Links: { Self: `${baseUrl}/account-access-consents/${consent.consentId}` },
    Meta: { TotalPages: 1 },
  }),
})

const createConsent = (call: ManagementCall) => {
  const requested = readConsentRequest(call.body, call.version, call.now)
  return consentAnswer(201, call, call.consents.create(call.caller.clientId, call.version, requested))
}

const readConsent = (call: ManagementCall) =>
  consentAnswer(200, call, managedConsent(call.consents, call.consentId, call.version, call.caller))

const deleteConsent = (call: ManagementCall): Answer => {
  call.consents.delete(managedConsent(call.consents, call.consentId, call.version, call.caller).consentId)
  return { status: 204, body: null }
}

const comma = Buffer.from(',')

/** `items` are bytes of JSON already. */
const list = (name: string, items: readonly Buffer[], links: Links, meta: object): Answer => ({
  status: 200,
  body: Buffer.concat([
    Buffer.from(`{"Data":{"${name}":[`),
    ...items.flatMap((item, index) => (index === 0 ? [item] : [comma, item])),
    Buffer.from(`]},"Links":${JSON.stringify(links)},"Meta":${JSON.stringify(meta)}}`),
  ]),
})

const onePage = ({ baseUrl, path }: Call, name: string, items: readonly object[]) =>
  list(
    name,
    items.map((item) => Buffer.from(JSON.stringify(item))),
    { Self: baseUrl + path },
    { TotalPages: 1 },
  )

/** The most detailed permission wins. */
const viewOf = ({ permissions }: ConsentRecord, detail: 'ReadAccountsDetail' | 'ReadTransactionsDetail'): View => ({
  detail: permissions.includes(detail),
  pan: permissions.includes('ReadPAN'),
})

const listAccounts = (call: DataCall) => {
  const view = viewOf(call.consent, 'ReadAccountsDetail')
  return onePage(
    call,
    'Account',
    call.accounts.map((account) => call.dialect.account(account, view)),
  )
}

const listBalances = (call: DataCall) =>
  onePage(
    call,
    'Balance',
    call.accounts.flatMap(({ accountId }) => balancesOf(accountId)).map((balance) => call.dialect.balance(balance)),
  )

const listTransactions = ({ version, dialect, baseUrl, path, query, consent, accounts }: DataCall) => {
  const filter = readBookingFilter(query)
  const visible = visibleTransactions(consent, accounts)
  const chosen = visible.filter(filter.holds)
  const pages = Math.max(1, Math.ceil(chosen.length / pageSize))
  const page = readPageToken(query.page, pages)
  const write = transactionJson(version, dialect, viewOf(consent, 'ReadTransactionsDetail'))
  const items = chosen.slice((page - 1) * pageSize, page * pageSize).map(write)
  const links = pageLinks(baseUrl + path, filter.texts, page, pages)
  return list('Transaction', items, links, { TotalPages: pages, ...availableDates(visible) })
}

const manage = { grant: 'clientCredentials' } as const
const read = { method: 'GET', grant: 'authorisationCode' } as const

export const endpoints: readonly Endpoint[] = [
  { ...manage, method: 'POST', path: '/account-access-consents', answer: createConsent },
  { ...manage, method: 'GET', path: '/account-access-consents/:consentId', answer: readConsent },
  { ...manage, method: 'DELETE', path: '/account-access-consents/:consentId', answer: deleteConsent },
  { ...read, path: '/accounts', needs: needs.accounts, answer: listAccounts },
  { ...read, path: '/accounts/:accountId', needs: needs.accounts, answer: listAccounts },
  { ...read, path: '/balances', needs: needs.balances, answer: listBalances },
  { ...read, path: '/accounts/:accountId/balances', needs: needs.balances, answer: listBalances },
  { ...read, path: '/transactions', needs: needs.transactions, answer: listTransactions },
  { ...read, path: '/accounts/:accountId/transactions', needs: needs.transactions, answer: listTransactions },
]
