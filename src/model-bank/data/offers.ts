// What the bank offers its customers beside what they have.
import { accountIdOf } from './identifiers.ts'

export interface OfferRecord {
  accountId: string
  offerId: string
  type: 'BalanceTransfer' | 'LimitIncrease' | 'MoneyTransfer' | 'Other' | 'PromotionalRate'
  description: string
  from: number
  to: number
  /** Per cent, as decimal text. */
  rate: string | null
  term: string | null
  /** Minor units of the account's currency. */
  amount: number | null
  fee: number | null
}

type Terms = Pick<OfferRecord, 'type' | 'description'> & Partial<Pick<OfferRecord, 'rate' | 'term' | 'amount' | 'fee'>>

const from = Date.UTC(2026, 9, 1)
const to = Date.UTC(2026, 11, 31)

const terms: Record<string, readonly Terms[]> = {
  'amelia/credit card': [
    {
      type: 'BalanceTransfer',
      description: '0% on balances moved to this card',
      rate: '0',
      term: '18 months',
      amount: 250_000,
      fee: 6_250,
    },
    { type: 'LimitIncrease', description: 'A higher credit limit', amount: 450_000 },
  ],
  'amelia/savings': [{ type: 'PromotionalRate', description: 'A bonus rate on new money', rate: '4.75', term: '12 months' }],
  'brightside/gbp': [{ type: 'LimitIncrease', description: 'A higher arranged overdraft', amount: 1_500_000, fee: 15_000 }],
  'atlas/trading': [{ type: 'Other', description: 'No charge for bulk payments until the end of the year' }],
}

const records = Object.entries(terms).flatMap(([key, list]) =>
  list.map(({ type, description, rate = null, term = null, amount = null, fee = null }, index): OfferRecord => {
    const accountId = accountIdOf(key)
    return { accountId, offerId: `OF-${accountId.slice(0, 8)}-${index + 1}`, type, description, from, to, rate, term, amount, fee }
  }),
)

/** None for most accounts. */
export const offersOf = (accountId: string): OfferRecord[] => records.filter((one) => one.accountId === accountId)
