// Judging a redirect before its ID token: how it came, whose it is, and what it holds.

import type { Verdict } from '../../../shared/errors.ts'
import { requireAll } from '../bank/claim-checks.ts'
import type { IdTokenRules } from '../bank/id-token-rules.ts'
import { checkJarm } from '../bank/jarm-checks.ts'
import type { KeyResolver } from '../bank/jwks.ts'
import { checkResponseMode, checkResponseParameters } from '../bank/response-checks.ts'
import type { BankSession } from '../bank/session.ts'
import type { Judged } from './recorded-redirect.ts'
import type { RedirectAnswer } from './redirect-parameters.ts'

export interface RedirectInput {
  session: Pick<BankSession, 'profile' | 'endpoints'>
  /** That was sent. */
  state: string
  rules: Pick<IdTokenRules, 'algorithms'>
  clientId: string
  keys: KeyResolver
  now: Date
}

// SECURITY: where one is asked for, the code is bound to the bank's signature, whatever else the profile says.
export const expectsIdToken = ({ authorisation, responseType }: BankSession['profile']): boolean =>
  authorisation.openIdConnect || responseType === 'code id_token'

/** Whether the bank's keys are needed for its answer. */
export const expectsSignature = (profile: BankSession['profile']): boolean => expectsIdToken(profile) || profile.responseMode === 'jwt'

/** The parameters of the answer, once every check on them holds. Throws what `requireAll` throws. */
export const judgeRedirect = async (
  { session, state, rules, clientId, keys, now }: RedirectInput,
  { kind, parameters: given }: RedirectAnswer,
  note: Judged,
): Promise<{ parameters: Record<string, string>; checks: Verdict[] }> => {
  const { responseMode, responseType } = session.profile
  const { issuer, issInAuthorisationResponse = false } = session.endpoints
  const checks: Verdict[] = []
  let parameters = given
  if (kind === 'jarm') {
    const jarm = await checkJarm({ token: given.response ?? '', issuer, clientId, algorithms: rules.algorithms, keys, now })
    note('response', jarm.verdicts)
    requireAll(jarm.verdicts, 'JARM token')
    checks.push(...jarm.verdicts)
    parameters = jarm.parameters
  }
  // RFC 9207 §4: a JARM token, and an ID token that is judged, name the issuer themselves.
  const named = kind === 'jarm' || (Boolean(parameters.id_token) && expectsIdToken(session.profile))
  const issRequired = issInAuthorisationResponse && !named
  const verdicts = [
    ...requestWarnings(session.profile),
    ...checkResponseParameters(parameters, { state, issuer, responseType, issRequired }),
    checkResponseMode(kind, responseMode, parameters.error !== undefined),
  ]
  checks.push(...verdicts)
  note('redirect', verdicts)
  // In a JARM token the parameters are claims.
  if (kind === 'jarm') note('response', [...checks])
  requireAll(verdicts, 'Redirect', undefined, 'redirect')
  return { parameters, checks }
}

/** What was asked for without a signature can have been changed on its way to the bank. */
export const requestWarnings = ({ authorisation }: Pick<BankSession['profile'], 'authorisation'>): Verdict[] => {
  if (authorisation.requestObject === 'signed') return []
  const clause = 'FAPI 1.0 Advanced 5.2.3 (2)'
  return [{ claim: 'request', expected: 'a signed request object', actual: null, clause, verdict: 'warning' }]
}
