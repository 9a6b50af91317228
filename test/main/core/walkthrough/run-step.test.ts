import { describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../../support/app.ts'

const ids = [
  'bank',
  'certificates',
  'software-statement',
  'registration',
  'consent',
  'authorisation',
  'accounts',
  'balances',
  'transactions',
]

const runSteps = async ({ call }: TestApp, steps: string[]) => {
  for (const step of steps) await call('walkthrough.runStep', { step })
}

const states = async ({ call }: TestApp) => (await call('walkthrough.status', {})).steps.map(({ state }) => state)

describe('walkthrough.runStep', () => {
  test('one step after the other comes to the same end as a run, pausing between them', async () => {
    const test = await startTestApp()
    for (const step of ids.slice(0, -1)) {
      expect((await test.call('walkthrough.runStep', { step })).state).toBe('paused')
      expect((await test.call('walkthrough.status', {})).steps.some(({ state }) => state === 'running')).toBe(false)
    }
    const { state, result } = await test.call('walkthrough.runStep', { step: 'transactions' })
    expect(state).toBe('finished')
    expect(result?.steps.map(({ id }) => id)).toEqual(ids)
    expect(result?.totals.transactions).toBeGreaterThan(0)
  })

  test('each step tells when it began, what it made and what was checked', async () => {
    const test = await startTestApp()
    await test.call('walkthrough.run', {})
    const { steps, bankProfileId } = await test.call('walkthrough.status', {})
    expect(bankProfileId).toBeNull()
    expect(steps.every(({ started }) => started !== null && Date.parse(started) <= Date.now())).toBe(true)
    const subjects = steps.map(({ result }) => result?.subjects.map(({ aggregate }) => aggregate))
    const consent = ['accountAccessConsent']
    expect(subjects).toEqual([
      ['bankProfile'],
      ['obWacCertificate', 'obSealCertificate'],
      ['softwareStatement'],
      ['bankRegistration'],
      ...ids.slice(4).map(() => consent),
    ])
    const [wac] = steps[1]?.result?.subjects ?? []
    expect((await test.call('obWacCertificate.get', { id: wac?.id ?? '' })).roles).toContain('PSP_AI')
    const checks = steps.find(({ id }) => id === 'authorisation')?.result?.checks ?? []
    expect(checks.map(({ claim }) => claim)).toEqual(expect.arrayContaining(['state', 'nonce', 's_hash']))
    expect(checks.some(({ verdict }) => verdict === 'fail')).toBe(false)
  })

  test('after some steps, everything can be run from the first', async () => {
    const test = await startTestApp()
    await runSteps(test, ids.slice(0, 4))
    const { steps } = await test.call('walkthrough.run', {})
    expect(steps.filter(({ reused }) => reused).map(({ id }) => id)).toEqual(ids.slice(0, 4))
  })

  test('a step that is run again makes its own anew, and the later ones are to be run again', async () => {
    const test = await startTestApp()
    await runSteps(test, ids.slice(0, 6))
    const consentOf = async () => (await test.call('walkthrough.status', {})).steps[4]?.result?.subjects[0]?.id
    const before = await consentOf()
    await runSteps(test, ['consent'])
    expect(await consentOf()).not.toBe(before)
    expect(await states(test)).toEqual([...ids.slice(0, 5).map(() => 'done'), ...ids.slice(5).map(() => 'waiting')])
  })

  test('a step out of turn is refused', async () => {
    const test = await startTestApp()
    await runSteps(test, ['bank'])
    expect(await test.refused('walkthrough.runStep', { step: 'consent' })).toMatchObject({ code: 'CONFLICT', field: 'step' })
    expect(await test.refused('walkthrough.runStep', { step: 'nothing' })).toMatchObject({ code: 'INVALID_INPUT', field: 'step' })
  })

  test('waiting for the customer tells until when, holds off other runs, and ends when it is cancelled', async () => {
    const test = await startTestApp()
    await runSteps(test, ids.slice(0, 5))
    const waiting = new Promise<string>((resolve) => {
      test.app.subscribe((event) => event.type === 'walkthrough.awaitingCustomer' && resolve(event.expires))
    })
    const refused = test.refused('walkthrough.runStep', { step: 'authorisation', autoApprove: false })
    const expires = await waiting
    const status = await test.call('walkthrough.status', {})
    expect(status).toMatchObject({ state: 'awaitingCustomer', autoApprove: false, awaiting: { expires, capture: 'loopback' } })
    expect(Date.parse(expires)).toBeGreaterThan(Date.now())
    expect(await test.refused('walkthrough.run', {})).toMatchObject({ code: 'CONFLICT' })
    await test.call('walkthrough.cancel', {})
    expect(await refused).toMatchObject({ code: 'CANCELLED', step: 'authorisation' })
    expect(await test.call('walkthrough.status', {})).toMatchObject({ state: 'cancelled', awaiting: null })
    expect((await states(test))[5]).toBe('waiting')
  })

  test('a failure stays with its step, with the exchanges that show it', async () => {
    const test = await startTestApp()
    await runSteps(test, ids.slice(0, 6))
    await test.call('modelBank.stop', {})
    expect(await test.refused('walkthrough.runStep', { step: 'accounts' })).toMatchObject({ code: 'BANK_UNREACHABLE', step: 'accounts' })
    const { state, steps } = await test.call('walkthrough.status', {})
    expect(state).toBe('failed')
    expect(steps[6]).toMatchObject({ state: 'failed', error: { code: 'BANK_UNREACHABLE' } })
    expect(steps[6]?.requestLogIds.length).toBeGreaterThan(0)
    expect((await test.call('walkthrough.run', {})).totals.transactions).toBeGreaterThan(0)
  })
})
