// Judges whole answers: what stands around Data, and each row (OB Read/Write 3.1.11 and 4.0, Account and Transaction API).

import type { AccountResource } from '../../../shared/model/account-data.ts'
import type { ApiVersion, ConformanceWarning } from '../../../shared/model/common.ts'
import { anything, type Check, dateTime, object, text, warningsOf } from './conformance.ts'
import { accounts, balances, offers, parties, products } from './conformance-of-accounts.ts'
import { beneficiaries, directDebits, scheduledPayments, standingOrders } from './conformance-of-payments.ts'
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

const rows: Record<AccountResource, Record<ApiVersion, Check>> = {
  ...{
    accounts,
    balances,
    transactions,
    beneficiaries,
    directDebits,
    standingOrders,
    products,
    offers,
    parties,
    scheduledPayments,
    statements,
  },
  pots: { '3.1': pot, '4.0': pot },
}

const schemaNames: Record<AccountResource, string> = {
  accounts: 'OBReadAccount6',
  balances: 'OBReadBalance1',
  transactions: 'OBReadTransaction6',
  beneficiaries: 'OBReadBeneficiary5',
  directDebits: 'OBReadDirectDebit2',
  standingOrders: 'OBReadStandingOrder6',
  products: 'OBReadProduct2',
  offers: 'OBReadOffer1',
  parties: 'OBReadParty2',
  scheduledPayments: 'OBReadScheduledPayment3',
  statements: 'OBReadStatement2',
  pots: 'common payload structure',
}

/** What a warning about the resource refers to. */
const clauseOf = (resource: AccountResource, version: ApiVersion): string =>
  `OB Read/Write ${version === '3.1' ? '3.1.11' : version}, ${schemaNames[resource]}`

/** `at` is where the row stands, such as `$.Data.Beneficiary[3]`. */
export const rowWarnings = (resource: AccountResource, version: ApiVersion, row: unknown, at: string): ConformanceWarning[] =>
  // Almost every row is as the standard has it, and costs nothing more.
  rows[resource][version](row) === null ? [] : warningsOf(rows[resource][version], row, at, clauseOf(resource, version))

const around = envelope(anything)

/** Of everything but Data, whose rows are judged by themselves. */
export const envelopeWarnings = (resource: AccountResource, version: ApiVersion, body: unknown): ConformanceWarning[] =>
  warningsOf(around, body, '$', clauseOf(resource, version))
