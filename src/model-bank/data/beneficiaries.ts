// Whom an account has paid by transfer.
import { accountIdsOf, customerOf, findAccount, transactionsOf } from './customers.ts'
import { createRandom } from './random.ts'
import type { Counterparty, TransactionKind } from './records.ts'
import { remember } from './remember.ts'

export interface BeneficiaryRecord {
  accountId: string
  beneficiaryId: string
  /** Another account of the same customer. */
  trusted: boolean
  /** Only where every payment had the same one. */
  reference: string | null
  counterparty: Counterparty
}

const transfers: ReadonlySet<TransactionKind> = new Set(['transferOut', 'standingOrder', 'payroll', 'tax', 'supplier', 'crossBorderOut'])

/** By name; none for an unknown account. */
export const beneficiariesOf = remember((accountId): BeneficiaryRecord[] => {
  const own = new Set(
    accountIdsOf(customerOf(accountId) ?? '')
      .flatMap((one) => findAccount(one)?.identifications ?? [])
      .map(({ identification }) => identification),
  )
  const paid = transactionsOf(accountId).filter(({ kind }) => transfers.has(kind))
  return [...Map.groupBy(paid, ({ counterparty }) => counterparty?.account.identification).values()]
    .flatMap((payments): BeneficiaryRecord[] => {
      const [latest] = payments
      if (!latest?.counterparty) return []
      const { counterparty, reference } = latest
      const { identification } = counterparty.account
      const same = payments.length > 1 && payments.every((one) => one.reference === reference)
      return [
        {
          accountId,
          beneficiaryId: `BEN-${createRandom(`beneficiary/${accountId}/${identification}`).digits(10)}`,
          trusted: own.has(identification),
          reference: same ? reference : null,
          counterparty,
        },
      ]
    })
    .toSorted((one, other) => one.counterparty.account.name.localeCompare(other.counterparty.account.name, 'en'))
})
