// OBReadConsentResponse1, Data.
import type { ApiVersion } from '../../../shared/model/common.ts'
import { isoText } from '../../data/calendar.ts'
import type { ConsentRecord, EffectiveStatus } from '../consents.ts'
import { optional } from './parts.ts'

/** 3.1 has no word for an expired consent: only its tokens die. */
const words = { awaiting: 'AwaitingAuthorisation', authorised: 'Authorised', rejected: 'Rejected' } as const

const reason = (code: string, description: string) => [{ StatusReasonCode: code, StatusReasonDescription: description }]

/** Status and StatusReason; the reasons are an array, whatever the standard's examples show (OpenAPI, OBStatusReason). */
const codes: Record<EffectiveStatus, { Status: string; StatusReason: object[] }> = {
  awaiting: { Status: 'AWAU', StatusReason: reason('U036', 'Waiting for the customer to authorise the consent') },
  authorised: { Status: 'AUTH', StatusReason: [] },
  rejected: { Status: 'RJCT', StatusReason: reason('U037', 'The customer refused the consent') },
  expired: { Status: 'EXPD', StatusReason: reason('TKXP', 'ExpirationDateTime has passed') },
}

export const consentShape = (record: ConsentRecord, status: EffectiveStatus, version: ApiVersion) => ({
  ConsentId: record.consentId,
  CreationDateTime: isoText(record.created),
  ...(version === '4.0' ? codes[status] : { Status: words[record.status] }),
  StatusUpdateDateTime:
    version === '4.0' && status === 'expired' && record.expires !== null ? record.expires : isoText(record.statusUpdated),
  Permissions: record.permissions,
  ...optional('ExpirationDateTime', record.expires),
  ...optional('TransactionFromDateTime', record.transactionFrom),
  ...optional('TransactionToDateTime', record.transactionTo),
})
