import type { X509Certificate } from 'node:crypto'
import { compactVerify, createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JWK, errors as jose } from 'jose'
import { z } from 'zod'
import { tokenEndpointAuthMethod } from '../../shared/model/bank-profile.ts'
import type { Collection } from '../contracts.ts'
import type { Directory, SsaClaims } from '../directory/directory.ts'
import { readSubject } from '../directory/subject.ts'
import type { Trust } from '../trust.ts'
import { audiencesOf, type BankRules, checkAlgorithm, checkBankRules } from './bank-rules.ts'
import { RegistrationError, type RegistrationErrorCode } from './errors.ts'
import { checkMetadata } from './metadata.ts'

const algorithm = z.enum(['PS256', 'ES256'])

// OB DCR 3.3, "OBClientRegistrationRequest1"; `native` is the name of 3.4 for `mobile`, and `subject_type` is OpenID's.
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string())]),
  iat: z.int(),
  exp: z.int(),
  jti: z.uuidv4(),
  redirect_uris: z.array(z.url().max(256)).min(1),
  token_endpoint_auth_method: tokenEndpointAuthMethod,
  grant_types: z.array(z.string()).min(1),
  response_types: z
    .array(z.enum(['code', 'code id_token']))
    .min(1)
    .default(['code id_token']),
  software_id: z.string().optional(),
  scope: z.string().min(1).max(256),
  software_statement: z.string(),
  application_type: z.enum(['web', 'mobile', 'native']),
  id_token_signed_response_alg: algorithm,
  request_object_signing_alg: algorithm,
  token_endpoint_auth_signing_alg: algorithm.optional(),
  tls_client_auth_subject_dn: z.string().min(1).max(512).optional(),
  subject_type: z.enum(['public', 'pairwise']).optional(),
  client_id: z.string().optional(),
})
export type RegistrationClaims = z.infer<typeof claimsSchema>

/** A registration request that met every rule of the standard. */
export interface AcceptedRequest {
  claims: RegistrationClaims
  software: SsaClaims
  signingKeys: JWK[]
}

export interface RequestRules {
  directory: Directory
  trust: Trust
  /** jti → expiry in seconds, of requests seen. */
  seen: Collection<number>
  issuer: string
  registrationEndpoint: string
  behaviour: BankRules
  now(): Date
}

/** Judges a registration request (a JWS) and the certificate it came with. Throws RegistrationError. */
export async function acceptRequest(rules: RequestRules, jws: string, certificate: X509Certificate): Promise<AcceptedRequest> {
  const unverified = attempt('invalid_client_metadata', 'The registration request is not a JWS', () => decodeJwt(jws))
  if (typeof unverified.software_statement !== 'string')
    throw new RegistrationError('invalid_software_statement', 'software_statement is missing')
  const software = await verifyAssertion(rules.directory, unverified.software_statement)
  checkCertificate(rules.trust, certificate, software)
  const signingKeys = rules.directory.signingKeys(software.organisationId, software.softwareId)
  const payload = await verifySignature(jws, signingKeys, rules.behaviour)
  const claims = parseClaims(payload)
  checkTimes(rules, claims)
  checkMetadata(claims, software)
  checkBankRules(claims, certificate, rules.behaviour)
  // Last, so that a corrected request may use its jti again only when nothing else was wrong with it.
  if (rules.seen.get(claims.jti) !== undefined)
    throw new RegistrationError('invalid_client_metadata', 'jti was used before: a registration request counts once')
  forgetOld(rules)
  rules.seen.put(claims.jti, claims.exp)
  return { claims, software, signingKeys }
}

async function verifyAssertion(directory: Directory, jwt: string): Promise<SsaClaims> {
  let software: SsaClaims
  try {
    software = await directory.verifyAssertion(jwt)
  } catch (error) {
    const stale = error instanceof jose.JWTExpired
    const reason = stale ? 'it is older than the 30 minutes that this bank allows; obtain a new one' : messageOf(error)
    throw new RegistrationError('invalid_software_statement', `The software statement assertion is not accepted: ${reason}`)
  }
  if (software.organisationStatus !== 'Active') {
    throw new RegistrationError(
      'unapproved_software_statement',
      `Organisation ${software.organisationId} is ${software.organisationStatus}`,
    )
  }
  return software
}

// OB DCR 3.3: the ASPSP checks that the TLS client is the organisation of the assertion.
function checkCertificate(trust: Trust, certificate: X509Certificate, software: SsaClaims): void {
  const judgement = trust.judge(certificate, software.organisationId)
  if (!judgement.ok) throw new RegistrationError('invalid_client_metadata', capital(judgement.reason))
  const { commonName } = readSubject(certificate)
  if (commonName !== software.organisationId) {
    throw new RegistrationError(
      'invalid_client_metadata',
      `The TLS client certificate belongs to ${commonName ?? 'no organisation'}, the software statement to ${software.organisationId}`,
    )
  }
}

async function verifySignature(jws: string, keys: JWK[], rules: BankRules): Promise<unknown> {
  const header = attempt('invalid_client_metadata', 'The registration request is not a JWS', () => decodeProtectedHeader(jws))
  const alg = checkAlgorithm(header.alg, rules, 'The registration request is signed with')
  // SECURITY: keys come from the directory, never from the request (RFC 7515 §4.1.3 to §4.1.6).
  const foreign = ['jku', 'jwk', 'x5u', 'x5c'].find((name) => name in header)
  if (foreign !== undefined)
    throw new RegistrationError('invalid_client_metadata', `Header "${foreign}" is not allowed; the key is named by kid`)
  if (!keys.some((key) => key.kid === header.kid)) {
    throw new RegistrationError('invalid_client_metadata', 'kid names no signing key in the JWKS of the software statement')
  }
  try {
    const { payload } = await compactVerify(jws, createLocalJWKSet({ keys }), { algorithms: [alg] })
    return JSON.parse(new TextDecoder().decode(payload))
  } catch (error) {
    throw new RegistrationError('invalid_client_metadata', `The registration request is not accepted: ${messageOf(error)}`)
  }
}

function parseClaims(payload: unknown): RegistrationClaims {
  const parsed = claimsSchema.safeParse(payload)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const name = String(issue?.path[0] ?? 'request')
  const code: RegistrationErrorCode = name === 'redirect_uris' ? 'invalid_redirect_uri' : 'invalid_client_metadata'
  throw new RegistrationError(code, `${issue?.path.join('.') || name}: ${issue?.message ?? 'not accepted'}`)
}

const SKEW = 60

function checkTimes(rules: RequestRules, claims: RegistrationClaims): void {
  const now = Math.floor(rules.now().getTime() / 1000)
  const fail = (message: string): never => {
    throw new RegistrationError('invalid_client_metadata', message)
  }
  const addressed = audiencesOf(rules.behaviour, rules.issuer)
  if (![claims.aud].flat().some((aud) => addressed.includes(aud))) fail(`aud is not ${addressed.join(' or ')}`)
  if (claims.iat > now + SKEW) fail('iat is in the future')
  if (claims.exp <= now - SKEW) fail('exp is past: the registration request expired')
  if (claims.exp - claims.iat > 3600) fail('exp is more than an hour after iat')
}

function forgetOld({ seen, now }: RequestRules): void {
  const before = Math.floor(now().getTime() / 1000) - SKEW
  for (const { key, value } of seen.all()) if (value < before) seen.delete(key)
}

function attempt<T>(code: RegistrationErrorCode, message: string, run: () => T): T {
  try {
    return run()
  } catch {
    throw new RegistrationError(code, message)
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : 'unknown reason')
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
