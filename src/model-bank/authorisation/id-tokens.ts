// The bank's ID tokens, where its ways differ from the standard's: made by oidc-provider, changed, and signed again.

import { decodeJwt, decodeProtectedHeader, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import type { IdToken, KoaContextWithOIDC, Provider } from 'oidc-provider'
import { standIns } from '../../shared/bank-persona.ts'
import type { BankBehaviour } from '../../shared/model/bank-behaviour.ts'
import type { SubjectMeaning } from '../../shared/model/bank-profile.ts'
import type { Grants } from './grants.ts'

type Fault = BankBehaviour['idTokenFaults'][number]

interface Ways {
  behaviour: BankBehaviour
  grants: Grants
  /** The bank's private keys; each names its algorithm and key id. */
  keys: JWK[]
}

/** Makes every ID token of the provider as the behaviour wants it. c_hash, s_hash and at_hash stay as they are: PS256 and ES256 hash alike. */
export async function imitateIdTokens(provider: Provider, ways: Ways): Promise<void> {
  const { behaviour } = ways
  if (isStandard(behaviour)) return
  const signingKeys = await keysOf(ways)
  const { prototype } = provider.IdToken
  const issue = prototype.issue
  prototype.issue = async function issueAsTheBankDoes(this: IdToken, options) {
    const token = await issue.call(this, options)
    if (options.use !== 'idtoken') return token
    const { alg = '', kid = '' } = decodeProtectedHeader(token)
    const signingKey = signingKeys.get(alg)
    if (signingKey === undefined) throw new Error(`The bank has no key for ${alg}`)
    const claims = changed(decodeJwt(token), this.ctx, ways)
    return new SignJWT(claims).setProtectedHeader({ alg, kid }).sign(signingKey)
  }
}

const isStandard = ({ idTokenIssuer, idTokenSubject, idTokenSubjectOfRedirect, idTokenFaults, idTokenSignature }: BankBehaviour) =>
  idTokenIssuer === 'issuer' &&
  idTokenSubject === 'consentId' &&
  (idTokenSubjectOfRedirect ?? 'consentId') === 'consentId' &&
  idTokenFaults.length === 0 &&
  idTokenSignature === 'valid'

/** By algorithm. Foreign ones go by the key id of a published one, and verify with none. */
async function keysOf({ behaviour, keys }: Ways) {
  const entries = keys.map(async (jwk) => {
    const alg = jwk.alg ?? ''
    const key = behaviour.idTokenSignature === 'foreign' ? (await generateKeyPair(alg)).privateKey : await importJWK(jwk, alg)
    return [alg, key] as const
  })
  return new Map(await Promise.all(entries))
}

function changed(claims: JWTPayload, ctx: KoaContextWithOIDC, { behaviour, grants }: Ways): JWTPayload {
  const from = sourceOf(ctx)
  const consentId = ctx.oidc.account?.accountId ?? ''
  const meanings: Record<SubjectMeaning, string> = {
    consentId,
    clientId: ctx.oidc.client?.clientId ?? '',
    endUserId: `customer-${grants.get(consentId)?.customer ?? 'unknown'}`,
  }
  const { idTokenSubject, idTokenSubjectOfRedirect } = behaviour
  const subject = from === 'authorizationEndpoint' ? (idTokenSubjectOfRedirect ?? idTokenSubject) : idTokenSubject
  const iss = behaviour.idTokenIssuer === 'root' ? standIns.groupRoot(ctx.oidc.provider.issuer) : claims.iss
  const faults = behaviour.idTokenFaults.filter((fault) => fault.from === from)
  return faults.reduce(withFault, { ...claims, ...(iss !== undefined && { iss }), sub: meanings[subject] })
}

function sourceOf({ oidc }: KoaContextWithOIDC): Fault['from'] {
  if (oidc.route !== 'token') return 'authorizationEndpoint'
  return oidc.params?.grant_type === 'refresh_token' ? 'refresh' : 'tokenEndpoint'
}

const hour = 3600

/** Another value than the right one, for each claim. */
const others: Record<Fault['claim'], (value: unknown) => unknown> = {
  acr: () => 'urn:example:other',
  nonce: () => 'nonce-of-an-earlier-request',
  openbanking_intent_id: () => 'another-consent',
  auth_time: (value) => Number(value) - 48 * hour,
  exp: (value) => Number(value) - 48 * hour,
}

function withFault(claims: JWTPayload, { claim, fault }: Fault): JWTPayload {
  const { [claim]: value, ...rest } = claims
  if (fault === 'absent') return rest
  if (fault === 'milliseconds') return typeof value === 'number' ? { ...rest, [claim]: value * 1000 } : claims
  return { ...rest, [claim]: others[claim](value) }
}
