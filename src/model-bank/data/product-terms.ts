// What each of the bank's products costs and yields.
import { findAccount } from './customers.ts'

export interface ProductTerms {
  accountId: string
  productId: string
  name: string
  kind: 'personalCurrent' | 'businessCurrent' | 'savings' | 'creditCard'
  description: string
  /** Per cent a year, as decimal text: what a balance earns, and what an overdraft or a card costs. */
  aer: string | null
  ear: string | null
  /** Minor units, as the fee that the books show. */
  monthlyFee: number | null
  /** Overdraft or card limit. */
  limit: number | null
}

type Terms = Omit<ProductTerms, 'accountId' | 'name' | 'limit'>

const terms: Record<ProductTerms['kind'], Terms> = {
  personalCurrent: {
    productId: 'MB-PCA-01',
    kind: 'personalCurrent',
    description: 'A current account without a monthly fee',
    ...{ aer: null, ear: '39.9', monthlyFee: null },
  },
  businessCurrent: {
    productId: 'MB-BCA-01',
    kind: 'businessCurrent',
    description: 'A current account for businesses',
    ...{ aer: null, ear: '12.4', monthlyFee: 1_250 },
  },
  savings: {
    productId: 'MB-SAV-01',
    kind: 'savings',
    description: 'A savings account whose money can be taken out at any time',
    ...{ aer: '3.25', ear: null, monthlyFee: null },
  },
  creditCard: {
    productId: 'MB-CRD-01',
    kind: 'creditCard',
    description: 'A credit card for purchases at home and abroad',
    ...{ aer: null, ear: '22.9', monthlyFee: null },
  },
}

/** The one product of an account; none for an unknown account. */
export const productTermsOf = (accountId: string): ProductTerms[] => {
  const account = findAccount(accountId)
  if (account === undefined) return []
  const { kind, category, description, credit } = account
  const product = kind === 'current' ? (category === 'personal' ? 'personalCurrent' : 'businessCurrent') : kind
  return [{ accountId, name: description, limit: credit?.limit ?? null, ...terms[product] }]
}
