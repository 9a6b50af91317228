// The model bank's customers, and the way to everything known of their accounts.
import type { CustomerBook } from '../contracts.ts'
import { maskCard } from './identifiers.ts'
import { balancesAt, keepBooks } from './ledger.ts'
import { amelia } from './people/amelia.ts'
import { atlas } from './people/atlas.ts'
import { brightside } from './people/brightside.ts'
import { eira } from './people/eira.ts'
import { jordan } from './people/jordan.ts'
import type { AccountDefinition, AccountRecord, BalanceRecord, CustomerRecord, TransactionRecord } from './records.ts'

const records: readonly CustomerRecord[] = [amelia, brightside, atlas, eira, jordan]
const definitions = new Map(records.flatMap((customer) => customer.accounts.map((one) => [one.account.accountId, one] as const)))

/** As on a screen: sort code and number, or the end of the card number. */
const shownIdentification = ({ identifications }: AccountRecord) => {
  const [first] = identifications
  if (first === undefined) return ''
  if (first.scheme === 'PAN') return maskCard(first.identification)
  if (first.scheme === 'IBAN') return first.identification
  return first.identification.replace(/^(..)(..)(..)/, '$1-$2-$3 ')
}

export const customers: CustomerBook = {
  all: () =>
    records.map(({ accounts, ...customer }) => ({
      ...customer,
      accounts: accounts.map(({ account }) => ({
        accountId: account.accountId,
        name: account.nickname,
        currency: account.currency,
        identification: shownIdentification(account),
      })),
    })),
}

/** The identifiers of a customer's accounts; none for an unknown customer. */
export const accountIdsOf = (username: string): string[] =>
  records.find((customer) => customer.username === username)?.accounts.map(({ account }) => account.accountId) ?? []

/** The username of the customer whose account it is. */
export const customerOf = (accountId: string): string | undefined =>
  records.find(({ accounts }) => accounts.some(({ account }) => account.accountId === accountId))?.username

export const findAccount = (accountId: string): AccountRecord | undefined => definitions.get(accountId)?.account

/** Booked balance of an account at the start of its history, in minor units. */
export const openingBalanceOf = (accountId: string): number => definitions.get(accountId)?.opening ?? 0

interface Books {
  newestFirst: TransactionRecord[]
  balances: BalanceRecord[]
}

const books = new Map<string, Books>()

/** Made when first asked for, then kept: the large customer's take a moment. */
const booksOf = (definition: AccountDefinition): Books => {
  const { accountId } = definition.account
  const kept = books.get(accountId)
  if (kept) return kept
  const transactions = keepBooks(definition)
  const made = { newestFirst: transactions.toReversed(), balances: balancesAt(definition, transactions) }
  books.set(accountId, made)
  return made
}

/** Every transaction of an account, newest first; none for an unknown account. */
export const transactionsOf = (accountId: string): readonly TransactionRecord[] => {
  const definition = definitions.get(accountId)
  return definition === undefined ? [] : booksOf(definition).newestFirst
}

export const balancesOf = (accountId: string): readonly BalanceRecord[] => {
  const definition = definitions.get(accountId)
  return definition === undefined ? [] : booksOf(definition).balances
}
