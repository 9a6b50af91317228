import { describe, expect, test } from 'vitest'
import { goThroughConsentPages } from '../../../../src/main/core/walkthrough/simulated-customer.ts'
import { steps } from '../../../../src/main/core/walkthrough/steps.ts'
import type { AppEvent } from '../../../../src/shared/events.ts'
import { startTestApp, type TestApp } from '../../../support/app.ts'
import { copyProfile } from '../../../support/tpp.ts'

const stepIds = steps.map(({ id }) => id)

const waitFor = <T extends AppEvent['type']>({ app }: TestApp, type: T): Promise<Extract<AppEvent, { type: T }>> =>
  new Promise((resolve) => {
    const stop = app.subscribe((event) => {
      if (event.type !== type) return
      stop()
      resolve(event as Extract<AppEvent, { type: T }>)
    })
  })

describe('progress', () => {
  test('each step is announced, then reported with its exchanges; every exchange of the run belongs to one step', async () => {
    const { call, events } = await startTestApp()
    const result = await call('walkthrough.run', {})
    const told = events.flatMap((event) =>
      event.type === 'walkthrough.stepStarted' || event.type === 'walkthrough.stepFinished'
        ? [`${event.type.slice(16)} ${event.step.id}`]
        : [],
    )
    expect(told).toEqual(stepIds.flatMap((id) => [`Started ${id}`, `Finished ${id}`]))
    const started = events.flatMap((event) => (event.type === 'walkthrough.stepStarted' ? [event] : []))
    expect(started.map(({ runId, step }) => [runId, step.index, step.count])).toEqual(
      stepIds.map((_, index) => [result.runId, index, stepIds.length]),
    )
    expect(events.flatMap((event) => (event.type === 'walkthrough.stepFinished' ? [event.step] : []))).toEqual(result.steps)

    const logged = (await call('requestLog.list', { runId: result.runId, limit: 1000 })).items.map(({ id }) => id)
    expect(result.steps.flatMap(({ requestLogIds }) => requestLogIds).toSorted()).toEqual(logged.toSorted())
    expect(events.flatMap((event) => (event.type === 'exchange' ? [event.requestLogId] : [])).toSorted()).toEqual(logged.toSorted())
  })
})

describe('cancelling', () => {
  test.each(stepIds)('as step %s begins: CANCELLED, and the next run goes through', async (stepId) => {
    const test = await startTestApp()
    const cancelled = new AbortController()
    test.app.subscribe((event) => {
      if (event.type === 'walkthrough.stepStarted' && event.step.id === stepId) cancelled.abort()
    })
    const reply = await test.app.dispatch('walkthrough.run', {}, { signal: cancelled.signal })
    expect(reply).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect((await test.call('walkthrough.run', {})).totals.accounts).toBe(3)
  })

  test('before it begins: nothing is done', async () => {
    const { app, banks, call } = await startTestApp()
    const reply = await app.dispatch('walkthrough.run', {}, { signal: AbortSignal.abort() })
    expect(reply).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect([banks, (await call('requestLog.list', {})).total]).toEqual([[], 0])
  })

  test('while the customer is waited for', async () => {
    const test = await startTestApp()
    const cancelled = new AbortController()
    const waiting = waitFor(test, 'walkthrough.awaitingCustomer')
    const reply = test.app.dispatch('walkthrough.run', { autoApprove: false }, { signal: cancelled.signal })
    expect((await waiting).capture).toBe('loopback')
    cancelled.abort()
    expect(await reply).toMatchObject({ ok: false, error: { code: 'CANCELLED', step: 'authorisation' } })
  })
})

describe('step by step', () => {
  const run = (test: TestApp, step: string) => test.call('walkthrough.runStep', { step })

  test('each step on its own, then the result as in one run; a step done before is done anew and later ones wait', async () => {
    const test = await startTestApp()
    for (const id of stepIds.slice(0, -1)) {
      const status = await run(test, id)
      expect([status.state, status.steps.filter(({ state }) => state === 'done').at(-1)?.id]).toEqual(['paused', id])
    }
    const finished = await run(test, stepIds.at(-1) ?? '')
    expect([finished.state, finished.result?.totals]).toEqual(['finished', { accounts: 3, balances: 9, transactions: expect.any(Number) }])
    expect(await test.call('walkthrough.status', {})).toEqual(finished)

    const again = await run(test, 'consent')
    expect(again.steps.map(({ state }) => state)).toEqual(stepIds.map((_, index) => (index <= 4 ? 'done' : 'waiting')))
    expect(again.result).toBeNull()
    expect((await test.call('accountAccessConsent.list', {})).items).toHaveLength(2)
  })

  test('a step whose turn has not come, or that does not exist', async () => {
    const test = await startTestApp()
    expect(await test.refused('walkthrough.runStep', { step: 'consent' })).toMatchObject({ code: 'CONFLICT', field: 'step' })
    expect(await test.refused('walkthrough.runStep', { step: 'dance' })).toMatchObject({ code: 'INVALID_INPUT', field: 'step' })
  })

  test('one run at a time; cancel ends it, and the status says where', async () => {
    const test = await startTestApp()
    const waiting = waitFor(test, 'walkthrough.awaitingCustomer')
    const reply = test.app.dispatch('walkthrough.run', { autoApprove: false })
    const { authorisationUrl } = await waiting
    expect(await test.call('walkthrough.status', {})).toMatchObject({ state: 'awaitingCustomer', awaiting: { authorisationUrl } })
    expect((await test.refused('walkthrough.run', {})).code).toBe('CONFLICT')
    expect((await test.refused('walkthrough.runStep', { step: 'accounts' })).code).toBe('CONFLICT')
    await test.call('walkthrough.cancel', {})
    expect(await reply).toMatchObject({ ok: false, error: { code: 'CANCELLED', step: 'authorisation' } })
    const status = await test.call('walkthrough.status', {})
    expect([status.state, status.awaiting, status.steps[5]?.state]).toEqual(['cancelled', null, 'waiting'])
  })
})

describe('a failure', () => {
  test('names its step and links the exchange; what was made before stays', async () => {
    const app = await startTestApp()
    const { call, refused, banks, events } = app
    const { bankProfileId } = await call('modelBank.start', {})
    const own = await call('bankProfile.get', { id: bankProfileId ?? '' })
    const nowhere = `${banks[0]?.addresses.issuer}/nowhere/aisp`
    const first = await call('walkthrough.run', {})
    const [registration] = (await call('bankRegistration.list', {})).items
    const other = await copyProfile(app, own, {
      name: 'other',
      environment: 'sandbox',
      accountInformation: { baseUrls: { '4.0': nowhere }, defaultVersion: '4.0' },
    })
    await call('softwareStatement.create', {
      organisationId: 'ANOTHER',
      organisationName: 'Another',
      softwareId: 'another',
      clientName: 'Another',
      roles: ['AISP'],
      redirectUris: ['http://127.0.0.1/callback'],
      defaultObWacCertificateId: registration?.binding.obWacCertificateId ?? '',
      defaultObSealCertificateId: (await call('obSealCertificate.list', {})).items[0]?.id ?? '',
    })
    const [statement] = (await call('softwareStatement.list', {})).items.filter(({ clientName }) => clientName === 'Another')
    await call('bankRegistration.create', {
      bankProfileId: other.id,
      softwareStatementId: statement?.id ?? '',
      externalApiId: registration?.externalApiId ?? '',
    })

    const error = await refused('walkthrough.run', { bankProfileId: other.id })
    expect(error).toMatchObject({ code: 'BANK_ERROR_RESPONSE', step: 'consent', bank: { status: 404 } })
    const exchange = await call('requestLog.get', { id: error.requestLogId ?? '' })
    expect(exchange).toMatchObject({ method: 'POST', url: `${nowhere}/account-access-consents`, status: 404 })
    expect(events.at(-1)?.type).not.toBe('walkthrough.stepFinished')
    expect((await call('transaction.list', { accountAccessConsentId: first.accountAccessConsentId })).total).toBe(first.totals.transactions)
  })

  test('another bank without a software statement for it', async () => {
    const { call, refused } = await startTestApp()
    const { id } = await call('bankProfile.create', {
      name: 'other',
      displayName: 'Other',
      environment: 'sandbox',
      issuer: 'https://bank.example',
      accountInformation: { baseUrls: { '4.0': 'https://bank.example/aisp' }, defaultVersion: '4.0' },
      registration: { dcr: true },
    })
    // The walkthrough's own, which only the model bank's directory vouches for, does not count.
    await call('walkthrough.run', {})
    expect(await refused('walkthrough.run', { bankProfileId: id })).toMatchObject({
      code: 'NOT_FOUND',
      step: 'certificates',
      remedy: expect.any(String),
    })
    expect(await refused('walkthrough.run', { bankProfileId: id, customer: 'amelia' })).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'customer',
    })
    expect(await refused('walkthrough.run', { bankProfileId: crypto.randomUUID() })).toMatchObject({
      code: 'NOT_FOUND',
      field: 'bankProfileId',
    })
  })

  test('a customer who refuses', async () => {
    const test = await startTestApp()
    const waiting = waitFor(test, 'walkthrough.awaitingCustomer')
    const reply = test.app.dispatch('walkthrough.run', { autoApprove: false })
    const { authorisationUrl, authContextId } = await waiting
    const [amelia] = (await test.call('modelBank.status', {})).customers
    if (!amelia) throw new Error('no customer')
    const redirect = await goThroughConsentPages(authorisationUrl, amelia, { decision: 'refuse' })
    await test.refused('accountAccessConsent.completeAuthorisation', { authContextId, redirect })
    expect(await reply).toMatchObject({
      ok: false,
      error: { code: 'AUTHORISATION_FAILED', step: 'authorisation', bank: { error: 'access_denied' } },
    })
    expect((await test.call('accountAccessConsent.list', {})).items.map(({ status }) => status)).toEqual(['rejected'])
    expect((await test.call('walkthrough.run', {})).totals.accounts).toBe(3)
  })
})
