// OBStandingOrder6. 4.0 puts dates and frequency into MandateRelatedInformation and the reference into RemittanceInformation.
import type { ArrangementRecord } from '../../data/arrangements.ts'
import { isoText } from '../../data/calendar.ts'
import { frequencies, statusOf } from './mandate.ts'
import { amountOf, optional, otherSide } from './parts.ts'
import type { Shape } from './shape.ts'

const months = { monthly: '01', quarterly: '03', yearly: '12' } as const
const twoDigits = (number: number) => String(number).padStart(2, '0')

/** The pattern of 3.1, such as IntrvlMnthDay:01:03 (every month, on the 3rd) and IntrvlWkDay:01:05 (every week, on Friday). */
const pattern = ({ frequency, onDay }: ArrangementRecord) =>
  frequency === 'weekly' ? `IntrvlWkDay:01:${twoDigits(onDay)}` : `IntrvlMnthDay:${months[frequency]}:${twoDigits(onDay)}`

const dates3 = (record: ArrangementRecord) => ({
  Frequency: pattern(record),
  ...optional('Reference', record.reference),
  FirstPaymentDateTime: isoText(record.first.booked),
})

const dates4 = (record: ArrangementRecord) => ({
  MandateRelatedInformation: {
    MandateIdentification: record.mandate,
    Classification: 'FIXE',
    FirstPaymentDateTime: isoText(record.first.booked),
    ...(record.active && { RecurringPaymentDateTime: isoText(record.next) }),
    Frequency: { Type: frequencies[record.frequency]['4.0'], PointInTime: twoDigits(record.onDay) },
  },
  ...optional('RemittanceInformation', record.reference, (reference) => ({
    Structured: [{ CreditorReferenceInformation: { Reference: reference } }],
  })),
})

export const standingOrderShape: Shape<ArrangementRecord> = (record, { detail, pan }, version) => {
  const { first, last } = record
  return {
    AccountId: record.accountId,
    StandingOrderId: record.id,
    ...(version === '4.0' ? dates4(record) : dates3(record)),
    ...(record.active && { NextPaymentDateTime: isoText(record.next), NextPaymentAmount: amountOf(last.amount, last.currency) }),
    LastPaymentDateTime: isoText(last.booked),
    LastPaymentAmount: amountOf(last.amount, last.currency),
    NumberOfPayments: String(record.count),
    StandingOrderStatusCode: statusOf(record)[version],
    FirstPaymentAmount: amountOf(first.amount, first.currency),
    ...(detail && otherSide(record.counterparty, 'Creditor', pan)),
  }
}
