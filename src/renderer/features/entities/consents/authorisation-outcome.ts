// What came of an authorisation, worked out without React.

import type { AppErrorData, Verdict } from '../../../../shared/errors.ts'
import { entityText } from '../../../text/entities/index.ts'
import { plural } from '../../../ui/format.ts'

const t = entityText.consentForm

export interface Outcome {
  error: AppErrorData | null
  /** How many checks on the bank's answer hold. */
  checks: number
  /** What the bank's profile puts up with, each once: two ID tokens may have the same fault. */
  warnings: Verdict[]
}

export const failedWith = (error: AppErrorData): Outcome => ({ error, checks: 0, warnings: [] })

/** Tells one warning from another. */
export const warningKey = ({ claim, clause, expected, actual }: Verdict): string => JSON.stringify([claim, clause, expected, actual])

export const outcomeOf = (checks: readonly Verdict[]): Outcome => {
  const warnings = checks.filter(({ verdict }) => verdict === 'warning')
  return {
    error: null,
    checks: checks.filter(({ verdict }) => verdict === 'pass').length,
    warnings: [...new Map(warnings.map((warning) => [warningKey(warning), warning])).values()],
  }
}

export const wordsOf = ({ checks, warnings }: Pick<Outcome, 'checks' | 'warnings'>): string =>
  warnings.length > 0 ? t.authorisedWith(checks, plural(warnings.length, 'warning')) : t.authorised(checks)
