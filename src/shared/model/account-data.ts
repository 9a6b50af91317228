import { z } from 'zod'
import { apiVersion, id, timestamp } from './common.ts'

export const amount = z
  .string()
  .regex(/^-?\d{1,13}(\.\d{1,5})?$/)
  .describe('Decimal text; negative for a debit')
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
  type: z.string().describe('4.0 code, such as ITAV'),
  dateTime: timestamp,
  amount,
  currency: z.string(),
  original,
})
export type Balance = z.infer<typeof balance>

export const transaction = z.object({
  accountId: z.string(),
  accountAccessConsentId: consentId,
  transactionId: z.string().nullable(),
  reference: z.string().nullable(),
  bookingDateTime: timestamp,
  valueDateTime: timestamp.nullable(),
  status: z.string().describe('4.0 code: BOOK, PDNG, RJCT, FUTR, INFO'),
  amount,
  currency: z.string(),
  description: z.string().nullable(),
  merchant: z.string().nullable(),
  original,
})
export type Transaction = z.infer<typeof transaction>

export const listAccountsInput = z.strictObject({ accountAccessConsentId: consentId, source })
export const accounts = z.object({ items: z.array(account) })

export const listBalancesInput = z.strictObject({ accountAccessConsentId: consentId, source, accountId: z.string().optional() })
export const balances = z.object({ items: z.array(balance) })

export const listTransactionsInput = z.strictObject({
  accountAccessConsentId: consentId,
  source,
  accountId: z.string().optional().describe('Every account when absent'),
  from: timestamp.optional().describe('Booked at or after'),
  to: timestamp.optional().describe('Booked at or before'),
  minimumAmount: amount.optional(),
  maximumAmount: amount.optional(),
  text: z.string().max(200).optional().describe('Found in description, merchant or reference, any case'),
  order: z.enum(['newestFirst', 'oldestFirst']).default('newestFirst'),
  offset: z.int().min(0).default(0),
  limit: z.int().min(1).max(1000).default(100),
})
export type ListTransactionsInput = z.infer<typeof listTransactionsInput>
export const transactions = z.object({ items: z.array(transaction), total: z.int().describe('How many match, on all pages') })
