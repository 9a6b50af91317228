// OBScheduledPayment3.
import { isoText } from '../../data/calendar.ts'
import { findAccount } from '../../data/customers.ts'
import type { ScheduledPaymentRecord } from '../../data/scheduled-payments.ts'
import { amountOf, optional, otherSide } from './parts.ts'
import type { Shape } from './shape.ts'

export const scheduledPaymentShape: Shape<ScheduledPaymentRecord> = (record, { detail, pan }) => ({
  AccountId: record.accountId,
  ScheduledPaymentId: record.scheduledPaymentId,
  ScheduledPaymentDateTime: isoText(record.at),
  ScheduledType: record.type,
  ...optional('Reference', record.reference),
  ...optional('DebtorReference', record.debtorReference),
  InstructedAmount: amountOf(record.amount, findAccount(record.accountId)?.currency ?? 'GBP'),
  ...(detail && otherSide(record.counterparty, 'Creditor', pan)),
})
