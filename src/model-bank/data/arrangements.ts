// Standing orders and direct debits: what the books show of them is what the bank says of them.
import { createRandom } from './random.ts'
import type { RegularPayment } from './regular-payments.ts'
import { regularPaymentsOf } from './regular-payments.ts'
import { remember } from './remember.ts'

export interface ArrangementRecord extends RegularPayment {
  accountId: string
  id: string
  /** What the payee calls it. */
  mandate: string
}

const arrangements = (kind: 'standingOrder' | 'directDebit', prefix: string) =>
  remember((accountId): ArrangementRecord[] =>
    regularPaymentsOf(accountId, kind).map((payment) => {
      const random = createRandom(`${kind}/${payment.key}`)
      return { ...payment, accountId, id: `${prefix}-${random.digits(10)}`, mandate: payment.reference ?? `M${random.digits(9)}` }
    }),
  )

export const standingOrdersOf = arrangements('standingOrder', 'SO')
export const directDebitsOf = arrangements('directDebit', 'DD')
