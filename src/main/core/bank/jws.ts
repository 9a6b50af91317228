// What we sign: PS256, compact, with the key id of the software statement's JWKS (FAPI 1.0 Advanced 8.6).

import { createPrivateKey, type KeyObject } from 'node:crypto'
import { importPKCS8, type JWTPayload, SignJWT } from 'jose'
import { AppError } from '../../../shared/errors.ts'
import type { SigningKey } from './session.ts'

/** Lets a PEM private key (RSA, at least 2048 bits) sign. The key cannot be read back. INVALID_INPUT when it is no such key. */
export async function importSigningKey(privateKeyPem: string, keyId: string): Promise<SigningKey> {
  const key = readRsaKey(privateKeyPem)
  const pkcs8 = key.export({ type: 'pkcs8', format: 'pem' })
  return { keyId, privateKey: await importPKCS8(pkcs8.toString(), 'PS256') }
}

/** A compact JWT, signed PS256 (RFC 7515 §7.1). Times in the claims are epoch seconds. */
export function signJwt(key: SigningKey, claims: JWTPayload, header: { typ?: string } = {}): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'PS256', kid: key.keyId, ...header }).sign(key.privateKey)
}

function readRsaKey(pem: string): KeyObject {
  const key = tryReadKey(pem)
  if (!key) {
    throw new AppError('INVALID_INPUT', 'Signing key is not an unencrypted PEM private key', {
      field: 'privateKey',
      remedy: 'Give the private key of the signing certificate as PKCS#8 PEM.',
    })
  }
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0
  // FAPI 1.0 Baseline 5.2.2-5: RSA keys of at least 2048 bits.
  if (key.asymmetricKeyType !== 'rsa' || bits < 2048) {
    const found = key.asymmetricKeyType === 'rsa' ? `RSA with ${bits} bits` : `of type ${key.asymmetricKeyType}`
    throw new AppError('INVALID_INPUT', `Signing key is ${found}; PS256 needs RSA with at least 2048 bits`, {
      field: 'privateKey',
      remedy: 'Use the signing key of an OBSeal certificate, RSA 2048.',
    })
  }
  return key
}

function tryReadKey(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined
  }
}
