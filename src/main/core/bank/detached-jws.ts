// Message signing of the UK: a JWS beside the body, in the header x-jws-signature (UK Read/Write Data API, "Message Signing").
// The signature is over the exact bytes of the body: bytes go in, and nothing is parsed or written anew.

import type { webcrypto } from 'node:crypto'
import { importJWK, type JWK } from 'jose'
import { AppError, type Verdict } from '../../../shared/errors.ts'
import { judge } from './claim-checks.ts'
import {
  checkDetachedHeader,
  type DetachedForm,
  type DetachedHeader,
  detachedHeader,
  type HeaderExpectations,
} from './detached-jws-header.ts'
import type { KeyResolver } from './jwks.ts'
import type { SigningKey } from './session.ts'

export type { DetachedForm } from './detached-jws-header.ts'

/** RFC 7518 §3.5: SHA-256, and a salt of its length. */
const ps256 = { name: 'RSA-PSS', saltLength: 32 }

export interface SignDetachedInput {
  signing: Pick<SigningKey, 'keyId' | 'privateKey'>
  /** As it goes over the wire, before any content encoding. */
  body: Uint8Array
  form: DetachedForm
  /** `{organisation id}/{software statement id}`; the certificate's subject where that is in no directory. */
  issuer: string
  /** `openbanking.org.uk` for the directory; elsewhere what the bank documents. */
  trustAnchor: string
  issued: Date
  /** cty: application/json when absent; of a file its media type. */
  contentType?: string
}

/** The value of x-jws-signature. INVALID_INPUT when the key is not for PS256, or when issuer or trust anchor is empty. */
export async function signDetached({ signing, body, ...facts }: SignDetachedInput): Promise<string> {
  for (const field of ['issuer', 'trustAnchor'] as const) {
    if (facts[field] === '') throw new AppError('INVALID_INPUT', `Message signature has an empty ${field}`, { field })
  }
  const { name } = signing.privateKey.algorithm
  if (name !== ps256.name) {
    throw new AppError('INVALID_INPUT', `Message signature needs a key for PS256; the one given is for ${name}`, {
      field: 'signing',
      remedy: 'Use the signing key of an OBSeal certificate, RSA 2048.',
    })
  }
  const header = Buffer.from(JSON.stringify(detachedHeader({ ...facts, keyId: signing.keyId }))).toString('base64url')
  const signature = await crypto.subtle.sign(ps256, signing.privateKey, signingInput(header, body, facts.form))
  return `${header}..${Buffer.from(signature).toString('base64url')}`
}

export interface CheckDetachedInput extends HeaderExpectations {
  /** The value of x-jws-signature; null when the message has none. */
  signature: string | null
  /** As it came over the wire, after any content encoding was undone. */
  body: Uint8Array
  /** Keys of whoever must have signed. */
  keys: KeyResolver
}

/** One verdict for each member of the header and one for the signature. Throws only what the key resolver throws. */
export async function checkDetached(input: CheckDetachedInput): Promise<Verdict[]> {
  const read = readDetached(input.signature)
  if (!read) return [judge('signature', 'RFC 7515 F', false, 'a detached JWS', input.signature === null ? undefined : 'not a detached JWS')]
  const { header, parts } = read
  const { alg, kid } = header
  const key = alg === 'PS256' && typeof kid === 'string' ? await input.keys({ alg, kid }) : null
  const holds = key !== null && (await verifies(key, parts.signature, signingInput(parts.header, input.body, input.form)))
  const actual = holds ? 'verified' : key ? 'does not verify' : 'not verified, for want of a key or an allowed algorithm'
  return [
    ...checkDetachedHeader(header, input),
    judge('kid', 'OB Message Signing', key !== null, 'one key of the signer’s key set', kid),
    judge('signature', 'RFC 7515 5.2', holds, 'verified with the signer’s key', actual),
  ]
}

/**
 * The verdicts, when all hold. Otherwise throws BANK_SIGNATURE_INVALID with all of them; the message names `what`
 * (such as `Answer to the payment`) and the first member that failed.
 */
export async function requireDetached(input: CheckDetachedInput, what: string, requestLogId?: string): Promise<Verdict[]> {
  const checks = await checkDetached(input)
  const first = checks.find(({ verdict }) => verdict === 'fail')
  if (!first) return checks
  const found = first.actual === null ? 'it is absent' : `it is ${first.actual}`
  throw new AppError(
    'BANK_SIGNATURE_INVALID',
    `${what} is refused: ${first.claim} should be ${first.expected ?? 'present'}, ${found} (${first.clause})`,
    {
      remedy: 'Rely on nothing that the message says, and show the list of checks to the bank.',
      checks,
      ...(requestLogId !== undefined && { requestLogId }),
    },
  )
}

/** RFC 7515 §5.1 (8); RFC 7797 §3 where the payload goes in as it is. */
function signingInput(header: string, body: Uint8Array, form: DetachedForm): Uint8Array<ArrayBuffer> {
  const payload = form === 'unencoded' ? body : Buffer.from(Buffer.from(body).toString('base64url'))
  return new Uint8Array(Buffer.concat([Buffer.from(`${header}.`), payload]))
}

interface Detached {
  header: DetachedHeader
  parts: { header: string; signature: string }
}

function readDetached(text: string | null): Detached | null {
  const [header = '', payload, signature = '', ...more] = text?.split('.') ?? []
  // SECURITY: with anything between the dots it would be open which payload was signed; and of each value one spelling is taken.
  if (payload !== '' || more.length > 0 || ![header, signature].every(isBase64url)) return null
  try {
    const value: unknown = JSON.parse(Buffer.from(header, 'base64url').toString('utf8'))
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
    return { header: { ...value }, parts: { header, signature } }
  } catch {
    return null
  }
}

/** As RFC 4648 §5 writes it: no padding, and no other bits set in the last character. */
const isBase64url = (text: string): boolean => text !== '' && Buffer.from(text, 'base64url').toString('base64url') === text

async function verifies(jwk: JWK, signature: string, input: Uint8Array<ArrayBuffer>): Promise<boolean> {
  try {
    const key = await importJWK(jwk, 'PS256')
    // FAPI 1.0 Baseline 5.2.2-5: RSA keys of at least 2048 bits.
    if (!(key instanceof CryptoKey) || (key.algorithm as webcrypto.RsaKeyAlgorithm).modulusLength < 2048) return false
    return await crypto.subtle.verify(ps256, key, Buffer.from(signature, 'base64url'), input)
  } catch {
    return false
  }
}
