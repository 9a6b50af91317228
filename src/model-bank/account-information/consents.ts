// Account-access consents and their life: awaiting → authorised or rejected; expiry is read off the clock, never stored.
import { randomUUID } from 'node:crypto'
import { AppError } from '../../shared/errors.ts'
import type { ApiVersion } from '../../shared/model/common.ts'
import type { BankState, ConsentBook } from '../contracts.ts'
import { accountIdsOf } from '../data/customers.ts'
import type { RequestedConsent } from './consent-request.ts'

export interface ConsentRecord extends RequestedConsent {
  consentId: string
  clientId: string
  /** The version it was made in: newer versions may use it, older ones may not. */
  apiVersion: ApiVersion
  /** Milliseconds since 1970, as is statusUpdated. */
  created: number
  status: 'awaiting' | 'authorised' | 'rejected'
  statusUpdated: number
  customer: string | null
  /** The accounts that the customer chose. */
  accountIds: string[]
}

/** The stored status, or expired once the consent's time is over. A rejected consent stays rejected. */
export type EffectiveStatus = ConsentRecord['status'] | 'expired'

export interface Consents extends ConsentBook {
  create(clientId: string, apiVersion: ApiVersion, requested: RequestedConsent): ConsentRecord
  get(consentId: string): ConsentRecord | undefined
  delete(consentId: string): void
  status(consent: ConsentRecord): EffectiveStatus
}

/** The book of consents, kept in the bank's state. Its consents outlive a restart wherever the state does. */
export const createConsents = (state: BankState, now: () => Date): Consents => {
  const consents = state.collection<ConsentRecord>('account-access-consents')

  const status = ({ status, expires }: ConsentRecord): EffectiveStatus =>
    status !== 'rejected' && expires !== null && Date.parse(expires) <= now().getTime() ? 'expired' : status

  /** A consent that a customer can still decide on: awaiting, or authorised before and now authenticated again (OB AIS profile). */
  const decidable = (consentId: string) => {
    const consent = consents.get(consentId)
    if (consent === undefined) throw new AppError('NOT_FOUND', `Consent ${consentId} is not known`)
    const current = status(consent)
    if (current !== 'awaiting' && current !== 'authorised') throw new AppError('CONFLICT', `Consent ${consentId} is ${current}`)
    return consent
  }

  return {
    status,
    get: (consentId) => consents.get(consentId),
    delete: (consentId) => consents.delete(consentId),

    create(clientId, apiVersion, requested) {
      const created = now().getTime()
      const consentId = `aac-${randomUUID()}`
      const stamps = { created, statusUpdated: created, status: 'awaiting' } as const
      const consent: ConsentRecord = { consentId, clientId, apiVersion, ...stamps, customer: null, accountIds: [], ...requested }
      consents.put(consentId, consent)
      return consent
    },

    find(consentId) {
      const consent = consents.get(consentId)
      if (consent === undefined) return undefined
      const { clientId, created, apiVersion, permissions, expires, transactionFrom, transactionTo, customer } = consent
      const current = status(consent)
      const open = current === 'awaiting' || current === 'authorised'
      return {
        consentId,
        clientId,
        created,
        apiVersion,
        open,
        authorised: current === 'authorised',
        permissions,
        expires,
        transactionFrom,
        transactionTo,
        customer,
      }
    },

    authorise(consentId, customer, accountIds) {
      const consent = decidable(consentId)
      const own = new Set(accountIdsOf(customer))
      // SECURITY: the list comes from a form in a browser; a customer can give access to their own accounts only.
      if (accountIds.length === 0 || !accountIds.every((one) => own.has(one))) {
        throw new AppError('INVALID_INPUT', `The chosen accounts are not accounts of ${customer}`, { field: 'accountIds' })
      }
      // SECURITY: a consent belongs to the customer who authorised it first; another cannot take it over by authenticating again.
      if (consent.customer !== null && consent.customer !== customer) {
        throw new AppError('CONFLICT', `Consent ${consentId} belongs to another customer`)
      }
      const statusUpdated = consent.status === 'authorised' ? consent.statusUpdated : now().getTime()
      consents.put(consentId, { ...consent, status: 'authorised', statusUpdated, customer, accountIds: [...new Set(accountIds)] })
    },

    reject(consentId) {
      const consent = decidable(consentId)
      // Refusing to authenticate again takes nothing back that was given before.
      if (consent.status === 'authorised') return
      consents.put(consentId, { ...consent, status: 'rejected', statusUpdated: now().getTime() })
    },
  }
}
