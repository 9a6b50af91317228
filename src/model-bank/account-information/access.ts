// Who calls, and what their consent lets them do.

import type { ApiVersion } from '../../shared/model/common.ts'
import type { Authenticate, Caller, Refusal } from '../contracts.ts'
import { findAccount } from '../data/customers.ts'
import type { AccountRecord } from '../data/records.ts'
import type { ConsentRecord, Consents } from './consents.ts'
import type { Needs } from './permissions.ts'
import { missingPermission } from './permissions.ts'
import { problem, problemOfReason, Rejection } from './problems.ts'

/** Consent calls take a token of the client itself; data calls one that a customer's authorisation gave. */
export type Grant = 'clientCredentials' | 'authorisationCode'

const refused = ({ status, reason, message, wwwAuthenticate }: Refusal) => {
  const problems =
    reason === null ? (status === 403 ? [problem('Header.Invalid', message, 'Authorization')] : []) : [problemOfReason(reason, message)]
  return new Rejection(status, problems, wwwAuthenticate === undefined ? {} : { 'www-authenticate': wwwAuthenticate })
}

/** The caller, or a Rejection: 401 for a token that does not hold, 403 for one that is not meant for this call. */
export const callerOf = async (authenticate: Authenticate, request: Parameters<Authenticate>[0], grant: Grant): Promise<Caller> => {
  const answer = await authenticate(request)
  if (!answer.ok) throw refused(answer.refusal)
  const { caller } = answer
  if (!caller.scopes.includes('accounts')) throw new Rejection(403, [problemOfReason('TK01', 'The token has not the scope accounts')])
  const given: Grant = caller.consentId === null ? 'clientCredentials' : 'authorisationCode'
  if (given !== grant) {
    const wanted = grant === 'clientCredentials' ? 'a client-credentials token' : 'a token from a customer’s authorisation'
    throw new Rejection(403, [problemOfReason('TK01', `This call needs ${wanted}`)])
  }
  return caller
}

/** A consent made in a version may be used in that one and in newer ones, never in older ones (OB AIS profile, Release Management). */
const isUsable = (consent: ConsentRecord, version: ApiVersion) => consent.apiVersion <= version

/** A consent for the calls that manage it: 400 for one that is not there, 403 for another client's. */
export const managedConsent = (consents: Consents, consentId: string, version: ApiVersion, caller: Caller): ConsentRecord => {
  const consent = consents.get(consentId)
  if (consent === undefined) throw new Rejection(400, [problem('Resource.NotFound', `Consent ${consentId} is not known`, 'ConsentId')])
  // SECURITY: a consent identifier is no secret; only the client that made the consent may read or delete it.
  if (consent.clientId !== caller.clientId) {
    throw new Rejection(403, [problem('Resource.ConsentMismatch', `Consent ${consentId} is not this client’s`, 'ConsentId')])
  }
  if (!isUsable(consent, version)) {
    throw new Rejection(400, [problem('Resource.NotFound', `Consent ${consentId} was made in a newer version`, 'ConsentId')])
  }
  return consent
}

/** The authorised consent behind a data call. Throws a Rejection when it is gone, over, or does not reach so far. */
export const authorisedConsent = (consents: Consents, caller: Caller, version: ApiVersion, wanted: Needs): ConsentRecord => {
  const consent = caller.consentId === null ? undefined : consents.get(caller.consentId)
  // SECURITY: a token outlives its consent; without this line a deleted consent would still open the accounts.
  if (consent === undefined || consent.clientId !== caller.clientId) {
    throw new Rejection(403, [problem('Resource.InvalidConsentStatus', 'The consent does not exist any more')])
  }
  const status = consents.status(consent)
  if (status === 'expired') throw expired(version)
  if (status !== 'authorised') throw new Rejection(403, [problem('Resource.InvalidConsentStatus', `The consent is ${status}`)])
  if (!isUsable(consent, version)) {
    throw new Rejection(403, [problem('Resource.ConsentMismatch', `The consent was made in version ${consent.apiVersion}`)])
  }
  const missing = missingPermission(consent.permissions, wanted)
  if (missing !== undefined) {
    throw new Rejection(403, [
      problem('Resource.ConsentMismatch', `The consent has not the permission ${missing.join(' or ')}`, 'Data.Permissions'),
    ])
  }
  return consent
}

/** 4.0 calls the token expired with its consent; 3.1 has no such word and forbids. */
const expired = (version: ApiVersion) =>
  version === '4.0'
    ? new Rejection(401, [problemOfReason('TKXP', 'The consent has expired')])
    : new Rejection(403, [problem('Resource.InvalidConsentStatus', 'The consent has expired')])

/** The account of a path, or every account that the customer chose. */
export const accountsOf = (consent: ConsentRecord, accountId: string | undefined): AccountRecord[] => {
  // SECURITY: the same answer for an account that was not chosen and one that does not exist, so that none can be found by trying.
  if (accountId !== undefined && !consent.accountIds.includes(accountId)) {
    throw new Rejection(403, [problem('Resource.ConsentMismatch', `Account ${accountId} is not part of the consent`, 'AccountId')])
  }
  return (accountId === undefined ? consent.accountIds : [accountId]).flatMap((one) => findAccount(one) ?? [])
}
