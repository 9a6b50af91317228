// How each kind of record is called in requests, answers and messages; its paths and permissions are in permission-rules.ts.

import { AppError } from '../../../shared/errors.ts'
import type { AccountRecord } from '../../../shared/model/account-data.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ApiVersion } from '../../../shared/model/common.ts'
import { additionalCalls, bulkCalls, type DataCall, dataCalls } from '../../../shared/permission-rules.ts'
import type { Json } from './answer-fields.ts'
import type { Form } from './conformance-tables.ts'
import { type AskedAccounts, accountOf, type Judged, judgedRows } from './judged-rows.ts'
import { type RecordResource, recordReaders } from './record-readers.ts'

export type { RecordResource } from './record-readers.ts'

/** `what` stands in messages; `aggregate` in the events that tell of changes. */
export const recordResources: Record<RecordResource, { what: string; aggregate: string }> = {
  beneficiaries: { what: 'beneficiaries', aggregate: 'beneficiary' },
  directDebits: { what: 'direct debits', aggregate: 'directDebit' },
  standingOrders: { what: 'standing orders', aggregate: 'standingOrder' },
  scheduledPayments: { what: 'scheduled payments', aggregate: 'scheduledPayment' },
  products: { what: 'products', aggregate: 'product' },
  offers: { what: 'offers', aggregate: 'offer' },
  statements: { what: 'statements', aggregate: 'statement' },
  parties: { what: 'parties', aggregate: 'party' },
  pots: { what: 'pots', aggregate: 'pot' },
}

/** Whose records a call answers: those of one account, its holder alone, the customer whatever the account, or those of every account. */
export type Scope = 'account' | 'holder' | 'customer' | 'bulk'

const ofOneAccount = /^\/accounts\/\{AccountId\}\/[a-z-]+$/

/** Each of the scopes that only parties have is one call. */
const partyPaths = { holder: '/accounts/{AccountId}/party', customer: '/party' }

/** In the order of preference; a single call is enough. */
export function callsFor(resource: RecordResource, scope: Scope): readonly DataCall[] {
  if (resource === 'pots') return scope === 'bulk' ? [additionalCalls.pots] : []
  if (scope === 'bulk') return bulkCalls.filter((call) => call.resource === resource)
  return dataCalls.filter(
    (call) => call.resource === resource && (scope === 'account' ? ofOneAccount.test(call.path) : call.path === partyPaths[scope]),
  )
}

/** The first call that the bank offers. CONFLICT where there is none. */
export function offeredCall(resource: RecordResource, scope: Scope, { name, accountInformation }: BankProfile): DataCall {
  const calls = callsFor(resource, scope)
  const isOffered = resource === 'pots' ? accountInformation?.additionalCalls.includes('pots') : accountInformation !== null
  const call = calls.find(({ path }) => isOffered && !accountInformation?.unsupportedCalls.includes(path))
  if (call) return call
  const { what } = recordResources[resource]
  const paths = calls.map(({ path }) => path).join(' and ')
  throw new AppError(
    'CONFLICT',
    paths ? `Bank of profile "${name}" does not offer ${paths}` : `Call for all ${what} at once does not exist`,
    {
      ...(scope === 'bulk' && resource !== 'pots' && { field: 'bulk' }),
      remedy: paths ? 'Compare accountInformation of the bank profile with what the bank documents.' : 'Ask for each account by itself.',
    },
  )
}

export interface ReceivedRecord extends Pick<AccountRecord, 'accountId' | 'recordId' | 'apiVersion' | 'warnings'> {
  original: Json
}

/** OBReadParty2: these calls answer one object. */
export const formOf = ({ path }: DataCall): Form => (path.endsWith('/party') ? 'object' : 'list')

/** What an answer may be about: the customer, or accounts. */
export type About = { customer: true } | { accounts: AskedAccounts }

/** The records of one page; `form` is what the call answers. BANK_INVALID_RESPONSE for a body without Data. */
export function processRecords(
  resource: RecordResource,
  version: ApiVersion,
  body: unknown,
  about: About,
  form: Form = 'list',
): Judged<ReceivedRecord> {
  const asked = 'accounts' in about ? about.accounts : null
  return judgedRows(body, {
    ...{ resource, version, asked, form },
    read: (original, _index, warnings): ReceivedRecord => ({
      accountId: asked === null ? null : accountOf(original, asked),
      recordId: recordReaders[resource](original).recordId,
      apiVersion: version,
      warnings,
      original,
    }),
  })
}
