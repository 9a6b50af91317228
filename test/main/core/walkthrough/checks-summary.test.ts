import { expect, test } from 'vitest'
import { checksSummary } from '../../../../src/main/core/walkthrough/step.ts'
import type { Verdict } from '../../../../src/shared/errors.ts'

const check = (claim: string, verdict: Verdict['verdict']): Verdict => ({
  claim,
  expected: null,
  actual: null,
  clause: 'OIDC Core',
  verdict,
})

test.each<[Verdict[], string]>([
  [[check('state', 'pass')], '1 check on the answer'],
  [[check('state', 'pass'), check('acr', 'notApplicable')], '2 checks on the answer'],
  [[check('state', 'pass'), check('request', 'warning')], '2 checks on the answer, 1 warning: request'],
  [
    [check('nonce', 'warning'), check('request', 'warning'), check('nonce', 'warning')],
    '3 checks on the answer, 3 warnings: nonce, request',
  ],
])('%j: %s', (checks, summary) => {
  expect(checksSummary(checks, 'the answer')).toBe(summary)
})
