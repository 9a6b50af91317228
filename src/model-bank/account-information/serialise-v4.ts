// 4.0: the same records in codes of ISO 20022. Currency, AccountCategory and AccountTypeCode are always there.
import { isoText } from '../data/calendar.ts'
import { kinds } from '../data/kinds.ts'
import type { EffectiveStatus } from './consents.ts'
import type { Dialect } from './dialect.ts'
import {
  accountDetail,
  accountHead,
  accountNames,
  balanceBody,
  consentTerms,
  transactionBasic,
  transactionDetail,
  transactionHead,
} from './serialise-parts.ts'

const categories = { personal: 'Personal', business: 'Business' } as const
const typeCodes = { current: 'CACC', savings: 'SVGS', creditCard: 'CARD' } as const
const balanceTypes = { closingBooked: 'CLBD', interimBooked: 'ITBD', interimAvailable: 'ITAV' } as const

const reason = (code: string, description: string) => [{ StatusReasonCode: code, StatusReasonDescription: description }]

/** Status and StatusReason; the reasons are an array, whatever the standard's examples show (OpenAPI, OBStatusReason). */
const statuses: Record<EffectiveStatus, { Status: string; StatusReason: object[] }> = {
  awaiting: { Status: 'AWAU', StatusReason: reason('U036', 'Waiting for the customer to authorise the consent') },
  authorised: { Status: 'AUTH', StatusReason: [] },
  rejected: { Status: 'RJCT', StatusReason: reason('U037', 'The customer refused the consent') },
  expired: { Status: 'EXPD', StatusReason: reason('TKXP', 'ExpirationDateTime has passed') },
}

export const dialectV4: Dialect = {
  account: (record, view) => ({
    ...accountHead(record),
    AccountCategory: categories[record.category],
    AccountTypeCode: typeCodes[record.kind],
    ...accountNames(record),
    ...accountDetail(record, view),
    ...(view.detail ? { StatementFrequencyAndFormat: [{ Frequency: 'MNTH', CommunicationMethod: 'ONLI', Format: 'DPDF' }] } : {}),
  }),
  balance: (record) => balanceBody(record, balanceTypes[record.type]),
  transaction: (record, view) => {
    const { purpose } = kinds[record.kind]
    return {
      ...transactionHead(record),
      Status: record.pending ? 'PDNG' : 'BOOK',
      ...transactionBasic(record, view),
      ...(purpose === null ? {} : { CategoryPurposeCode: purpose }),
      ...transactionDetail(record, view, 'ITBD'),
    }
  },
  consent: (record, status) => ({
    ConsentId: record.consentId,
    CreationDateTime: isoText(record.created),
    ...statuses[status],
    StatusUpdateDateTime: status === 'expired' && record.expires !== null ? record.expires : isoText(record.statusUpdated),
    ...consentTerms(record),
  }),
}
