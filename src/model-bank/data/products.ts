// The accounts that the bank offers.
import { accountIdOf, cardNumber, ownAccountNumber, ownIban } from './identifiers.ts'
import type { Plan } from './plan.ts'
import { postingsOf } from './plan.ts'
import { createRandom } from './random.ts'
import type { AccountDefinition, AccountRecord, Counterparty, Currency, Identification, Posting } from './records.ts'

interface Terms {
  /** Names the account for good: its numbers, identifier and history come from it. */
  key: string
  holder: string
  nickname: string
  category: AccountRecord['category']
  currency?: Currency
  /** Day on which it was opened, such as 2019-03-04. */
  opened: string
  /** Minor units. */
  opening?: number
  /** Overdraft or card limit, minor units. */
  limit?: number
  plans?: readonly Plan[]
  /** Entries that other accounts of the customer bring about. */
  others?: () => readonly Posting[]
}

interface Product {
  kind: AccountRecord['kind']
  description: string
  creditType: 'Pre-Agreed' | 'Credit'
  identify: (key: string, currency: Currency) => Omit<Identification, 'name'>[]
}

const numbered = (key: string, currency: Currency): Omit<Identification, 'name'>[] => {
  const number = ownAccountNumber(key)
  const international = { scheme: 'IBAN', identification: ownIban(number) } as const
  return currency === 'GBP' ? [{ scheme: 'SortCodeAccountNumber', identification: number }, international] : [international]
}

const offer =
  (product: Product) =>
  ({
    key,
    holder,
    nickname,
    category,
    currency = 'GBP',
    opened,
    opening = 0,
    limit,
    plans = [],
    others = () => [],
  }: Terms): AccountDefinition => ({
    account: {
      accountId: accountIdOf(key),
      category,
      kind: product.kind,
      currency,
      description: product.description,
      nickname,
      opened: Date.parse(`${opened}T00:00:00Z`),
      identifications: product.identify(key, currency).map((identification) => ({ ...identification, name: holder })),
      credit: limit === undefined ? null : { type: product.creditType, limit },
    },
    opening,
    // Each plan has numbers of its own, so that a new plan leaves the others' entries as they were.
    postings: () => [...plans.flatMap((plan, index) => postingsOf(plan, createRandom(`${key}/${index}`))), ...others()],
  })

export const currentAccount = offer({ kind: 'current', description: 'Everyday account', creditType: 'Pre-Agreed', identify: numbered })
export const businessAccount = offer({ kind: 'current', description: 'Business account', creditType: 'Pre-Agreed', identify: numbered })
export const savingsAccount = offer({ kind: 'savings', description: 'Instant saver', creditType: 'Pre-Agreed', identify: numbered })
export const creditCard = offer({
  kind: 'creditCard',
  description: 'Credit card',
  creditType: 'Credit',
  identify: (key) => [{ scheme: 'PAN', identification: cardNumber(key) }],
})

/** A customer's account, as the other side of a transfer sees it. */
export const ownParty = (key: string, holder: string): Counterparty => ({
  account: { scheme: 'SortCodeAccountNumber', identification: ownAccountNumber(key), name: holder },
  bic: null,
})
