import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { CompactSign, type JWK } from 'jose'
import { type KeyResolver, selectKey } from '../../src/main/core/bank/jwks.ts'

export interface BankSigningKey {
  jwk: JWK & { kid: string }
  privateKey: KeyObject
}

/** A signing key of a bank, RSA 2048, made for this run. */
export function bankSigningKey(kid: string): BankSigningKey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { jwk: { ...publicKey.export({ format: 'jwk' }), kty: 'RSA', kid, use: 'sig', alg: 'PS256' }, privateKey }
}

export const resolverOf =
  (keys: JWK[]): KeyResolver =>
  async (hint) =>
    selectKey(keys, hint)

/** A compact JWS over any claims with any header; `alg` none and HS256 included, which no honest library signs. */
export async function jws(claims: object, header: { alg: string } & Record<string, unknown>, key: BankSigningKey): Promise<string> {
  const payload = Buffer.from(JSON.stringify(claims))
  if (header.alg !== 'none' && header.alg !== 'HS256') {
    return new CompactSign(payload).setProtectedHeader(header).sign(key.privateKey, { crit: { urgent: false } })
  }
  const signed = `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload.toString('base64url')}`
  const publicKey = JSON.stringify(key.jwk)
  return `${signed}.${header.alg === 'none' ? '' : createHmac('sha256', publicKey).update(signed).digest('base64url')}`
}

/** The token with one bit of its signature turned. */
export function withBrokenSignature(token: string): string {
  const [header, payload, signature = ''] = token.split('.')
  const bytes = Buffer.from(signature, 'base64url')
  bytes[10] = (bytes[10] ?? 0) ^ 1
  return `${header}.${payload}.${bytes.toString('base64url')}`
}

/** The token with other claims under the old signature. */
export function withOtherClaims(token: string, claims: object): string {
  const [header, , signature] = token.split('.')
  return `${header}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.${signature}`
}
