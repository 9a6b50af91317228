// Account access consents on the wire, versions 3.1 and 4.0 (OB Read/Write API, Account Access Consents).

import { z } from 'zod'
import { AppError } from '../../../shared/errors.ts'
import { type AccountAccessConsent, type ConsentStatus, type Permission, permission } from '../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { type ApiVersion, type ConformanceWarning, timestamp } from '../../../shared/model/common.ts'
import { permissionProblems } from '../../../shared/permission-rules.ts'
import { type LinksPolicy, linksPolicy, selfWarnings } from '../accounts/links.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankRequest, BankResponse } from '../bank/client.ts'
import { financialIdOf, resourceHeaders } from '../bank/resource-request.ts'

/**
 * Refuses what every bank must refuse (OB Read/Write 3.1.11 and 4.0, Permissions): INVALID_INPUT (`permissions`).
 * Basic and Detail together are allowed: Detail then prevails.
 */
export function checkPermissions(permissions: Permission[]): void {
  const [problem] = permissionProblems(permissions)
  if (problem) throw new AppError('INVALID_INPUT', problem.message, { field: 'permissions', remedy: problem.remedy })
}

export interface ConsentCall {
  profile: Pick<BankProfile, 'financialId' | 'accountInformation'>
  apiVersion: ApiVersion
  /** Of the version asked for, up to and including /aisp. */
  baseUrl: string
  /** Of the client itself (client credentials, scope accounts). */
  accessToken: string
}

/** Times are ISO 8601 with offset; null ones are left out, never sent empty. */
export type ConsentTerms = Pick<
  AccountAccessConsent,
  'permissions' | 'expirationDateTime' | 'transactionFromDateTime' | 'transactionToDateTime'
>

/** POST /account-access-consents. Refuses permissions as `checkPermissions` does. */
export function buildConsentRequest(asked: ConsentCall & ConsentTerms): BankRequest {
  checkPermissions(asked.permissions)
  const { consentSupplementaryData: supplementaryData } = asked.profile.accountInformation ?? {}
  const data = {
    Permissions: asked.permissions,
    ...(asked.expirationDateTime && { ExpirationDateTime: asked.expirationDateTime }),
    ...(asked.transactionFromDateTime && { TransactionFromDateTime: asked.transactionFromDateTime }),
    ...(asked.transactionToDateTime && { TransactionToDateTime: asked.transactionToDateTime }),
    ...(supplementaryData && { SupplementaryData: supplementaryData }),
  }
  return {
    method: 'POST',
    url: consentsUrl(asked.baseUrl),
    headers: headersOf(asked, { hasBody: true }),
    body: JSON.stringify({ Data: data, Risk: {} }),
  }
}

/** GET /account-access-consents/{ConsentId}. */
export function buildConsentRead({ consentId, ...call }: ConsentCall & { consentId: string }): BankRequest {
  return { method: 'GET', url: consentsUrl(call.baseUrl, consentId), headers: headersOf(call, { hasBody: false }) }
}

/** DELETE /account-access-consents/{ConsentId}. */
export function buildConsentDelete({ consentId, ...call }: ConsentCall & { consentId: string }): BankRequest {
  return { method: 'DELETE', url: consentsUrl(call.baseUrl, consentId), headers: headersOf(call, { hasBody: false, expectsBody: false }) }
}

function headersOf(
  { profile, apiVersion, accessToken }: ConsentCall,
  body: { hasBody: boolean; expectsBody?: boolean },
): [string, string][] {
  const financialId = financialIdOf(profile, apiVersion)
  return resourceHeaders(financialId === undefined ? {} : { financialId }, accessToken, body)
}

function consentsUrl(baseUrl: string, consentId?: string): string {
  const consents = `${baseUrl.replace(/\/$/, '')}/account-access-consents`
  return consentId === undefined ? consents : `${consents}/${encodeURIComponent(consentId)}`
}

/** A consent as the bank describes it. */
export interface BankConsent {
  consentId: string
  status: ConsentStatus
  externalStatus: string
  created: string
  statusUpdated: string | null
  permissions: Permission[]
  expirationDateTime: string | null
  transactionFromDateTime: string | null
  transactionToDateTime: string | null
  /** What the standard has otherwise in the answer. */
  warnings: ConformanceWarning[]
}

/** Each version in its own words (3.1.11 and 4.0 OBReadConsentResponse1). Consumed and COND are of payments and seen in the field. */
const statuses: Record<ApiVersion, Record<string, ConsentStatus>> = {
  '3.1': {
    AwaitingAuthorisation: 'awaitingAuthorisation',
    Authorised: 'authorised',
    Rejected: 'rejected',
    Revoked: 'revoked',
    Consumed: 'consumed',
  },
  '4.0': { AWAU: 'awaitingAuthorisation', AUTH: 'authorised', RJCT: 'rejected', CANC: 'cancelled', EXPD: 'expired', COND: 'consumed' },
}

/** A status as the contract names it; one that the version does not know is `unknown`. */
export const consentStatusFrom = (apiVersion: ApiVersion, externalStatus: string): ConsentStatus =>
  new Map(Object.entries(statuses[apiVersion])).get(externalStatus) ?? 'unknown'

const answer = z.looseObject({
  Data: z.looseObject({
    ConsentId: z.string().min(1).max(128),
    Status: z.string().min(1),
    CreationDateTime: timestamp,
    StatusUpdateDateTime: timestamp.nullish(),
    Permissions: z.array(permission).min(1),
    ExpirationDateTime: timestamp.nullish(),
    TransactionFromDateTime: timestamp.nullish(),
    TransactionToDateTime: timestamp.nullish(),
  }),
  Links: z.looseObject({ Self: z.unknown() }).nullish(),
})

/**
 * Reads the answer to a POST (201) or GET (200). BANK_ERROR_RESPONSE for a refusal, BANK_INVALID_RESPONSE naming the JSON path
 * for a body of another shape or, when `consentId` is given, for another consent than that.
 */
export function processConsentResponse(
  response: BankResponse,
  { profile, apiVersion, baseUrl }: Pick<ConsentCall, 'profile' | 'apiVersion' | 'baseUrl'>,
  expectedStatus: 200 | 201,
  consentId?: string,
): BankConsent {
  if (response.status !== expectedStatus) throw bankErrorFrom(response, 'Account access consent')
  const parsed = answer.safeParse(response.json())
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw invalid(response, jsonPath(issue?.path ?? []), issue?.message ?? '')
  }
  const data = parsed.data.Data
  // SECURITY: a consent mixed up by the bank would have the customer authorise somebody else's.
  if (consentId !== undefined && data.ConsentId !== consentId)
    throw invalid(response, '$.Data.ConsentId', 'another consent than the one asked for')
  return {
    consentId: data.ConsentId,
    status: consentStatusFrom(apiVersion, data.Status),
    externalStatus: data.Status,
    created: data.CreationDateTime,
    statusUpdated: data.StatusUpdateDateTime ?? null,
    permissions: data.Permissions,
    expirationDateTime: data.ExpirationDateTime ?? null,
    transactionFromDateTime: data.TransactionFromDateTime ?? null,
    transactionToDateTime: data.TransactionToDateTime ?? null,
    warnings: linkWarnings(parsed.data.Links?.Self, consentsUrl(baseUrl, data.ConsentId), linksPolicy(profile, baseUrl)),
  }
}

/** A link to all consents, where it should be to this one, is one of the faults that a profile can know of its bank. */
function linkWarnings(self: unknown, address: string, policy: LinksPolicy): ConformanceWarning[] {
  const all = typeof self === 'string' && /\/account-access-consents\/?$/.test(self)
  if (!all) return selfWarnings(self, address, policy)
  const known = policy.tolerances.includes('consentIdOmitted')
  const omitted = { path: '$.Links.Self', message: 'leaves out the consent id', clause: 'OB Read/Write, Links and pagination', known }
  return [...selfWarnings(self, consentsUrl(policy.baseUrl), policy), omitted]
}

/** Reads the answer to a DELETE, which is 204 and empty. */
export function processConsentDelete(response: BankResponse): void {
  if (response.status !== 204) throw bankErrorFrom(response, 'Deletion of the account access consent')
}

function invalid({ requestLogId }: BankResponse, path: string, problem: string): AppError {
  return new AppError('BANK_INVALID_RESPONSE', `Account access consent of the bank is not as the standard says at ${path}: ${problem}`, {
    requestLogId,
    remedy: 'Look at the exchange in the request log and tell the bank.',
  })
}

/** Such as `$.Data.Permissions[2]`. */
const jsonPath = (path: PropertyKey[]): string =>
  path.reduce<string>((text, step) => (typeof step === 'number' ? `${text}[${step}]` : `${text}.${String(step)}`), '$')
