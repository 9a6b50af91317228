// OBReadDirectDebit2, Data.DirectDebit. 4.0 puts mandate and frequency into MandateRelatedInformation.
import type { ArrangementRecord } from '../../data/arrangements.ts'
import { isoText } from '../../data/calendar.ts'
import { frequencies, statusOf } from './mandate.ts'
import { amountOf } from './parts.ts'
import type { Shape } from './shape.ts'

export const directDebitShape: Shape<ArrangementRecord> = (record, _view, version) => ({
  AccountId: record.accountId,
  DirectDebitId: record.id,
  DirectDebitStatusCode: statusOf(record)[version],
  ...(version === '4.0'
    ? {
        MandateRelatedInformation: {
          MandateIdentification: record.mandate,
          Classification: 'VARI',
          FirstPaymentDateTime: isoText(record.first.booked),
          ...(record.active && { RecurringPaymentDateTime: isoText(record.next) }),
          Frequency: { Type: frequencies[record.frequency]['4.0'], CountPerPeriod: 1 },
        },
      }
    : { MandateIdentification: record.mandate, Frequency: `UK.OBIE.${frequencies[record.frequency]['3.1']}` }),
  Name: record.counterparty.account.name,
  PreviousPaymentDateTime: isoText(record.last.booked),
  PreviousPaymentAmount: amountOf(record.last.amount, record.last.currency),
})
