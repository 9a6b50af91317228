// Software statement assertions: what the directory says of a client. The bank verifies the signature; the contents are checked here.

import { createHash } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { AppError, type Verdict } from '../../../shared/errors.ts'
import type { SoftwareRole } from '../../../shared/model/software-statement.ts'

export interface Ssa {
  header: Record<string, unknown>
  claims: Record<string, unknown>
}

/** Decodes an assertion. INVALID_INPUT (`ssa`) when it is not a JWT. */
export function readSsa(jwt: string): Ssa {
  try {
    return { header: { ...decodeProtectedHeader(jwt.trim()) }, claims: decodeJwt(jwt.trim()) }
  } catch (cause) {
    const remedy = 'Give the assertion as the directory returned it: three parts joined by dots, starting with eyJ.'
    throw new AppError('INVALID_INPUT', 'Software statement assertion is not a signed JWT', { field: 'ssa', remedy }, cause)
  }
}

export interface SsaExpectations {
  organisationId: string
  softwareId: string
  roles: SoftwareRole[]
  redirectUris: string[]
  /** kid of the key that will sign requests. */
  signingKeyId: string
  /** RFC 7638 thumbprint of that key; without it keys are compared by kid alone. */
  signingJwkThumbprint?: string
  /** The document at software_jwks_endpoint; null when it was not read. */
  jwks: unknown
  now: Date
}

/** Judges an assertion against the software statement that it is to stand for, claim by claim. */
export function checkSsa(ssa: Ssa & SsaExpectations): Verdict[] {
  const { header, claims, now } = ssa
  return [
    judge('alg', 'PS256 or ES256', header.alg, 'FAPI 1.0 Advanced 8.6', header.alg === 'PS256' || header.alg === 'ES256'),
    checkAge(claims.iat, now),
    checkExpiry(claims.exp, now),
    judge('software_id', ssa.softwareId, claims.software_id, 'OB DCR 3.3, software statement', claims.software_id === ssa.softwareId),
    judge('org_id', ssa.organisationId, claims.org_id, 'OB DCR 3.3, software statement', claims.org_id === ssa.organisationId),
    // The directory is not consistent in upper and lower case.
    judge('org_status', 'Active', claims.org_status, 'OB DCR 3.3, software statement', isWord(claims.org_status, ['active'])),
    checkListed('software_roles', ssa.roles, claims.software_roles),
    checkListed('software_redirect_uris', ssa.redirectUris, claims.software_redirect_uris),
    checkMode(claims.software_mode),
    checkSigningKey(ssa),
  ]
}

function judge(claim: string, expected: string, value: unknown, clause: string, holds: boolean): Verdict {
  return { claim, expected, actual: show(value), clause, verdict: holds ? 'pass' : 'fail' }
}

const freshSeconds = 30 * 60
const skewSeconds = 60

/** An assertion has no expiry of its own: each bank chooses how old a one it takes, from one to thirty minutes. */
function checkAge(iat: unknown, now: Date): Verdict {
  const base = { claim: 'iat', expected: 'at most 30 minutes ago', clause: 'OB DCR 3.3, software statement' }
  if (typeof iat !== 'number') return { ...base, actual: show(iat), verdict: 'fail' }
  const age = now.getTime() / 1000 - iat
  const verdict = age < -skewSeconds ? 'fail' : age <= freshSeconds ? 'pass' : 'warning'
  return { ...base, actual: showTime(iat), verdict }
}

function checkExpiry(exp: unknown, now: Date): Verdict {
  const base = { claim: 'exp', expected: 'in the future', clause: 'RFC 7519 §4.1.4' }
  if (exp === undefined) return { ...base, actual: null, verdict: 'notApplicable' }
  if (typeof exp !== 'number') return { ...base, actual: show(exp), verdict: 'fail' }
  return { ...base, actual: showTime(exp), verdict: exp * 1000 > now.getTime() ? 'pass' : 'fail' }
}

function checkListed(claim: string, asked: string[], listed: unknown): Verdict {
  const holds = Array.isArray(listed) && asked.every((item) => listed.includes(item))
  return judge(claim, asked.join(' '), listed, 'OB DCR 3.3, software statement', holds)
}

function checkMode(mode: unknown): Verdict {
  const base = { claim: 'software_mode', expected: 'Live or Test', actual: show(mode), clause: 'OB DCR 3.3, software statement' }
  if (mode === undefined) return { ...base, verdict: 'notApplicable' }
  return { ...base, verdict: isWord(mode, ['live', 'test']) ? 'pass' : 'warning' }
}

/** The bank verifies our requests with the keys at software_jwks_endpoint: the signing key must be one of them. */
function checkSigningKey({ jwks, signingKeyId, signingJwkThumbprint }: SsaExpectations): Verdict {
  const base = { claim: 'software_jwks_endpoint', expected: `a key with kid ${signingKeyId}`, clause: 'OB DCR 3.3, request header kid' }
  if (jwks === null || jwks === undefined) return { ...base, actual: null, verdict: 'notApplicable' }
  const keys = keysOf(jwks)
  const sameId = keys.filter((key) => key.kid === signingKeyId)
  const actual = keys.length === 0 ? 'no keys' : `kids ${keys.map((key) => String(key.kid)).join(' ')}`
  if (sameId.length === 0) return { ...base, actual, verdict: 'fail' }
  if (!signingJwkThumbprint || sameId.some((key) => thumbprint(key) === signingJwkThumbprint)) return { ...base, actual, verdict: 'pass' }
  return { ...base, actual: `another key with kid ${signingKeyId}`, verdict: 'fail' }
}

function keysOf(jwks: unknown): Record<string, unknown>[] {
  const keys: unknown = typeof jwks === 'object' && jwks !== null && 'keys' in jwks ? jwks.keys : undefined
  return Array.isArray(keys) ? keys.filter((key) => typeof key === 'object' && key !== null) : []
}

/** RFC 7638 §3: SHA-256 over the required members, in alphabetical order, without white space. */
function thumbprint({ kty, n, e, crv, x, y }: Record<string, unknown>): string {
  const members = kty === 'RSA' ? { e, kty, n } : { crv, kty, x, y }
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url')
}

const isWord = (value: unknown, words: string[]): boolean => typeof value === 'string' && words.includes(value.toLowerCase())

function showTime(seconds: number): string {
  const date = new Date(seconds * 1000)
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString()
}

function show(value: unknown): string | null {
  if (value === undefined || value === null) return null
  if (Array.isArray(value)) return value.join(' ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}
