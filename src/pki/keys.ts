import { createHash, createPublicKey, generateKeyPair, type KeyObject, X509Certificate } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '../shared/errors.ts'
import { pemBlocks, readCertificate } from './pem.ts'

const generate = promisify(generateKeyPair)

export interface KeyPair {
  /** PEM, PKCS#8, in clear. */
  privateKey: string
  /** PEM, SubjectPublicKeyInfo. */
  publicKey: string
}

/** Makes an RSA key on the thread pool; the event loop goes on meanwhile. */
export async function generateRsaKey(bits = 2048): Promise<KeyPair> {
  return generate('rsa', {
    modulusLength: bits,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** Makes an EC P-256 key. */
export async function generateEcKey(): Promise<KeyPair> {
  return generate('ec', {
    namedCurve: 'P-256',
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  })
}

/** The public key of a certificate or of a private or public key. Errors: CERTIFICATE_INVALID. */
function publicKeyOf(pem: string): KeyObject {
  try {
    return pem.includes('BEGIN CERTIFICATE-') ? new X509Certificate(pem).publicKey : createPublicKey(pem)
  } catch (cause) {
    const what = pemBlocks(pem)[0]?.label.toLowerCase() ?? 'key'
    throw new AppError(
      'CERTIFICATE_INVALID',
      `${what[0]?.toUpperCase()}${what.slice(1)} cannot be read`,
      { remedy: 'Give it as PEM.' },
      cause,
    )
  }
}

const spki = (key: KeyObject) => key.export({ type: 'spki', format: 'der' })

/** Hexadecimal SHA-256 of the SubjectPublicKeyInfo: the same for a certificate, its private key and its public key. */
export const publicKeySha256 = (pem: string): string =>
  createHash('sha256')
    .update(spki(publicKeyOf(pem)))
    .digest('hex')

/** Whether the private key belongs to the certificate. Errors: CERTIFICATE_INVALID when either cannot be read. */
export const keyFitsCertificate = (privateKeyPem: string, certificatePem: string): boolean =>
  spki(publicKeyOf(privateKeyPem)).equals(spki(publicKeyOf(certificatePem)))

/** The public part of a PKCS#8 key, as PEM. */
export const publicKeyPem = (privateKeyPem: string): string => publicKeyOf(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString()

export interface PublicJwk {
  kty: string
  n?: string
  e?: string
  crv?: string
  x?: string
  y?: string
  kid: string
  use: 'sig' | 'enc' | 'tls'
  x5c: string[]
  'x5t#S256': string
}

const jwkOf = (certificatePem: string) => {
  const { kty, n, e, crv, x, y } = publicKeyOf(certificatePem).export({ format: 'jwk' })
  return { kty: kty ?? '', ...(n && e ? { n, e } : {}), ...(crv ? { crv } : {}), ...(x ? { x } : {}), ...(y ? { y } : {}) }
}

/** RFC 7638: base64url SHA-256 over the required members in lexicographic order. Accepts a certificate or a key. */
export function jwkThumbprint(pem: string): string {
  const members = Object.entries(jwkOf(pem)).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(members)))
    .digest('base64url')
}

/** The certificate's key as a JWK with the certificate itself (RFC 7517 §4.7, §4.9). */
export function publicJwk(certificatePem: string, { kid, use }: { kid: string; use: PublicJwk['use'] }): PublicJwk {
  const { raw } = readCertificate(certificatePem)
  return { ...jwkOf(certificatePem), kid, use, x5c: [raw.toString('base64')], 'x5t#S256': x5tS256(raw) }
}

/** base64url SHA-256 of a certificate's DER (RFC 8705 §3.1). */
export const x5tS256 = (der: Buffer): string => createHash('sha256').update(der).digest('base64url')
