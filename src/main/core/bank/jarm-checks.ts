// The check list for JWT-secured authorisation responses.

import type { JWTPayload } from 'jose'
import type { Verdict } from '../../../shared/errors.ts'
import { allHold, audiencesOf, checkJws, checkTimes, judge } from './claim-checks.ts'
import type { KeyResolver } from './jwks.ts'

export interface JarmInput {
  /** The `response` parameter. */
  token: string
  issuer: string
  clientId: string
  algorithms: string[]
  keys: KeyResolver
  now: Date
}

export interface CheckedJarm {
  verdicts: Verdict[]
  claims: JWTPayload | null
  /** The response parameters inside, such as code, state and id_token; to be used only when `ok`. */
  parameters: Record<string, string>
  ok: boolean
}

const envelope = new Set(['iss', 'aud', 'exp', 'iat', 'nbf', 'jti'])

/** JARM §4.4: signature, issuer, audience and expiry come before any content. Throws only what the key resolver throws. */
export async function checkJarm({ token, issuer, clientId, algorithms, keys, now }: JarmInput): Promise<CheckedJarm> {
  const { verdicts, claims } = await checkJws(token, keys, algorithms)
  if (!claims) return { verdicts, claims, parameters: {}, ok: false }
  const clause = 'JARM 4.4'
  verdicts.push(
    judge('iss', clause, claims.iss === issuer, issuer, claims.iss),
    judge('aud', clause, audiencesOf(claims).includes(clientId), clientId, claims.aud),
    ...checkTimes(claims, now, { exp: clause, nbf: 'RFC 7519 4.1.5' }),
  )
  const ok = allHold(verdicts)
  return { verdicts, claims, parameters: ok ? parametersOf(claims) : {}, ok }
}

const parametersOf = (claims: JWTPayload): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).filter((entry): entry is [string, string] => typeof entry[1] === 'string' && !envelope.has(entry[0])),
  )
