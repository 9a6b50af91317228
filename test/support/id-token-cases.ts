// Answers of banks, right and wrong, by the names of the OpenID Foundation's conformance modules where they have one.

import { createHash } from 'node:crypto'
import type { JWK } from 'jose'
import { type BankSigningKey, withBrokenSignature, withOtherClaims } from './id-tokens.ts'

export const issuer = 'https://bank.example'
export const clientId = 'client-1'
export const nonce = 'nonce-1'
export const state = 'state-1'
export const code = 'code-1'
export const accessToken = 'access-1'
export const consentId = 'consent-1'
export const sca = 'urn:openbanking:psd2:sca'
export const seconds = () => Math.floor(Date.now() / 1000)
// Calculated here independently of the code under test.
export const half = (value: string) => createHash('sha256').update(value).digest().subarray(0, 16).toString('base64url')

export interface Answer {
  claims: Record<string, unknown>
  header: { alg: string } & Record<string, unknown>
  /** Parameters of the redirect beside the ID token; undefined leaves one out. */
  parameters: Record<string, string | undefined>
  published: JWK[]
  signer: BankSigningKey
  /** Another key, of the same kid, that the bank did not publish. */
  stranger: BankSigningKey
  tamper: (token: string) => string
  maxAge: number | undefined
}

export interface Case {
  name: string
  change: (answer: Answer) => void
  /** The claim whose verdict fails; null: accepted. */
  fails: string | null
  /** We judge it and oauth4webapi does not. */
  oursOnly?: true
}

const set = (claims: Record<string, unknown>) => (answer: Answer) => Object.assign(answer.claims, claims)
const without = (claim: string) => (answer: Answer) => delete answer.claims[claim]
const header = (fields: Record<string, unknown>) => (answer: Answer) => Object.assign(answer.header, fields)

/** What holds for an ID token wherever it comes from. */
export const commonCases: Case[] = [
  { name: 'happy path', change: () => undefined, fails: null },
  { name: 'nonce of another request (invalid-nonce)', change: set({ nonce: 'nonce-2' }), fails: 'nonce' },
  { name: 'missing-nonce', change: without('nonce'), fails: 'nonce' },
  { name: 'invalid-iss', change: set({ iss: 'https://bank.example/' }), fails: 'iss' },
  { name: 'missing-iss', change: without('iss'), fails: 'iss' },
  { name: 'invalid-aud', change: set({ aud: 'client-2' }), fails: 'aud' },
  { name: 'missing-aud', change: without('aud'), fails: 'aud' },
  { name: 'aud as a list of one', change: set({ aud: [clientId] }), fails: null },
  { name: 'secondary-aud with the right azp', change: set({ aud: [clientId, 'other'], azp: clientId }), fails: null },
  { name: 'secondary-aud with a wrong azp', change: set({ aud: [clientId, 'other'], azp: 'other' }), fails: 'azp' },
  { name: 'secondary-aud without azp', change: set({ aud: [clientId, 'other'] }), fails: 'azp' },
  { name: 'azp of another client, one audience', change: set({ azp: 'other' }), fails: 'azp', oursOnly: true },
  { name: 'missing-sub', change: without('sub'), fails: 'sub' },
  { name: 'sub as a number', change: set({ sub: 7 }), fails: 'sub' },
  { name: 'empty sub', change: set({ sub: '' }), fails: 'sub', oursOnly: true },
  { name: 'expired exp', change: (answer) => set({ exp: seconds() - 600 })(answer), fails: 'exp' },
  { name: 'exp in milliseconds', change: (answer) => set({ exp: (seconds() + 600) * 1000 })(answer), fails: 'exp', oursOnly: true },
  { name: 'exp in the year 9999', change: set({ exp: 253_402_300_799 }), fails: null },
  { name: 'missing-exp', change: without('exp'), fails: 'exp' },
  { name: 'exp as text', change: (answer) => set({ exp: String(seconds() + 600) })(answer), fails: 'exp' },
  { name: 'missing-iat', change: without('iat'), fails: 'iat' },
  { name: 'iat as text', change: (answer) => set({ iat: String(seconds()) })(answer), fails: 'iat' },
  { name: 'iat in the future', change: (answer) => set({ iat: seconds() + 600 })(answer), fails: 'iat', oursOnly: true },
  { name: 'nbf in the past', change: (answer) => set({ nbf: seconds() - 60 })(answer), fails: null },
  { name: 'nbf in the future', change: (answer) => set({ nbf: seconds() + 600 })(answer), fails: 'nbf' },
  { name: 'auth_time as text', change: set({ auth_time: 'yesterday' }), fails: 'auth_time' },
  { name: 'null alg', change: header({ alg: 'none' }), fails: 'alg' },
  { name: 'alternate alg (RS256)', change: header({ alg: 'RS256' }), fails: 'alg' },
  { name: 'HMAC keyed with the public key', change: header({ alg: 'HS256' }), fails: 'alg' },
  { name: 'invalid signature', change: (answer) => Object.assign(answer, { tamper: withBrokenSignature }), fails: 'signature' },
  { name: 'another signer under the same kid', change: (answer) => Object.assign(answer, { signer: answer.stranger }), fails: 'signature' },
  {
    name: 'claims changed under the signature',
    change: (answer) => Object.assign(answer, { tamper: (token: string) => withOtherClaims(token, { ...answer.claims, sub: 'other' }) }),
    fails: 'signature',
  },
  { name: 'no JWT at all', change: (answer) => Object.assign(answer, { tamper: () => 'nonsense' }), fails: 'signature' },
  { name: 'wrong kid', change: header({ kid: 'key-2' }), fails: 'kid' },
  { name: 'no kid, one key', change: header({ kid: undefined }), fails: null },
  {
    name: 'no kid, two keys',
    change: (answer) => {
      header({ kid: undefined })(answer)
      answer.published.push({ ...answer.stranger.jwk, kid: 'key-2' })
    },
    fails: 'kid',
  },
  {
    name: 'the kid of an encryption key as well (FAPI 1.0 Advanced 8.11)',
    change: (answer) => answer.published.unshift({ ...answer.stranger.jwk, use: 'enc', alg: 'RSA-OAEP' }),
    fails: null,
  },
  { name: 'two signing keys of one kid', change: (answer) => answer.published.push(answer.stranger.jwk), fails: 'kid' },
  {
    name: 'keys of its own (jwk, jku, x5u)',
    change: (answer) => header({ jwk: answer.stranger.jwk, jku: 'https://evil.example', x5u: 'https://evil.example' })(answer),
    fails: null,
  },
  { name: 'an unknown critical header', change: header({ crit: ['urgent'], urgent: true }), fails: 'crit' },
  { name: 'no acr', change: without('acr'), fails: 'acr', oursOnly: true },
  { name: 'another acr', change: set({ acr: 'urn:mace:incommon:iap:bronze' }), fails: 'acr', oursOnly: true },
  { name: 'no openbanking_intent_id', change: without('openbanking_intent_id'), fails: 'openbanking_intent_id', oursOnly: true },
  {
    name: 'another openbanking_intent_id',
    change: set({ openbanking_intent_id: 'consent-2' }),
    fails: 'openbanking_intent_id',
    oursOnly: true,
  },
]

export const redirectCases: Case[] = [
  { name: 'invalid-shash', change: set({ s_hash: half('state-2') }), fails: 's_hash' },
  { name: 'missing-shash', change: without('s_hash'), fails: 's_hash' },
  { name: 'invalid-chash', change: set({ c_hash: half('code-2') }), fails: 'c_hash' },
  { name: 'missing-chash', change: without('c_hash'), fails: 'c_hash' },
  { name: 'c_hash with padding', change: set({ c_hash: `${half(code)}==` }), fails: 'c_hash' },
  { name: 'week-old iat', change: (answer) => set({ iat: seconds() - 7 * 86_400 })(answer), fails: 'iat' },
  { name: 'code of another authorisation', change: (answer) => Object.assign(answer.parameters, { code: 'code-2' }), fails: 'c_hash' },
  { name: 'state of another authorisation', change: (answer) => Object.assign(answer.parameters, { state: 'state-2' }), fails: 'state' },
  { name: 'no state', change: (answer) => Object.assign(answer.parameters, { state: undefined }), fails: 'state' },
  { name: 'no code', change: (answer) => Object.assign(answer.parameters, { code: undefined }), fails: 'code' },
  { name: 'right iss in the response', change: (answer) => Object.assign(answer.parameters, { iss: issuer }), fails: null },
  {
    name: 'bad iss in the response',
    change: (answer) => Object.assign(answer.parameters, { iss: 'https://evil.example' }),
    fails: 'iss (parameter)',
  },
  {
    name: 'auth_time within max_age',
    change: (answer) => Object.assign(answer, { maxAge: 60, claims: { ...answer.claims, auth_time: seconds() - 5 } }),
    fails: null,
  },
  {
    name: 'auth_time before max_age',
    change: (answer) => Object.assign(answer, { maxAge: 60, claims: { ...answer.claims, auth_time: seconds() - 600 } }),
    fails: 'auth_time',
  },
  { name: 'no auth_time with max_age', change: (answer) => Object.assign(answer, { maxAge: 60 }), fails: 'auth_time' },
  { name: 'auth_time in the future', change: (answer) => set({ auth_time: seconds() + 600 })(answer), fails: 'auth_time', oursOnly: true },
]

export const tokenEndpointCases: Case[] = [
  { name: 'no hashes', change: set({ s_hash: undefined, c_hash: undefined, at_hash: undefined }), fails: null },
  { name: 'sub of another customer', change: set({ sub: 'customer-2' }), fails: 'sub', oursOnly: true },
  { name: 'at_hash of another access token', change: set({ at_hash: half('access-2') }), fails: 'at_hash', oursOnly: true },
  { name: 'c_hash of another code', change: set({ c_hash: half('code-2') }), fails: 'c_hash', oursOnly: true },
  { name: 's_hash of another state', change: set({ s_hash: half('state-2') }), fails: 's_hash', oursOnly: true },
  { name: 'week-old iat', change: (answer) => set({ iat: seconds() - 7 * 86_400 })(answer), fails: 'iat', oursOnly: true },
]
