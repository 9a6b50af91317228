// UK dynamic client registration on the wire (OB DCR 3.2 to 3.4, over RFC 7591 and RFC 7592).

import { AppError } from '../../../shared/errors.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ConformanceWarning } from '../../../shared/model/common.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankRequest, BankResponse } from '../bank/client.ts'
import type { SignedRegistration } from './registration-request.ts'
import { registrationWarnings, secretWarnings } from './registration-warnings.ts'
import { explainSubjectRefusal } from './subject-refusal.ts'

interface ClientCall {
  registrationEndpoint: string
  clientId: string
  /** Of the client itself, or the registration access token. */
  accessToken: string
}

/** POST to the registration endpoint; the transport certificate is the only authentication. */
export function buildRegistrationCreate(registrationEndpoint: string, { contentType, body }: SignedRegistration): BankRequest {
  return {
    method: 'POST',
    url: registrationEndpoint,
    headers: [
      ['content-type', contentType],
      ['accept', 'application/json'],
    ],
    body,
  }
}

/** GET the client (RFC 7592 §2.1). */
export function buildRegistrationRead(call: ClientCall): BankRequest {
  return { method: 'GET', url: clientUrl(call), headers: [bearer(call), ['accept', 'application/json']] }
}

/** PUT the client (RFC 7592 §2.2). */
export function buildRegistrationUpdate({ request, ...call }: ClientCall & { request: SignedRegistration }): BankRequest {
  const headers: [string, string][] = [bearer(call), ['content-type', request.contentType], ['accept', 'application/json']]
  return { method: 'PUT', url: clientUrl(call), headers, body: request.body }
}

/** DELETE the client (RFC 7592 §2.3). */
export function buildRegistrationDelete(call: ClientCall): BankRequest {
  return { method: 'DELETE', url: clientUrl(call), headers: [bearer(call)] }
}

const clientUrl = ({ registrationEndpoint, clientId }: ClientCall): string =>
  `${registrationEndpoint.replace(/\/$/, '')}/${encodeURIComponent(clientId)}`

const bearer = ({ accessToken }: ClientCall): [string, string] => ['authorization', `Bearer ${accessToken}`]

export interface RegistrationAnswer {
  clientId: string
  clientSecret: string | null
  registrationAccessToken: string | null
  /** The bank's answer without secrets and without the software statement. */
  accepted: Record<string, unknown>
  /** Where the answer is not as the standard has it, or not as was asked for. */
  warnings: ConformanceWarning[]
}

export interface ExpectedAnswer {
  status: 200 | 201
  /** The claims that were, or once were, requested. */
  asked: Record<string, unknown>
  /** Those that the bank profile knows of. */
  answerFaults: BankProfile['registration']['answerFaults']
  /** Of a client that exists already: it stays what it is, whatever the answer says. */
  clientId?: string | null
}

/**
 * Reads the answer to a POST (201), PUT or GET (200) (RFC 7591 §3.2.1). A fault of an answer that names the client is a warning:
 * the client exists, and its id must not be lost.
 * BANK_ERROR_RESPONSE for a refusal, BANK_INVALID_RESPONSE when no client_id is known.
 */
export function processRegistrationResponse(response: BankResponse, expected: ExpectedAnswer): RegistrationAnswer {
  const created = expected.status === 201
  if (response.status < 200 || response.status > 299) {
    throw explainSubjectRefusal(created ? creationError(response) : managementError(response, 'Registration'), expected.asked)
  }
  const json = response.json()
  const members: Record<string, unknown> = typeof json === 'object' && json !== null ? { ...json } : {}
  const { client_secret: clientSecret, registration_access_token: registrationAccessToken, software_statement: _, ...accepted } = members
  const answered = typeof accepted.client_id === 'number' ? String(accepted.client_id) : accepted.client_id
  const clientId = expected.clientId ?? answered
  if (typeof clientId !== 'string' || clientId === '') {
    throw new AppError('BANK_INVALID_RESPONSE', 'Registration was answered without a client_id', {
      requestLogId: response.requestLogId,
      remedy: 'Look at the exchange in the request log and ask the bank whether it holds a client for this software statement.',
    })
  }
  const asked = { ...expected.asked, ...(expected.clientId && { client_id: expected.clientId }) }
  return {
    clientId,
    clientSecret: typeof clientSecret === 'string' ? clientSecret : null,
    registrationAccessToken: typeof registrationAccessToken === 'string' ? registrationAccessToken : null,
    accepted,
    warnings: [
      ...statusWarnings(response.status, expected.status),
      ...registrationWarnings(members, asked, expected.answerFaults),
      ...(created ? secretWarnings(members, asked) : []),
    ],
  }
}

const statusWarnings = (status: number, expected: number): ConformanceWarning[] => {
  if (status === expected) return []
  return [{ path: '$', message: `Status is ${status}; ${expected} is asked for`, clause: 'OB DCR 3.3', known: false }]
}

/** Reads the answer to a DELETE, which is 204 and empty. */
export function processRegistrationDelete(response: BankResponse): void {
  if (response.status === 204) return
  const error = managementError(response, 'Deletion of the registration')
  if (response.status === 405)
    error.details.remedy =
      'The bank does not offer this: delete the client at the bank’s own portal, and the registration here with localOnly.'
  throw error
}

/** POST carries no token: a 401 or 403 is about the certificate and the organisation behind it. */
function creationError(response: BankResponse): AppError {
  const error = bankErrorFrom(response, 'Registration')
  const unauthorised = response.status === 401 || response.status === 403
  if (unauthorised) error.details.remedy = 'Ask the bank whether it has enrolled the organisation and trusts the transport certificate.'
  return error
}

function managementError(response: BankResponse, what: string): AppError {
  const error = bankErrorFrom(response, what)
  // OB DCR 3.3: GET, PUT and DELETE are optional for a bank.
  if (response.status === 405) error.details.remedy = 'The bank does not offer this; use the bank’s own portal for the client.'
  // OB DCR 3.3: 401 also stands for a client that the bank does not know.
  if (response.status === 401) error.details.remedy = 'Obtain a new token; if it is refused again, the bank may no longer know the client.'
  return error
}
