import type { AppErrorCode, Verdict } from '../../../shared/errors.ts'
import type { DecodedJwt } from '../../../shared/model/request-log.ts'

/** The JWTs of an exchange, in which the one that stands at `where`, or whose place ends with it, has these verdicts. */
export const withVerdicts = (jwts: DecodedJwt[], where: string, verdicts: Verdict[]): DecodedJwt[] =>
  jwts.map((jwt) => {
    const meant = jwt.where === where || jwt.where.endsWith(`.${where}`)
    return meant ? { ...jwt, verdicts: verdicts.map((verdict) => redacted(verdict, { ...jwt.header, ...jwt.claims })) } : jwt
  })

/** Verdicts on members of an answer's JSON body. */
export const answerVerdicts = (body: string | null, verdicts: Verdict[]): Verdict[] => {
  const members = membersOf(body ?? '')
  return verdicts.map((verdict) => redacted(verdict, members))
}

/** Names the members that failed and none of their values, which may be anything. */
export const refusalOf = (verdicts: Verdict[]): { code: AppErrorCode; message: string } | null => {
  const failed = verdicts.filter(({ verdict }) => verdict === 'fail').map(({ claim }) => claim)
  return failed.length > 0 ? { code: 'BANK_INVALID_RESPONSE', message: `Answer is refused: ${failed.join(', ')}` } : null
}

/** SECURITY: a bank that puts a secret into a claim has it shown back in the verdict; the claim beside it has been redacted. */
const redacted = (verdict: Verdict, values: Record<string, unknown>): Verdict => {
  const value = values[verdict.claim]
  const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return shown.includes('‹') ? { ...verdict, actual: shown.slice(0, 200) } : verdict
}

const membersOf = (body: string): Record<string, unknown> => {
  try {
    return { ...(JSON.parse(body) as object) }
  } catch {
    return {}
  }
}
