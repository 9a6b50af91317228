// 3.1.11: OBAccount6, OBReadBalance1, OBTransaction6, OBReadConsentResponse1.
import { isoText } from '../data/calendar.ts'
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
const subTypes = { current: 'CurrentAccount', savings: 'Savings', creditCard: 'CreditCard' } as const
const balanceTypes = { closingBooked: 'ClosingBooked', interimBooked: 'InterimBooked', interimAvailable: 'InterimAvailable' } as const
/** 3.1 has no word for an expired consent: only its tokens die. */
const statuses = { awaiting: 'AwaitingAuthorisation', authorised: 'Authorised', rejected: 'Rejected' } as const

export const dialectV3: Dialect = {
  account: (record, view) => ({
    ...accountHead(record),
    AccountType: categories[record.category],
    AccountSubType: subTypes[record.kind],
    ...accountNames(record),
    ...accountDetail(record, view),
  }),
  balance: (record) => balanceBody(record, balanceTypes[record.type]),
  transaction: (record, view) => ({
    ...transactionHead(record),
    Status: record.pending ? 'Pending' : 'Booked',
    ...transactionBasic(record, view),
    ...transactionDetail(record, view, 'InterimBooked'),
  }),
  consent: (record) => ({
    ConsentId: record.consentId,
    CreationDateTime: isoText(record.created),
    Status: statuses[record.status],
    StatusUpdateDateTime: isoText(record.statusUpdated),
    ...consentTerms(record),
  }),
}
