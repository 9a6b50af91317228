import { describe, expect, test } from 'vitest'
import {
  announcementOf,
  attentionOf,
  elapsedMs,
  entityPath,
  exchangesOf,
  type Finding,
  hasFailed,
  hindranceOf,
  openSteps,
  pageOf,
  standingOf,
  summaryOf,
} from '../../../src/renderer/features/home/view.ts'
import { timeLeft } from '../../../src/renderer/ui/format.ts'
import type { WalkthroughStatus } from '../../../src/shared/model/walkthrough.ts'
import { awaiting, entry, exchangeId, finished, idle, type StepView, statusWith, stepResult } from '../../support/walkthrough-status.ts'

const stepOf = (status: WalkthroughStatus, id: string): StepView => {
  const step = status.steps.find((one) => one.id === id)
  if (!step) throw new Error(`There is no step ${id}`)
  return step
}
const shown = (status: WalkthroughStatus, chosen: string | null = null) => {
  const page = pageOf(status, chosen)
  return page.kind === 'step' ? page.step.id : page.kind
}

describe('what the right side shows', () => {
  test('an invitation before anything was run, unless a step was chosen', () => {
    expect(shown(idle)).toBe('invitation')
    expect(shown(idle, 'bank')).toBe('bank')
    expect(shown(idle, 'consent')).toBe('consent')
  })

  test('the step that runs, that failed, or that comes next', () => {
    expect(shown(statusWith(1, ['running'], { state: 'running' }))).toBe('consent')
    expect(shown(statusWith(2, ['failed'], { state: 'failed' }))).toBe('authorisation')
    expect(shown(statusWith(3))).toBe('accounts')
  })

  test('a step that is run again, although later ones were done', () => {
    const status = statusWith(4, [], { state: 'running' })
    Object.assign(stepOf(status, 'bank'), { state: 'running', result: null })
    expect(shown(status)).toBe('bank')
  })

  test('the result at the end, a chosen step instead, and nothing chosen that does not exist', () => {
    expect(shown(finished)).toBe('result')
    expect(shown(finished, 'consent')).toBe('consent')
    expect(shown(finished, 'gone')).toBe('result')
    expect(shown(statusWith(2), 'result')).toBe('authorisation')
  })
})

describe('a step', () => {
  test('tells its standing in words and a shape', () => {
    const status = statusWith(1, ['failed'])
    expect(standingOf(stepOf(status, 'bank'), status)).toEqual({ tone: 'good', words: 'Done · 100 ms' })
    expect(standingOf(stepOf(status, 'consent'), status)).toEqual({ tone: 'failed', words: 'Failed' })
    expect(standingOf(stepOf(status, 'accounts'), status)).toEqual({ tone: 'neutral', words: 'Not run yet' })
    const running = statusWith(0, ['running'], { state: 'running' })
    expect(standingOf(stepOf(running, 'bank'), running)).toEqual({ tone: 'information', words: 'Running' })
    expect(standingOf(stepOf(awaiting, 'authorisation'), awaiting)).toEqual({ tone: 'attention', words: 'Waiting for the customer' })
  })

  test('says that what an earlier run made was used again', () => {
    const status = statusWith(1)
    const step = { ...stepOf(status, 'bank'), result: stepResult('bank', { reused: true, durationMs: 1234 }) }
    expect(standingOf(step, status).words).toBe('Done · 1.2 s · used again')
  })

  test('says that a check of it came to a warning', () => {
    const status = statusWith(1)
    const checks = (['pass', 'warning', 'notApplicable'] as const).map((verdict) => ({
      ...{ claim: verdict, expected: 'a', actual: 'b', clause: 'OIDC Core', verdict },
    }))
    const step = { ...stepOf(status, 'bank'), result: stepResult('bank', { checks }) }
    expect(standingOf(step, status)).toEqual({ tone: 'attention', words: 'Done · 100 ms · 1 warning' })
  })

  test('cannot be run while another runs, or before the ones it rests on', () => {
    const paused = statusWith(1)
    expect(hindranceOf(stepOf(paused, 'bank'), paused)).toBeNull()
    expect(hindranceOf(stepOf(paused, 'consent'), paused)).toBeNull()
    expect(hindranceOf(stepOf(paused, 'accounts'), paused)).toBe('“Create a consent” comes first')
    expect(hindranceOf(stepOf(awaiting, 'bank'), awaiting)).toBe('A step is running')
  })
})

describe('the walkthrough', () => {
  test('knows which steps are left', () => {
    const ids = (status: WalkthroughStatus) => openSteps(status).map(({ id }) => id)
    expect(ids(idle)).toEqual(['bank', 'consent', 'authorisation', 'accounts'])
    expect(ids(statusWith(2, ['failed']))).toEqual(['authorisation', 'accounts'])
    expect(ids(finished)).toEqual([])
  })

  test('counts the time of its steps, not the pauses between them', () => {
    const now = Date.parse('2026-11-20T10:00:02.500Z')
    expect(elapsedMs(statusWith(2), now)).toBe(200)
    expect(elapsedMs(statusWith(2, ['running']), now)).toBe(2700)
    expect(elapsedMs(statusWith(0, ['running']), now - 5000)).toBe(0)
  })

  test('has one line for each state', () => {
    expect(summaryOf(idle)).toBe('')
    expect(summaryOf(statusWith(1, ['running'], { state: 'running' }))).toBe('Step 2 of 4: Create a consent')
    expect(summaryOf(awaiting)).toBe('The bank waits for the customer')
    expect(summaryOf(statusWith(2))).toBe('2 of 4 steps done')
    expect(summaryOf(statusWith(1, ['failed'], { state: 'failed' }))).toBe('Failed at “Create a consent”')
    expect(summaryOf(statusWith(1, [], { state: 'cancelled' }))).toMatch(/^Cancelled/)
    expect(summaryOf(finished)).toBe('Finished in 1.6 s')
  })

  test('announces each step once, and the end with what was found', () => {
    const first = statusWith(0, ['running'], { state: 'running' })
    expect(announcementOf(idle, first)).toBe('Step 1 of 4: Find the bank')
    expect(announcementOf(first, statusWith(0, ['running'], { state: 'running' }))).toBeNull()
    expect(announcementOf(first, statusWith(1, ['failed'], { state: 'failed' }))).toBeNull()
    expect(announcementOf(first, finished)).toBe('Finished in 1.6 s. 1 account, 2 balances, 1,234 transactions')
    expect(announcementOf(finished, finished)).toBeNull()
  })

  test('tells the time that the customer has left', () => {
    const expires = '2026-11-20T10:10:00.000Z'
    expect(timeLeft(expires, Date.parse('2026-11-20T10:00:00.000Z'))).toBe('10:00')
    expect(timeLeft(expires, Date.parse('2026-11-20T10:09:55.400Z'))).toBe('0:05')
    expect(timeLeft(expires, Date.parse(expires))).toBeNull()
  })
})

describe('the exchanges of a step', () => {
  const entries = [entry(1, '2026-11-20T09:59:59.000Z'), entry(2, '2026-11-20T10:00:01.000Z'), entry(3, '2026-11-20T10:00:03.000Z')]
  const numbers = (step: StepView) => exchangesOf(step, entries).map(({ id }) => Number(id.slice(-12)))

  test('are those it is known for, in the order of the run', () => {
    const step = { ...stepOf(statusWith(1), 'bank'), requestLogIds: [exchangeId(3), exchangeId(1)] }
    expect(numbers(step)).toEqual([1, 3])
  })

  test('are, while it runs, those begun since it was', () => {
    expect(numbers(stepOf(statusWith(0, ['running']), 'bank'))).toEqual([2, 3])
    expect(numbers(stepOf(idle, 'bank'))).toEqual([])
  })

  test.each([
    [200, null, false],
    [303, null, false],
    [null, null, false],
    [400, null, true],
    [null, 'BANK_UNREACHABLE', true],
    [200, 'BANK_INVALID_RESPONSE', true],
  ])('have failed or not: status %j, error %j', (status, errorCode, failed) => expect(hasFailed({ status, errorCode })).toBe(failed))
})

describe('what needs attention', () => {
  const finding = (severity: Finding['severity'], name: string): Finding => ({
    severity,
    subject: { aggregate: 'obWacCertificate', id: exchangeId(1), name },
    check: 'expiry',
    message: name,
    remedy: null,
  })

  test('is what is not good, the worst first', () => {
    const all = [finding('attention', 'a'), finding('good', 'b'), finding('failed', 'c'), finding('attention', 'd')]
    expect(attentionOf(all).map(({ message }) => message)).toEqual(['c', 'a', 'd'])
  })

  test('leads to the entity', () => {
    expect(entityPath({ aggregate: 'obWacCertificate', id: '1' })).toEqual(['certificates', 'obWacCertificate', '1'])
    expect(entityPath({ aggregate: 'workspace', id: '1' })).toBeNull()
  })
})
