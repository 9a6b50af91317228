// What we sign: compact JWTs with the key id of the software statement's JWKS. The key says which algorithm:
// RSA signs PS256 and EC P-256 signs ES256 (FAPI 1.0 Advanced 8.6); RS256 is for directories that know nothing else.

import { createPrivateKey, type KeyObject } from 'node:crypto'
import { type CryptoKey, importPKCS8, type JWTPayload, SignJWT } from 'jose'
import { AppError } from '../../../shared/errors.ts'
import type { SigningAlgorithm } from '../../../shared/model/bank-profile.ts'
import type { SigningKey } from './session.ts'

type JwsAlgorithm = SigningAlgorithm | 'RS256'

/**
 * Lets a PEM private key (RSA of at least 2048 bits, or EC P-256) sign. The key cannot be read back.
 * `rsaAlgorithm`: what an RSA key signs with. INVALID_INPUT when it is no such key.
 */
export async function importSigningKey(
  privateKeyPem: string,
  keyId: string,
  rsaAlgorithm: 'PS256' | 'RS256' = 'PS256',
): Promise<SigningKey> {
  const key = readKey(privateKeyPem)
  const pkcs8 = key.export({ type: 'pkcs8', format: 'pem' })
  return { keyId, privateKey: await importPKCS8(pkcs8.toString(), key.asymmetricKeyType === 'ec' ? 'ES256' : rsaAlgorithm) }
}

const algorithms: Record<string, JwsAlgorithm> = { 'RSA-PSS': 'PS256', ECDSA: 'ES256', 'RSASSA-PKCS1-v1_5': 'RS256' }

/** What a key was imported to sign with. */
export const algorithmOf = (key: CryptoKey): JwsAlgorithm => {
  const algorithm = algorithms[key.algorithm.name]
  if (!algorithm) throw new AppError('INTERNAL', `Key of the type ${key.algorithm.name} signs nothing here`)
  return algorithm
}

/** What banks are sent is signed with. INTERNAL for a key that was imported for a directory. */
export function signingAlgorithmOf({ privateKey }: SigningKey): SigningAlgorithm {
  const algorithm = algorithmOf(privateKey)
  // SECURITY: FAPI 1.0 Advanced 8.6 keeps RS256 from banks, for its padding.
  if (algorithm === 'RS256') throw new AppError('INTERNAL', 'A key that signs RS256 is for directories only')
  return algorithm
}

/** A compact JWT (RFC 7515 §7.1). Times in the claims are epoch seconds. */
export function signJwt(key: SigningKey, claims: JWTPayload, header: { typ?: string } = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: algorithmOf(key.privateKey), kid: key.keyId, ...header }).sign(key.privateKey)
}

function readKey(pem: string): KeyObject {
  const key = tryReadKey(pem)
  if (!key) {
    throw new AppError('INVALID_INPUT', 'Signing key is not an unencrypted PEM private key', {
      field: 'privateKey',
      remedy: 'Give the private key of the signing certificate as PKCS#8 PEM.',
    })
  }
  const { modulusLength: bits = 0, namedCurve } = key.asymmetricKeyDetails ?? {}
  // FAPI 1.0 Baseline 5.2.2-5 and -6: RSA keys of at least 2048 bits, elliptic curve keys of at least 160; ES256 is of P-256.
  if (key.asymmetricKeyType === 'rsa' && bits >= 2048) return key
  if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return key
  throw new AppError(
    'INVALID_INPUT',
    `Signing key is ${describe(key)}; PS256 needs RSA with at least 2048 bits, and ES256 needs EC P-256`,
    {
      field: 'privateKey',
      remedy: 'Use the signing key of an OBSeal certificate, RSA 2048 or EC P-256.',
    },
  )
}

function describe({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): string {
  if (asymmetricKeyType === 'rsa') return `RSA with ${asymmetricKeyDetails?.modulusLength ?? 0} bits`
  return asymmetricKeyType === 'ec' ? `EC ${asymmetricKeyDetails?.namedCurve}` : `of type ${asymmetricKeyType}`
}

function tryReadKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
