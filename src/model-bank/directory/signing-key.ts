import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { BankState } from '../contracts.ts'

export interface SigningKey {
  kid: string
  privateJwk: JWK
  publicJwk: JWK
}

/** The named PS256 key of the bank or of its directory, made on first use and kept in the state. */
export async function signingKey(state: BankState, name: string): Promise<SigningKey> {
  const keys = state.collection<SigningKey>('signingKeys')
  const kept = keys.get(name)
  if (kept) return kept
  const pair = await generateKeyPair('PS256', { modulusLength: 2048, extractable: true })
  const publicJwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  const facts = { kid, use: 'sig', alg: 'PS256' }
  const made = { kid, privateJwk: { ...(await exportJWK(pair.privateKey)), ...facts }, publicJwk: { ...publicJwk, ...facts } }
  keys.put(name, made)
  return made
}
