import type { Verdict } from '../../../shared/errors.ts'
import type { DecodedJwt } from '../../../shared/model/request-log.ts'
import { claimMeanings, headerMeanings, timeClaims } from './claim-meanings.ts'

export interface ClaimRow {
  name: string
  /** As it is shown and copied; null when the claim is absent and only judged. */
  value: string | null
  /** ISO 8601, for a claim that is a time. */
  time: string | null
  meaning: string | null
  /** A claim can be judged by more than one clause. */
  verdicts: Verdict[]
}

export interface JudgedJwt {
  header: ClaimRow[]
  claims: ClaimRow[]
  /** Of the token as a whole, such as its signature. */
  whole: Verdict[]
  failed: Verdict[]
}

const headerNames = new Set(['alg', 'kid', 'crit', 'typ'])
const wholeNames = new Set(['signature', 'iss (parameter)'])

/** Header and claims, each with what was judged about it; claims that were judged but are absent come last. */
export const judgedJwt = ({ header, claims, verdicts = [] }: DecodedJwt): JudgedJwt => {
  const forHeader = verdicts.filter(({ claim }) => headerNames.has(claim))
  const whole = verdicts.filter(({ claim }) => wholeNames.has(claim))
  const forClaims = verdicts.filter(({ claim }) => !headerNames.has(claim) && !wholeNames.has(claim))
  return {
    header: rows(header, forHeader, headerMeanings),
    claims: rows(claims, forClaims, claimMeanings),
    whole,
    failed: verdicts.filter(({ verdict }) => verdict === 'fail'),
  }
}

const rows = (values: Record<string, unknown>, verdicts: Verdict[], meanings: Record<string, string>): ClaimRow[] => {
  // What is absent and was not asked for says nothing.
  const absent = verdicts
    .filter(({ claim, verdict }) => !Object.hasOwn(values, claim) && verdict !== 'notApplicable')
    .map(({ claim }) => claim)
  return [...new Set([...Object.keys(values), ...absent])].map((name) => ({
    name,
    value: Object.hasOwn(values, name) ? valueText(values[name]) : null,
    time: timeOf(name, values[name]),
    meaning: Object.hasOwn(meanings, name) ? (meanings[name] ?? null) : null,
    verdicts: verdicts.filter(({ claim }) => claim === name),
  }))
}

const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value, null, 1).replaceAll(/\n\s*/g, ' '))

const timeOf = (name: string, value: unknown): string | null =>
  timeClaims.has(name) && typeof value === 'number' && value > 0 && value < 8.64e12 ? new Date(value * 1000).toISOString() : null
