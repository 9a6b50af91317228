import { beforeAll, describe, expect, test } from 'vitest'
import { shareTestApp } from '../../../support/app.ts'
import { authorise, days, decide, makeConsent, movableClock, prepareTpp, register } from '../../../support/tpp.ts'

const clock = movableClock()
let bankRegistrationId: string
const shared = shareTestApp(
  async (test) => {
    bankRegistrationId = (await register(test, await prepareTpp(test))).id
  },
  { clock },
)
beforeAll(() => expect(bankRegistrationId).toBeTypeOf('string'))

const historyOf = async (id: string) => (await shared().call('accountAccessConsent.history', { id })).items
const eventsOf = async (id: string) => (await historyOf(id)).map(({ event }) => event)
const make = (reference?: string) => makeConsent(shared(), bankRegistrationId, reference === undefined ? {} : { reference })
const waiting = async () => (await shared().call('accountAccessConsent.listAuthorisations', {})).items

describe('accountAccessConsent.history', () => {
  test('from its making to new tokens, in order', async () => {
    const { call } = shared()
    const { id } = await make()
    await authorise(shared(), id)
    await call('accountAccessConsent.refresh', { id })
    await call('accountAccessConsent.get', { id, fromBank: true })
    await call('accountAccessConsent.reconfirm', { id })
    const items = await historyOf(id)
    expect(items.map(({ event, status }) => (status ? `${event} ${status}` : event))).toEqual([
      'created awaitingAuthorisation',
      'authorisationStarted',
      'authorised',
      'statusChanged authorised',
      'refreshed',
      'reconfirmed',
    ])
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted())
  })

  test('a refusal is kept with its words, and goes with the consent', async () => {
    const { call, refused } = shared()
    const { id } = await make()
    const { authorisationUrl } = await call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
    const error = await refused('accountAccessConsent.completeAuthorisation', {
      redirect: await decide(shared(), authorisationUrl, 'refuse'),
    })
    expect(await eventsOf(id)).toEqual(['created', 'authorisationStarted', 'authorisationRefused', 'statusChanged'])
    expect((await historyOf(id))[2]).toMatchObject({ detail: error.message, requestLogId: error.requestLogId ?? null })
    await call('accountAccessConsent.delete', { id })
    expect(await refused('accountAccessConsent.history', { id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
  })

  test('a redirect that is not accepted is no ending', async () => {
    const { call, refused } = shared()
    const { id } = await make()
    const { authContextId } = await call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
    await refused('accountAccessConsent.completeAuthorisation', { authContextId, redirect: 'https://tpp.example/callback#state=other' })
    expect(await eventsOf(id)).toEqual(['created', 'authorisationStarted'])
    await call('accountAccessConsent.cancelAuthorisation', { authContextId })
  })
})

describe('authorisations that wait', () => {
  test('are listed until they are over', async () => {
    const { call } = shared()
    const { id } = await make()
    const started = await call('accountAccessConsent.startAuthorisation', { id, capture: 'paste' })
    expect(await waiting()).toEqual([{ ...started, accountAccessConsentId: id }])
    await call('accountAccessConsent.completeAuthorisation', { redirect: await decide(shared(), started.authorisationUrl) })
    expect(await waiting()).toEqual([])
    expect(await call('accountAccessConsent.cancelAuthorisation', { authContextId: started.authContextId })).toEqual({ cancelled: false })
  })

  test('one that is cancelled tells whoever waits, frees its port, and can be started again', async () => {
    const { call, refused, events } = shared()
    const { id } = await make()
    const { authContextId, redirectUri } = await call('accountAccessConsent.startAuthorisation', { id })
    const outcome = refused('accountAccessConsent.completeAuthorisation', { authContextId })
    const before = events.length
    expect(await call('accountAccessConsent.cancelAuthorisation', { authContextId })).toEqual({ cancelled: true })
    expect(await outcome).toMatchObject({ code: 'CANCELLED' })
    expect(events.slice(before)).toContainEqual({ type: 'changed', aggregate: 'accountAccessConsent', id })
    await expect(fetch(redirectUri)).rejects.toThrow()
    expect(await waiting()).toEqual([])
    expect((await authorise(shared(), id)).consent.status).toBe('authorised')
  })

  test('one that was never started cannot be cancelled', async () => {
    const error = await shared().refused('accountAccessConsent.cancelAuthorisation', { authContextId: crypto.randomUUID() })
    expect(error).toMatchObject({ code: 'NOT_FOUND', field: 'authContextId' })
  })
})

describe('accountAccessConsent.reconfirm', () => {
  const findingsOf = async (id: string) =>
    (await shared().call('workspace.check', {})).findings.filter(({ subject, check }) => subject.id === id && check === 'reconfirmation')
  const due = (from: string) => new Date(Date.parse(from) + days(90)).toISOString()

  test('is due 90 days after the customer authorised, and 90 days after each answer', async () => {
    const { call, refused } = shared()
    const { id } = await make('Amelia')
    expect(await refused('accountAccessConsent.reconfirm', { id })).toMatchObject({ code: 'CONFLICT', field: 'id' })
    const { consent } = await authorise(shared(), id)
    const authorised = consent.tokens?.obtained ?? ''
    expect(consent.reconfirmation).toEqual({ authorised, reconfirmed: null, due: due(authorised) })
    expect(await findingsOf(id)).toEqual([])

    clock.forward(days(75))
    expect(await findingsOf(id)).toEqual([])
    clock.forward(days(2))
    expect(await findingsOf(id)).toMatchObject([{ severity: 'attention', message: expect.stringContaining('within 13 days') }])
    clock.forward(days(14))
    expect(await findingsOf(id)).toMatchObject([
      { severity: 'failed', message: expect.stringContaining('"Amelia" was to be reconfirmed by') },
    ])

    const { reconfirmation } = await call('accountAccessConsent.reconfirm', { id })
    expect(reconfirmation).toEqual({ authorised, reconfirmed: expect.any(String), due: due(reconfirmation?.reconfirmed ?? '') })
    expect(await findingsOf(id)).toEqual([])
  })
})
