// What the bank knows, before any version of the interface gives it a shape. Amounts are whole minor units (pence, cents).

export type Currency = 'GBP' | 'EUR' | 'USD'

export interface Identification {
  scheme: 'SortCodeAccountNumber' | 'IBAN' | 'PAN'
  identification: string
  name: string
}

export interface AccountRecord {
  accountId: string
  category: 'personal' | 'business'
  kind: 'current' | 'savings' | 'creditCard'
  currency: Currency
  /** Product, up to 35 characters. */
  description: string
  /** The customer's own name for it, up to 70 characters. */
  nickname: string
  opened: number
  identifications: Identification[]
  /** Overdraft or card limit. */
  credit: { type: 'Pre-Agreed' | 'Credit'; limit: number } | null
}

export interface Merchant {
  name: string
  /** ISO 18245 category code. */
  category: string
  town: string
}

export interface Counterparty {
  account: Identification
  /** BIC of the bank that holds the account; null where the sort code says it. */
  bic: string | null
}

export interface Exchange {
  source: Currency
  target: Currency
  /** How much of `target` one unit of `source` buys. */
  rate: number
  /** In `instructedCurrency`, before conversion. */
  instructed: number
  instructedCurrency: Currency
  contract: string | null
  /** The bank's fee, contained in the transaction's amount. */
  charge: number | null
}

export type TransactionKind =
  | 'salary'
  | 'transferIn'
  | 'transferOut'
  | 'standingOrder'
  | 'directDebit'
  | 'cardPurchase'
  | 'creditCardPurchase'
  | 'refund'
  | 'cash'
  | 'interest'
  | 'charge'
  | 'payroll'
  | 'tax'
  | 'supplier'
  | 'crossBorderOut'
  | 'crossBorderIn'
  | 'cardRepayment'

export interface TransactionRecord {
  transactionId: string
  accountId: string
  currency: Currency
  /** Negative for a debit. */
  amount: number
  kind: TransactionKind
  pending: boolean
  booked: number
  /** Null while pending. */
  value: number | null
  reference: string | null
  statement: string | null
  information: string
  merchant: Merchant | null
  counterparty: Counterparty | null
  exchange: Exchange | null
  /** Card number in the clear; serialisers mask it. */
  card: { number: string; holder: string; contactless: boolean } | null
  /** Booked balance after this entry; null while pending. */
  balance: number | null
}

export interface BalanceRecord {
  accountId: string
  type: 'closingBooked' | 'interimBooked' | 'interimAvailable'
  at: number
  amount: number
  currency: Currency
  credit: AccountRecord['credit']
}

export interface CustomerRecord {
  username: string
  password: string
  oneTimeCode: string
  name: string
  description: string
  accounts: AccountDefinition[]
}

export interface AccountDefinition {
  account: AccountRecord
  /** Booked balance at the start of the history. */
  opening: number
  postings: () => Posting[]
}

/** An entry before it has its place in the books. */
export interface Posting {
  at: number
  amount: number
  payment: Payment
  exchange?: Exchange
}

export interface Payment {
  kind: TransactionKind
  information: string
  merchant?: Merchant
  counterparty?: Counterparty
  reference?: string
  card?: { number: string; holder: string }
}
