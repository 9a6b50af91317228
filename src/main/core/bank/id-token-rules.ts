// What a bank profile says of ID tokens, and how its tolerances turn a failed verdict into a warning.

import type { JWTPayload } from 'jose'
import type { Verdict } from '../../../shared/errors.ts'
import type { IdTokenTolerance, SubjectMeaning } from '../../../shared/model/bank-profile.ts'
import { clockSkewSeconds, isMilliseconds } from './claim-checks.ts'
import type { BankSession } from './session.ts'

export type IdTokenSource = IdTokenTolerance['from'][number]

export interface IdTokenRules {
  issuer: string
  algorithms: string[]
  /** What sub stands for, by where the token comes from. */
  subject: { authorizationEndpoint: SubjectMeaning; tokenEndpoint: SubjectMeaning }
  tolerances: IdTokenTolerance[]
  /** Of a sandbox whose tokens prove nothing: what fails is noted and refuses nothing. */
  onlyWarns: boolean
}

export const idTokenRulesOf = ({ profile, endpoints }: Pick<BankSession, 'profile' | 'endpoints'>): IdTokenRules => {
  const { issuer, subject, authorizationEndpointSubject, tolerances, judged } = profile.idToken
  return {
    issuer: issuer ?? endpoints.issuer,
    algorithms: profile.signingAlgorithms,
    subject: { authorizationEndpoint: authorizationEndpointSubject ?? subject, tokenEndpoint: subject },
    tolerances,
    // SECURITY: a live bank's ID token is what proves whose code this is; no profile can switch that off.
    onlyWarns: judged === 'asWarnings' && profile.environment !== 'live',
  }
}

/** The same list, in which each failure that the profile puts up with is a warning; what was expected and found stays said. */
export function tolerate(
  verdicts: Verdict[],
  claims: JWTPayload | null,
  { tolerances, onlyWarns }: Pick<IdTokenRules, 'tolerances' | 'onlyWarns'>,
  from: IdTokenSource,
  now: Date,
): Verdict[] {
  const isTolerated = ({ claim }: Verdict): boolean => {
    const fault = faultOf(claim, claims?.[claim], now)
    return tolerances.some((one) => one.claim === claim && one.from.includes(from) && one.fault === fault)
  }
  return verdicts.map((one) => (one.verdict === 'fail' && (onlyWarns || isTolerated(one)) ? { ...one, verdict: 'warning' } : one))
}

const faultOf = (claim: string, value: unknown, now: Date): IdTokenTolerance['fault'] => {
  if (value === undefined) return 'absent'
  return typeof value === 'number' && isMilliseconds(value, now) && inTime(claim, value, now) ? 'milliseconds' : 'other'
}

/** Whether a time is right but for its unit. */
function inTime(claim: string, value: number, now: Date): boolean {
  const ahead = value - now.getTime()
  const skew = clockSkewSeconds * 1000
  return claim === 'exp' ? ahead > -skew : ahead <= skew
}
