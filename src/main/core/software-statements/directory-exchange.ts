// A directory on the wire: a token for the software statement (RFC 6749 §4.4 with RFC 7523 §2.2), then its assertion.

import { randomUUID } from 'node:crypto'
import { AppError } from '../../../shared/errors.ts'
import type { Directory, SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { bankErrorFrom } from '../bank/bank-error.ts'
import type { BankRequest, BankResponse } from '../bank/client.ts'
import { signJwt } from '../bank/jws.ts'
import type { SigningKey } from '../bank/session.ts'
import { readSsa } from './ssa.ts'

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** POST to the directory's token endpoint. The software statement is the client; the scope is in the form and, as the directory wants it, a claim. */
export async function buildDirectoryTokenRequest(asked: {
  directory: Directory
  softwareId: string
  signing: SigningKey
  now: Date
}): Promise<BankRequest> {
  const { directory, softwareId, signing, now } = asked
  const iat = Math.floor(now.getTime() / 1000)
  const { tokenEndpoint, scope } = directory
  // RFC 7523 §3: iss and sub are the client, aud is the directory, with a fresh jti and a short life.
  const claims = { iss: softwareId, sub: softwareId, aud: tokenEndpoint, scope, jti: randomUUID(), iat, exp: iat + 300 }
  const form = {
    grant_type: 'client_credentials',
    scope,
    client_id: softwareId,
    client_assertion_type: assertionType,
    client_assertion: await signJwt(signing, claims, { typ: 'JWT' }),
  }
  return {
    method: 'POST',
    url: tokenEndpoint,
    headers: [
      ['content-type', 'application/x-www-form-urlencoded'],
      ['accept', 'application/json'],
    ],
    body: new URLSearchParams(form).toString(),
  }
}

export interface DirectoryToken {
  accessToken: string
  /** Seconds; null when the directory does not say. */
  expiresIn: number | null
}

/** RFC 6749 §5.1. BANK_ERROR_RESPONSE for a refusal, BANK_INVALID_RESPONSE when there is no token. */
export function processDirectoryToken(response: BankResponse): DirectoryToken {
  if (response.status !== 200) {
    const error = bankErrorFrom(response, 'Token of the directory')
    if (error.details.bank?.error === 'invalid_client' || response.status === 401) {
      error.details.remedy = 'Check the software id, and that the directory lists the signing certificate under its key id.'
    }
    throw error
  }
  const json = response.json()
  const { access_token: accessToken, expires_in: expiresIn }: Record<string, unknown> =
    typeof json === 'object' && json !== null ? { ...json } : {}
  if (typeof accessToken !== 'string' || accessToken === '') {
    throw new AppError('BANK_INVALID_RESPONSE', 'Directory answered without an access_token', { requestLogId: response.requestLogId })
  }
  return { accessToken, expiresIn: typeof expiresIn === 'number' && expiresIn >= 0 ? expiresIn : null }
}

/** GET of the assertion. */
export function buildAssertionRequest(
  { softwareStatementAssertion }: Directory,
  { organisationId, softwareId }: Pick<SoftwareStatement, 'organisationId' | 'softwareId'>,
  accessToken: string,
): BankRequest {
  return {
    method: 'GET',
    url: softwareStatementAssertion
      .replaceAll('{organisationId}', encodeURIComponent(organisationId))
      .replaceAll('{softwareId}', encodeURIComponent(softwareId)),
    headers: [
      ['authorization', `Bearer ${accessToken}`],
      // OB Directory API 2.1 names the first; the assertion also comes as a JWT or as plain text.
      ['accept', 'application/jws+json, application/jwt, text/plain'],
    ],
  }
}

const remedies: Record<number, string> = {
  401: 'Try again; a directory takes a token only with the transport certificate that it was issued to.',
  403: 'Check that the organisation id is that of the transport certificate, and that the software statement belongs to it.',
  404: 'Check organisation id and software id; the directory has no such software statement.',
}

/** The assertion as the directory signed it. BANK_ERROR_RESPONSE for a refusal, BANK_INVALID_RESPONSE when it is no JWT. */
export function processAssertion(response: BankResponse): string {
  if (response.status !== 200) {
    const error = bankErrorFrom(response, 'Software statement assertion')
    const remedy = remedies[response.status]
    if (remedy) error.details.remedy = remedy
    throw error
  }
  const jwt = response.text().trim()
  try {
    readSsa(jwt)
    return jwt
  } catch (cause) {
    throw new AppError(
      'BANK_INVALID_RESPONSE',
      'Directory answered with something else than a signed JWT',
      { requestLogId: response.requestLogId, remedy: 'Look at the exchange in the request log and tell the directory.' },
      cause,
    )
  }
}
