// Judges whole answers: what stands around Data, and each row (OB Read/Write 3.1.11 and 4.0, Account and Transaction API).

import type { AccountResource } from '../../../shared/model/account-data.ts'
import type { ApiVersion, ConformanceWarning } from '../../../shared/model/common.ts'
import { anything, type Check, dateTime, list, type Members, object, text, warningsOf } from './conformance.ts'
import { accounts, balances, offers, parties } from './conformance-of-accounts.ts'
import { beneficiaries, directDebits, scheduledPayments, standingOrders } from './conformance-of-payments.ts'
import { products } from './conformance-of-products.ts'
import { statements } from './conformance-of-statements.ts'
import { transactions } from './conformance-of-transactions.ts'
import { accountId, direction, envelope, money } from './conformance-parts.ts'

// Pots belong to no version of the standard; what every answer has is asked of them too.
const pot = object({
  'PotId*': text(),
  AccountId: accountId,
  CreditDebitIndicator: direction,
  Balance: money,
  Created: dateTime,
  Updated: dateTime,
})

/** Whether Data holds a list, as almost every answer does, or one object (OBReadParty2). */
export type Form = 'list' | 'object'

interface Answer {
  schema: string
  /** The member of Data that holds the rows. */
  name: string
  rows: Record<ApiVersion, Check>
  /** Of all but the rows, which are judged one by one. */
  around: Record<Form, Record<ApiVersion, Check>>
}

interface Shape {
  /** How many rows there are at least; with one, the list itself is required. */
  least?: number
  /** What Data has besides. */
  beside?: Members
  /** Whether the standard allows no other members of Data. */
  closed?: boolean
  /** Whether it allows others beside Data, Links and Meta in 4.0. */
  openIn4?: boolean
}

const answer = (
  schema: string,
  name: string,
  rows: Answer['rows'],
  { least = 0, beside = {}, closed = false, openIn4 }: Shape = {},
): Answer => {
  const around = (rowsCheck: Check): Record<ApiVersion, Check> => {
    const data = object({ [least > 0 ? `${name}*` : name]: rowsCheck, ...beside }, { closed })
    return { '3.1': envelope(data, { closed: true }), '4.0': envelope(data, { closed: !openIn4 }) }
  }
  return { schema, name, rows, around: { list: around(list(anything, { least })), object: around(object({})) } }
}

const answers: Record<AccountResource, Answer> = {
  accounts: answer('OBReadAccount6', 'Account', accounts),
  balances: answer('OBReadBalance1', 'Balance', balances, { least: 1, beside: { TotalValue: money } }),
  transactions: answer('OBReadTransaction6', 'Transaction', transactions, { closed: true }),
  beneficiaries: answer('OBReadBeneficiary5', 'Beneficiary', beneficiaries, { openIn4: true }),
  directDebits: answer('OBReadDirectDebit2', 'DirectDebit', directDebits),
  standingOrders: answer('OBReadStandingOrder6', 'StandingOrder', standingOrders),
  products: answer('OBReadProduct2', 'Product', products),
  offers: answer('OBReadOffer1', 'Offer', offers),
  parties: answer('OBReadParty2', 'Party', parties),
  scheduledPayments: answer('OBReadScheduledPayment3', 'ScheduledPayment', scheduledPayments),
  statements: answer('OBReadStatement2', 'Statement', statements, { closed: true }),
  pots: answer('common payload structure', 'Pot', { '3.1': pot, '4.0': pot }),
}

/** The member of Data that holds the rows. */
export const listNameOf = (resource: AccountResource): string => answers[resource].name

/** What a warning about the resource refers to. */
export const clauseOf = (resource: AccountResource, version: ApiVersion): string =>
  `OB Read/Write ${version === '3.1' ? '3.1.11' : version}, ${answers[resource].schema}`

/** Almost every row is as the standard has it, and costs nothing more than this. */
export const isAsStandard = (resource: AccountResource, version: ApiVersion, row: unknown): boolean =>
  answers[resource].rows[version](row) === null

/** `at` is where the row stands, such as `$.Data.Beneficiary[3]`. */
export const rowWarnings = (resource: AccountResource, version: ApiVersion, row: unknown, at: string): ConformanceWarning[] =>
  warningsOf(answers[resource].rows[version], row, at, clauseOf(resource, version))

/** Of everything but the rows, which are judged by themselves. */
export const envelopeWarnings = (
  resource: AccountResource,
  version: ApiVersion,
  body: unknown,
  form: Form = 'list',
): ConformanceWarning[] => warningsOf(answers[resource].around[form][version], body, '$', clauseOf(resource, version))
