import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import type { SigningAlgorithm } from '../../shared/model/bank-profile.ts'
import type { BankState } from '../contracts.ts'

export interface SigningKey {
  kid: string
  privateJwk: JWK
  publicJwk: JWK
}

/** The named key of the bank or of its directory, made on first use and kept in the state. */
export async function signingKey(state: BankState, name: string, alg: SigningAlgorithm = 'PS256'): Promise<SigningKey> {
  const keys = state.collection<SigningKey>('signingKeys')
  const slot = alg === 'PS256' ? name : `${name} ${alg}`
  const kept = keys.get(slot)
  if (kept) return kept
  const pair = await generateKeyPair(alg, { modulusLength: 2048, extractable: true })
  const publicJwk = await exportJWK(pair.publicKey)
  const kid = await calculateJwkThumbprint(publicJwk)
  const facts = { kid, use: 'sig', alg }
  const made = { kid, privateJwk: { ...(await exportJWK(pair.privateKey)), ...facts }, publicJwk: { ...publicJwk, ...facts } }
  keys.put(slot, made)
  return made
}
