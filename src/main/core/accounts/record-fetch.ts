// Fetches of records from a bank into the local copy: of each account by itself, of the customer, or of every account at once.

import type { CallContext } from '../context.ts'
import { type AccountDataReader, inParallel } from './account-data-reader.ts'
import { type AccountFetches, accountsAtATime, type FetchDependencies } from './account-fetches.ts'
import { callUrl } from './account-information-exchange.ts'
import type { AccountRecordRepository, RecordOwner } from './account-record-repository.ts'
import {
  type About,
  callsFor,
  formOf,
  offeredCall,
  processRecords,
  type ReceivedRecord,
  type RecordResource,
  recordResources,
  type Scope,
} from './account-resources.ts'
import { invalidAnswer, looseDateTime } from './answer-fields.ts'
import { createFoundWarnings } from './found-warnings.ts'
import { toQueryDateTime } from './iso-date-time.ts'
import { markKnown } from './known-faults.ts'
import { recordReaders } from './record-readers.ts'

/** ISO 8601 with an offset; only statements can be asked for by time. */
export interface Window {
  from?: string | undefined
  to?: string | undefined
}

export interface RecordFetch extends Window {
  consentId: string
  resource: RecordResource
  /** The accounts to ask about, and in a bulk answer the only ones there may be. */
  accountIds: readonly string[]
  bulk: boolean
  /** Whether what is the customer's own is asked for too. */
  customer: boolean
  /** Of parties: of each account the holder alone; whoever else is known of it stays. */
  holderOnly?: boolean | undefined
  /** This one only; whatever else is known of its account stays. */
  statementId?: string | undefined
}

/**
 * Each account stands for itself: a failure leaves what was there of it, the others are fetched, and the first failure is thrown
 * in the end. CONFLICT where the bank has no such call.
 */
export const createRecordFetch = ({
  clock,
  records,
  conformance,
  changed,
  fetchAccounts,
}: FetchDependencies & { records: AccountRecordRepository; fetchAccounts: Pick<AccountFetches, 'askedFor'> }) => {
  const fetchOne = async (
    reader: AccountDataReader,
    { consentId, resource, from, to, accountIds, statementId }: RecordFetch,
    scope: Scope,
    accountId: string,
    call: CallContext & { signal: AbortSignal },
  ): Promise<void> => {
    const one = statementId === undefined ? '' : '/{StatementId}'
    const offered = offeredCall(resource, scope, reader.profile)
    const path = offered.path + one
    const owner: RecordOwner = scope === 'bulk' ? 'all' : scope === 'customer' ? null : accountId
    const asked = fetchAccounts.askedFor(scope === 'bulk' ? null : accountId, { resource, consentId, ids: accountIds }, reader, call)
    const about: About = scope === 'customer' ? { customer: true } : asked
    const received: ReceivedRecord[] = []
    const found = createFoundWarnings(conformance, consentId, resource)
    await reader.readPages({
      url: callUrl(reader.baseUrl, path, { AccountId: accountId, StatementId: statementId ?? '' }) + windowQuery({ from, to }),
      ...{ signal: call.signal, step: `${resource}.list`, what: whatOf(resource, scope, accountId) },
      prepare: asked.prepare,
      read(body, page) {
        const { rows, warnings } = markKnown(processRecords(resource, reader.apiVersion, body, about, formOf(offered)), reader.profile)
        const other = statementId === undefined ? -1 : rows.findIndex(({ recordId }) => recordId !== statementId)
        if (other >= 0) throw invalidAnswer(`Data.Statement[${other}].StatementId`, 'is not the one that was asked for')
        found.add([...warnings, ...page.warnings], page)
        return rows
      },
      keep: (page) => received.push(...page),
      done(complete) {
        const partial = from !== undefined || to !== undefined || statementId !== undefined || scope === 'holder' || !complete
        const names = new Set(received.map(({ original }) => nameOf(resource, original)))
        const outside = (original: ReceivedRecord['original']) =>
          !isWithin(original.StartDateTime, { from, to }) ||
          (statementId !== undefined && original.StatementId !== statementId) ||
          ((scope === 'holder' || !complete) && !names.has(nameOf(resource, original)))
        records.replace(consentId, resource, owner, { fetched: clock.now().toISOString(), records: received, ...(partial && { outside }) })
        if (statementId === undefined && scope !== 'holder') found.replace(owner)
        else found.repeat(accountId)
      },
    })
  }

  return async (reader: AccountDataReader, fetch: RecordFetch, call: CallContext): Promise<void> => {
    const { resource, consentId, accountIds } = fetch
    const bulk = fetch.bulk || callsFor(resource, 'account').length === 0
    const asked: [Scope, string][] = bulk
      ? [['bulk', '']]
      : accountIds.map((accountId) => [fetch.holderOnly ? 'holder' : 'account', accountId])
    if (fetch.customer && callsFor(resource, 'customer').length > 0) asked.unshift(['customer', ''])
    const failures: unknown[] = []
    await inParallel(asked, accountsAtATime, call.signal, async ([scope, accountId], signal) => {
      try {
        await fetchOne(reader, fetch, scope, accountId, { ...call, signal })
      } catch (error) {
        failures.push(error)
      }
    })
    changed(recordResources[resource].aggregate, consentId)
    if (failures.length > 0) throw failures[0]
  }
}

/** What a record is told apart by from others of its account. */
const nameOf = (resource: RecordResource, original: ReceivedRecord['original']): string =>
  recordReaders[resource](original).recordId ?? JSON.stringify(original)

function whatOf(resource: RecordResource, scope: Scope, accountId: string): string {
  const { what } = recordResources[resource]
  if (scope === 'customer') return 'The party that is the customer'
  if (scope === 'holder') return `The holder of account ${accountId}`
  return scope === 'bulk' ? `The ${what} of every account` : `The ${what} of account ${accountId}`
}

/** OB Read/Write, statements: the window is that of StartDateTime, without a time zone. */
function windowQuery({ from, to }: Window): string {
  const query = new URLSearchParams()
  if (from) query.set('fromStatementDateTime', toQueryDateTime(from, 'down'))
  if (to) query.set('toStatementDateTime', toQueryDateTime(to, 'up'))
  return query.size > 0 ? `?${query}` : ''
}

/** What has no readable time is taken for within. */
export function isWithin(value: unknown, { from, to }: Window): boolean {
  const at = Date.parse(looseDateTime(value) ?? '')
  return Number.isNaN(at) || ((!from || Date.parse(from) <= at) && (!to || at <= Date.parse(to)))
}
