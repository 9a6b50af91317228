// OBReadBalance1, Data.Balance.
import { isoText } from '../../data/calendar.ts'
import type { BalanceRecord } from '../../data/records.ts'
import { amountOf, indicatorOf } from './parts.ts'
import type { Shape, Word } from './shape.ts'

export const balanceTypes: Record<BalanceRecord['type'], Word> = {
  closingBooked: { '3.1': 'ClosingBooked', '4.0': 'CLBD' },
  interimBooked: { '3.1': 'InterimBooked', '4.0': 'ITBD' },
  interimAvailable: { '3.1': 'InterimAvailable', '4.0': 'ITAV' },
}

export const balanceShape: Shape<BalanceRecord> = ({ accountId, type, amount, at, currency, credit }, _view, version) => ({
  AccountId: accountId,
  CreditDebitIndicator: indicatorOf(amount),
  Type: balanceTypes[type][version],
  DateTime: isoText(at),
  Amount: amountOf(amount, currency),
  CreditLine: credit === null ? [] : [{ Included: false, Type: credit.type, Amount: amountOf(credit.limit, currency) }],
})
