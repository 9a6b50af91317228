import { z } from 'zod'
import { apiVersion, appErrorData, conformanceWarning, id, timestamp } from './common.ts'

export const amount = z
  .string()
  .regex(/^-?\d{1,13}(\.\d{1,5})?$/)
  .describe('Decimal text; negative for a debit')
const size = z.string().regex(/^\d{1,13}(\.\d{1,5})?$/)
const original = z.record(z.string(), z.unknown()).describe('As the bank sent it')
const source = z.enum(['bank', 'local']).default('local').describe('bank fetches first and keeps a copy; local reads the copy')
const consentId = id.describe('Account access consent')

export const account = z.object({
  accountId: z.string(),
  accountAccessConsentId: consentId,
  apiVersion,
  fetched: timestamp,
  name: z.string().nullable().describe('Nickname, or the name the account is held in'),
  currency: z.string().nullable(),
  type: z.string().nullable().describe('4.0 AccountTypeCode, or 3.1 AccountSubType'),
  category: z.string().nullable(),
  status: z.string().nullable(),
  identifications: z.array(z.object({ scheme: z.string(), identification: z.string(), name: z.string().nullable() })),
  original,
})
export type Account = z.infer<typeof account>

export const balance = z.object({
  accountId: z.string(),
  accountAccessConsentId: consentId,
  fetched: timestamp,
  type: z.string().nullable().describe('4.0 code, such as ITAV; each of these is null where the bank left it out or wrote it wrong'),
  dateTime: timestamp.nullable(),
  amount: amount.nullable(),
  currency: z.string().nullable(),
  original,
})
export type Balance = z.infer<typeof balance>

export const transaction = z.object({
  accountId: z.string(),
  accountAccessConsentId: consentId,
  transactionId: z.string().nullable(),
  reference: z.string().nullable(),
  bookingDateTime: timestamp.nullable().describe('This, amount and currency are null where the bank left them out or wrote them wrong'),
  valueDateTime: timestamp.nullable(),
  status: z.string().describe('4.0 code: BOOK, PDNG, RJCT, FUTR, INFO; else as the bank wrote it, empty where it wrote none'),
  amount: amount.nullable(),
  currency: z.string().nullable(),
  description: z.string().nullable(),
  merchant: z.string().nullable(),
  balance: z
    .object({ type: z.string(), amount, currency: z.string() })
    .nullable()
    .describe('Of the account after it, where the bank says so'),
  original,
})
export type Transaction = z.infer<typeof transaction>

const bulk = z.boolean().default(false).describe('Asks for every account in one call, which a bank need not offer')

export const listAccountsInput = z.strictObject({
  accountAccessConsentId: consentId,
  accountId: z.string().optional().describe('Every account when absent'),
  source,
})
export const accounts = z.object({ items: z.array(account) })

export const listBalancesInput = z.strictObject({
  accountAccessConsentId: consentId,
  accountId: z.string().optional().describe('Every account when absent'),
  source,
  bulk,
})
export const balances = z.object({ items: z.array(balance) })

const transactionFilter = {
  accountAccessConsentId: consentId,
  accountId: z.string().optional().describe('Every account when absent'),
  from: timestamp.optional().describe('Booked at or after'),
  to: timestamp.optional().describe('Booked at or before'),
  minimumAmount: amount.optional(),
  maximumAmount: amount.optional(),
  minimumSize: size.optional().describe('Whatever the sign'),
  maximumSize: size.optional().describe('Whatever the sign'),
  direction: z.enum(['credit', 'debit']).optional(),
  statuses: z.array(z.string().max(100)).min(1).max(20).optional().describe('Any of these'),
  text: z.string().max(200).optional().describe('Found in description, merchant or reference, any case'),
}
const order = z
  .enum(['newestFirst', 'oldestFirst', 'highestFirst', 'lowestFirst', 'aToZ', 'zToA'])
  .default('newestFirst')
  .describe('aToZ and zToA go by the description')

export const listTransactionsInput = z.strictObject({
  ...transactionFilter,
  source,
  bulk,
  order,
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1000).default(100),
})
export type ListTransactionsInput = z.infer<typeof listTransactionsInput>
export const transactions = z.object({ items: z.array(transaction), total: z.int().describe('How many match, on all pages') })

export const summariseTransactionsInput = z.strictObject(transactionFilter)
export type TransactionFilter = z.infer<typeof summariseTransactionsInput>

const total = z.string().describe('Exact decimal text; negative for a debit')
export const transactionSummary = z.object({
  count: z.int(),
  first: timestamp.nullable().describe('Booking of the oldest'),
  last: timestamp.nullable().describe('Booking of the newest'),
  currencies: z.array(z.object({ currency: z.string(), count: z.int(), credits: total, debits: total, net: total })),
  statuses: z.array(z.object({ status: z.string(), count: z.int() })).describe('Of what passes every filter but that by status'),
})
export type TransactionSummary = z.infer<typeof transactionSummary>

export const exportTransactionsInput = z.strictObject({ ...transactionFilter, order, format: z.enum(['csv', 'json']) })
export type ExportTransactionsInput = z.infer<typeof exportTransactionsInput>
export const exportedTransactions = z.object({ text: z.string().describe('The file, to be saved as UTF-8'), count: z.int() })

export const balanceHistoryInput = z.strictObject({ accountAccessConsentId: consentId, accountId: z.string() })
export const balancePoint = z.object({
  type: z.string().describe('4.0 code, such as ITAV'),
  dateTime: timestamp,
  amount,
  currency: z.string(),
  origin: z.enum(['balance', 'transaction']).describe('transaction: after the last booked one of a day'),
})
export type BalancePoint = z.infer<typeof balancePoint>
export const balanceHistory = z.object({ items: z.array(balancePoint).describe('Oldest first') })

export const cancelFetchInput = z.strictObject({ accountAccessConsentId: consentId })
export const cancelledFetch = z.object({ cancelled: z.int().describe('How many calls were ended') })

export const accountResource = z.enum([
  'accounts',
  'balances',
  'transactions',
  'beneficiaries',
  'directDebits',
  'standingOrders',
  'products',
  'offers',
  'parties',
  'scheduledPayments',
  'statements',
  'pots',
])
export type AccountResource = z.infer<typeof accountResource>

/** Beneficiaries, direct debits, standing orders, products, offers, parties, scheduled payments, statements and pots, in one shape. */
export const accountRecord = z.object({
  resource: accountResource,
  accountAccessConsentId: consentId,
  accountId: z.string().nullable().describe('Null: of the customer, not of an account'),
  recordId: z.string().nullable().describe('The bank’s id, such as BeneficiaryId'),
  apiVersion,
  fetched: timestamp,
  title: z.string().nullable().describe('Who or what: payee, originator, product, party, statement'),
  reference: z.string().nullable(),
  kind: z.string().nullable().describe('Type, as the bank’s version writes it'),
  status: z.string().nullable().describe('4.0 code'),
  frequency: z.string().nullable().describe('4.0 code, or the words of 3.1'),
  amount: amount.nullable(),
  currency: z.string().nullable(),
  dateTime: timestamp.nullable().describe('What comes next, or when it ends: next payment, scheduled execution, end of a statement'),
  identification: z.string().nullable().describe('Account of the other side'),
  warnings: z.array(conformanceWarning),
  original,
})
export type AccountRecord = z.infer<typeof accountRecord>

export const listAccountRecordsInput = z.strictObject({
  accountAccessConsentId: consentId,
  accountId: z.string().optional().describe('Every account when absent'),
  source,
  bulk,
})
export const accountRecords = z.object({ items: z.array(accountRecord) })

export const listStatementsInput = z.strictObject({
  ...listAccountRecordsInput.shape,
  from: timestamp.optional().describe('Begun at or after'),
  to: timestamp.optional().describe('Begun at or before'),
  statementId: z.string().min(1).optional().describe('This one only; goes with accountId'),
})

export const listPartiesInput = z.strictObject({
  ...listAccountRecordsInput.shape,
  holderOnly: z
    .boolean()
    .default(false)
    .describe('From the bank: asks each account for its holder alone (/accounts/{AccountId}/party); what else is kept stays'),
})

const ofStatement = { accountAccessConsentId: consentId, accountId: z.string(), statementId: z.string().min(1) }
export const statementFileInput = z.strictObject({ ...ofStatement, source })
export const statementFile = z.object({
  fileName: z.string(),
  mediaType: z.string(),
  content: z.base64().describe('The file'),
  fetched: timestamp,
})
export const statementTransactionsInput = z.strictObject({ ...ofStatement, source })
export const statementTransactions = transactions.extend({
  fetched: timestamp.nullable().describe('When the bank last listed them; null where the local copy has none, or from before it was noted'),
})

/** What a consent lets us read, known before the bank is asked. */
export const allowedCalls = z.object({
  items: z.array(
    z.object({
      resource: accountResource,
      path: z.string().describe('Below /aisp, such as /accounts/{AccountId}/offers'),
      bulk: z.boolean(),
      allowed: z.boolean(),
      reason: z.string().nullable().describe('Why the bank will refuse it'),
    }),
  ),
})

export const fetchAccountDataInput = z.strictObject({
  accountAccessConsentId: consentId,
  accountId: z.string().min(1).optional().describe('Every account when absent; what is the customer’s own is fetched either way'),
  resources: z.array(accountResource).min(1).optional().describe('Everything that the consent and the bank allow, when absent'),
})
export const fetchedAccountData = z.object({
  items: z.array(
    z.object({
      resource: accountResource,
      count: z.int().describe('How many the local copy holds now, of every account'),
      warnings: z.int(),
      skipped: z.string().nullable().describe('Why it was not asked for'),
      error: appErrorData.nullable().describe('What the bank refused; the others are fetched all the same'),
    }),
  ),
})

export const listConformanceInput = z.strictObject({ accountAccessConsentId: consentId, resource: accountResource.optional() })
export const conformanceReport = z.object({
  items: z.array(
    conformanceWarning.extend({
      resource: accountResource,
      accountId: z.string().nullable(),
      count: z.int().describe('How many answers have it, at this path without its indices'),
      requestLogId: z.string().nullable().describe('The first exchange that showed it'),
    }),
  ),
})
