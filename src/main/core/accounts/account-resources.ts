// How each kind of record is called in requests, answers and messages; its paths and permissions are in permission-rules.ts.

import { AppError } from '../../../shared/errors.ts'
import type { AccountRecord } from '../../../shared/model/account-data.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ApiVersion, ConformanceWarning } from '../../../shared/model/common.ts'
import { additionalCalls, bulkCalls, type DataCall, dataCalls } from '../../../shared/permission-rules.ts'
import { accountOf, within } from './account-information-exchange.ts'
import { dataList, isObject, type Json, objectField } from './answer-fields.ts'
import { envelopeWarnings, rowWarnings } from './conformance-tables.ts'
import { type RecordResource, recordReaders } from './record-readers.ts'

export type { RecordResource } from './record-readers.ts'

/** `list` is its name in Data; `what` stands in messages; `aggregate` in the events that tell of changes. */
export const recordResources: Record<RecordResource, { list: string; what: string; aggregate: string }> = {
  beneficiaries: { list: 'Beneficiary', what: 'beneficiaries', aggregate: 'beneficiary' },
  directDebits: { list: 'DirectDebit', what: 'direct debits', aggregate: 'directDebit' },
  standingOrders: { list: 'StandingOrder', what: 'standing orders', aggregate: 'standingOrder' },
  scheduledPayments: { list: 'ScheduledPayment', what: 'scheduled payments', aggregate: 'scheduledPayment' },
  products: { list: 'Product', what: 'products', aggregate: 'product' },
  offers: { list: 'Offer', what: 'offers', aggregate: 'offer' },
  statements: { list: 'Statement', what: 'statements', aggregate: 'statement' },
  parties: { list: 'Party', what: 'parties', aggregate: 'party' },
  pots: { list: 'Pot', what: 'pots', aggregate: 'pot' },
}

/** Whose records a call answers: those of one account, of the customer whatever the account, or of every account. */
export type Scope = 'account' | 'customer' | 'bulk'

const ofOneAccount = /^\/accounts\/\{AccountId\}\/[a-z-]+$/

/** In the order of preference; a single call is enough. */
export function callsFor(resource: RecordResource, scope: Scope): readonly DataCall[] {
  if (resource === 'pots') return scope === 'bulk' ? [additionalCalls.pots] : []
  if (scope === 'bulk') return bulkCalls.filter((call) => call.resource === resource)
  return dataCalls.filter(
    (call) => call.resource === resource && (scope === 'account' ? ofOneAccount.test(call.path) : call.path === '/party'),
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

/** What an answer may be about: one account, the customer, or the accounts of the consent. */
export type About = { accountId: string } | 'customer' | ReadonlySet<string>

/**
 * The records of one page. BANK_INVALID_RESPONSE for a body without Data, for a list that is none, and for a row of an account that
 * was not asked for.
 */
export function processRecords(
  resource: RecordResource,
  version: ApiVersion,
  body: unknown,
  about: About,
): { rows: ReceivedRecord[]; warnings: ConformanceWarning[] } {
  const { list } = recordResources[resource]
  const { entries, at } = entriesOf(body, list)
  const found = entries.map((entry, index) => rowWarnings(resource, version, entry, at(index)))
  const rows = entries.flatMap((original, index): ReceivedRecord[] => {
    if (!isObject(original)) return []
    return [
      {
        accountId: about === 'customer' ? null : accountOf(original, 'accountId' in about ? about.accountId : about, within(list, index)),
        recordId: recordReaders[resource](original).recordId,
        apiVersion: version,
        warnings: found[index] ?? [],
        original,
      },
    ]
  })
  return { rows, warnings: [...envelopeWarnings(resource, version, body), ...found.flat()] }
}

/** `Data.<list>`: a list, or one object, as it is for a single party (OBReadParty2). */
function entriesOf(body: unknown, list: string): { entries: unknown[]; at: (index: number) => string } {
  const single = objectField(objectField(body, '$').Data, 'Data')[list]
  if (isObject(single)) return { entries: [single], at: () => `$.Data.${list}` }
  return { entries: dataList(body, list, { required: false }), at: (index) => `$.Data.${list}[${index}]` }
}
