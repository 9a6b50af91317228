// The check list for the ID token of a refresh, which tells again of the authentication that the consent was given with.

import { z } from 'zod'
import { allHold, audiencesOf, checkJws, checkTimes, judge, notApplicable, time } from './claim-checks.ts'
import { type CheckedToken, hashVerdict, subjectVerdict } from './id-token-checks.ts'
import { idTokenRulesOf, tolerate } from './id-token-rules.ts'
import type { KeyResolver } from './jwks.ts'
import type { BankSession } from './session.ts'

/** What is kept of the ID token that an authorisation ended with. `authTime` is in seconds, as the bank wrote it. */
export const idTokenFacts = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.array(z.string()),
  authTime: z.number().nullable(),
  nonce: z.string().nullable(),
})
export type IdTokenFacts = z.infer<typeof idTokenFacts>

export interface RefreshedIdTokenInput {
  token: string
  session: Pick<BankSession, 'profile' | 'endpoints' | 'client'>
  keys: KeyResolver
  now: Date
  /** ConsentId at the bank. */
  consentId: string
  /** Issued with this token; hashed in at_hash. */
  accessToken: string
  /** Of the authorisation; null where it brought no ID token, or none was kept. */
  first: IdTokenFacts | null
}

const clause = 'OIDC Core 12.2'

/** Judges every claim. Throws only what the key resolver throws (such as BANK_UNREACHABLE). */
export async function checkRefreshedIdToken({ token, session, keys, now, ...asked }: RefreshedIdTokenInput): Promise<CheckedToken> {
  const { consentId, accessToken, first } = asked
  const { clientId } = session.client
  const rules = idTokenRulesOf(session)
  const { verdicts, claims, alg } = await checkJws(token, keys, rules.algorithms)
  if (claims) {
    const { iss, sub, aud, azp, nonce, auth_time: authTime, openbanking_intent_id: intent } = claims
    const audiences = audiencesOf(claims)
    const before = first?.aud ?? [clientId]
    verdicts.push(
      judge('iss', clause, iss === (first?.iss ?? rules.issuer), first?.iss ?? rules.issuer, iss),
      first
        ? judge('sub', clause, sub === first.sub, 'sub of the first ID token', sub)
        : subjectVerdict(sub, rules.subject.tokenEndpoint, { clientId, consentId }),
      judge('aud', clause, before.every((one) => audiences.includes(one)) && audiences.includes(clientId), before.join(', '), aud),
      // SECURITY: a token that others may also use must name us as the party it was issued to (token substitution).
      audiences.length > 1 || azp !== undefined
        ? judge('azp', clause, azp === clientId, clientId, azp)
        : notApplicable('azp', clause, 'the client, when there are several audiences'),
      ...checkTimes(claims, now, { exp: 'OIDC Core 3.1.3.7 (9)', iat: clause, nbf: 'RFC 7519 4.1.5' }),
      nonce === undefined || !first?.nonce
        ? notApplicable('nonce', clause, 'the first nonce, if present', nonce === undefined ? undefined : 'present')
        : judge('nonce', clause, nonce === first.nonce, first.nonce, nonce),
      authTime === undefined || !first || first.authTime === null
        ? notApplicable(
            'auth_time',
            clause,
            'the time of the first authentication, if present',
            authTime === undefined ? undefined : 'present',
          )
        : judge('auth_time', clause, authTime === first.authTime, String(time(first.authTime)), time(authTime)),
      hashVerdict('at_hash', 'OIDC Core 3.1.3.6', claims.at_hash, alg, accessToken, false),
      intent === undefined
        ? notApplicable('openbanking_intent_id', 'UK OB Security Profile, Hybrid Grant Parameters', consentId)
        : judge('openbanking_intent_id', 'UK OB Security Profile, Hybrid Grant Parameters', intent === consentId, consentId, intent),
    )
  }
  const judged = tolerate(verdicts, claims, rules, 'refresh', now)
  return { verdicts: judged, claims, ok: allHold(judged) }
}
