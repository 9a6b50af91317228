import type { Verdict } from '../../../shared/errors.ts'
import type { DecodedJwt } from '../../../shared/model/request-log.ts'

/** The JWTs of an exchange, in which the one that stands at `where`, or whose place ends with it, has these verdicts. */
export const withVerdicts = (jwts: DecodedJwt[], where: string, verdicts: Verdict[]): DecodedJwt[] =>
  jwts.map((jwt) => {
    const meant = jwt.where === where || jwt.where.endsWith(`.${where}`)
    return meant ? { ...jwt, verdicts: verdicts.map((verdict) => redacted(verdict, jwt)) } : jwt
  })

/** SECURITY: a bank that puts a secret into a claim has it shown back in the verdict; the claim beside it has been redacted. */
const redacted = (verdict: Verdict, { header, claims }: DecodedJwt): Verdict => {
  const value = claims[verdict.claim] ?? header[verdict.claim]
  const shown = typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
  return shown.includes('‹') ? { ...verdict, actual: shown.slice(0, 200) } : verdict
}
