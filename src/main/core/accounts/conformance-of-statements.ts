// Statements as the standard has them (OB Read/Write 3.1.11 and 4.0).

import type { ApiVersion } from '../../../shared/model/common.ts'
import { dateTime, list, type Members, number, object, oneOf, text } from './conformance.ts'
import { accountId, byVersion, direction, money, moneyWithSubType, rate } from './conformance-parts.ts'

const kind = { 'Type*': text() }
const charge = object({
  ...{ Description: text(128), 'CreditDebitIndicator*': direction, ...kind, Rate: number, RateType: text(), Frequency: text() },
  'Amount*': money,
})

const amounts = (version: ApiVersion): Members => ({
  StatementAmount: list(
    object({ 'CreditDebitIndicator*': direction, ...kind, 'Amount*': moneyWithSubType(version), LocalAmount: moneyWithSubType(version) }),
  ),
})

export const statements = byVersion(
  {
    ...{ 'AccountId*': accountId, StatementId: text(40), StatementReference: text(35), 'StartDateTime*': dateTime },
    ...{ 'EndDateTime*': dateTime, 'CreationDateTime*': dateTime, StatementDescription: list(text(500)) },
    'Type*': oneOf('AccountClosure', 'AccountOpening', 'Annual', 'Interim', 'RegularPeriodic'),
    ...{ StatementBenefit: list(object({ ...kind, 'Amount*': money })), StatementFee: list(charge), StatementInterest: list(charge) },
    ...{ StatementDateTime: list(object({ ...kind, 'DateTime*': dateTime })), StatementRate: list(object({ ...kind, 'Rate*': rate })) },
    ...{ StatementValue: list(object({ ...kind, 'Value*': text(40) })), TotalValue: money },
  },
  { '3.1': amounts('3.1'), '4.0': amounts('4.0') },
  { closed: true },
)
