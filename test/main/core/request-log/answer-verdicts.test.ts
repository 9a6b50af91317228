// What was judged about an answer itself, beside what is judged about JWTs.

import { expect, test } from 'vitest'
import type { Verdict } from '../../../../src/shared/errors.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { exchangeOf, openRequestLog } from '../../../support/request-log.ts'

const scope = (verdict: Verdict['verdict'], actual: string): Verdict => ({
  ...{ claim: 'scope', expected: 'accounts, or less', actual, clause: 'FAPI 1.0 Baseline 5.2.3', verdict },
})
const answer = (body: object) =>
  exchangeOf({
    method: 'POST',
    step: 'token',
    response: { body: Buffer.from(JSON.stringify(body)), headers: [['content-type', 'application/json']] },
  })

test('is kept with the exchange and exported with it', () => {
  const { requestLog } = openRequestLog()
  const id = requestLog.record(answer({ scope: 'accounts payments' }))
  expect(requestLog.get(id)).toMatchObject({ verdicts: [], errorCode: null })
  const verdicts = [scope('warning', 'accounts payments')]
  requestLog.attachAnswerVerdicts(id, verdicts)
  expect(requestLog.get(id)).toMatchObject({ verdicts, errorCode: null, errorMessage: null })
  expect(requestLog.export({ ids: [id] }).har).toMatchObject({ log: { entries: [{ _verdicts: verdicts }] } })
})

test('marks the exchange when it failed, without the value', () => {
  const { requestLog } = openRequestLog()
  const id = requestLog.record(answer({ scope: 'accounts payments' }))
  requestLog.attachAnswerVerdicts(id, [scope('fail', 'accounts payments')])
  expect(requestLog.get(id)).toMatchObject({ errorCode: 'BANK_INVALID_RESPONSE', errorMessage: 'Answer is refused: scope' })
  expect(requestLog.list({ errorsOnly: true, oldestFirst: false, offset: 0, limit: 10 }).items.map((entry) => entry.id)).toEqual([id])
})

test('an exchange that failed before keeps its own error', () => {
  const { requestLog } = openRequestLog()
  const id = requestLog.record(exchangeOf({ method: 'POST', error: { code: 'BANK_UNREACHABLE', message: 'Bank hung up' } }))
  requestLog.attachAnswerVerdicts(id, [scope('fail', '')])
  expect(requestLog.get(id)).toMatchObject({ errorCode: 'BANK_UNREACHABLE', errorMessage: 'Bank hung up' })
})

test('a secret that a bank puts where it does not belong is shown as in the body', () => {
  const { requestLog } = openRequestLog()
  const secret = 'c2VjcmV0LW9mLXRoZS1iYW5r'
  const id = requestLog.record(answer({ access_token: secret, scope: secret }))
  requestLog.attachAnswerVerdicts(id, [scope('fail', secret)])
  expect(JSON.stringify([requestLog.get(id), requestLog.export({ ids: [id] })])).not.toContain(secret)
  expect(requestLog.get(id).verdicts[0]?.actual).toMatch(/^‹/)
})

test('an exchange that is not there', async () => {
  const { requestLog } = openRequestLog()
  expect(await appErrorOf(() => requestLog.attachAnswerVerdicts('none', []))).toMatchObject({ code: 'NOT_FOUND' })
})
