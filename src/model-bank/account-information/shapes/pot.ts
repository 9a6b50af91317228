// A pot. The standard has none; the element names are those of the banks that offer the call.
import { isoText } from '../../data/calendar.ts'
import type { PotRecord } from '../../data/pots.ts'
import { amountOf, indicatorOf, optional } from './parts.ts'
import type { Shape } from './shape.ts'

const sterling = (minor: number) => amountOf(minor, 'GBP')

export const potShape: Shape<PotRecord> = (record) => ({
  PotId: record.potId,
  AccountId: record.accountId,
  Name: record.name,
  Type: 'Pot',
  CreditDebitIndicator: indicatorOf(record.balance),
  Balance: sterling(record.balance),
  Style: record.style,
  ...optional('Goal', record.goal, sterling),
  Updated: isoText(record.updated),
  Created: isoText(record.created),
  Status: record.status,
})
