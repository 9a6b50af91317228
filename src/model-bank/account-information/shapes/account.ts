// OBAccount6.
import { isoText } from '../../data/calendar.ts'
import { bankBic } from '../../data/identifiers.ts'
import type { AccountRecord } from '../../data/records.ts'
import { agentOf, identificationOf } from './parts.ts'
import type { Shape } from './shape.ts'

const categories = { personal: 'Personal', business: 'Business' } as const
const subTypes = { current: 'CurrentAccount', savings: 'Savings', creditCard: 'CreditCard' } as const
const typeCodes = { current: 'CACC', savings: 'SVGS', creditCard: 'CARD' } as const

export const accountShape: Shape<AccountRecord> = (record, { detail, pan }, version) => ({
  AccountId: record.accountId,
  Status: 'Enabled',
  StatusUpdateDateTime: isoText(record.opened),
  Currency: record.currency,
  ...(version === '4.0'
    ? { AccountCategory: categories[record.category], AccountTypeCode: typeCodes[record.kind] }
    : { AccountType: categories[record.category], AccountSubType: subTypes[record.kind] }),
  Description: record.description,
  Nickname: record.nickname,
  OpeningDate: isoText(record.opened),
  ...(detail && {
    Account: record.identifications.map((one) => identificationOf(one, pan)),
    Servicer: agentOf(bankBic),
    ...(version === '4.0' && { StatementFrequencyAndFormat: [{ Frequency: 'MNTH', CommunicationMethod: 'ONLI', Format: 'DPDF' }] }),
  }),
})
