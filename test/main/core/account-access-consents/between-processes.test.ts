// What an ended process began: its time goes on, and another process answers, cancels or gives it up.

import { expect, test } from 'vitest'
import { startTestApp, type TestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { begin, complete } from '../../../support/authorisations.ts'
import { authorise, decide, makeConsent, minutes, movableClock, prepareTpp, register } from '../../../support/tpp.ts'

/** A workspace with a consent whose authorisation was started by a process that has ended. */
const startElsewhere = async () => {
  const clock = movableClock()
  const dataDir = temporaryFolder()
  const key = workspaceKey()
  const open = () => startTestApp({ dataDir, env: { ...key }, clock })
  const first = await open()
  const { id } = await makeConsent(first, (await register(first, await prepareTpp(first))).id)
  const started = await first.call(begin, { id, capture: 'paste', timeoutSeconds: 120 })
  const redirect = await decide(first, started.authorisationUrl)
  await first.close()
  const history = async ({ call }: TestApp) => (await call('accountAccessConsent.history', { id })).items
  return { ...started, id, clock, open, redirect, history }
}

test('nobody answers: it is abandoned when its time was over, and the history tells it once', async () => {
  const { id, clock, open, expires, history } = await startElsewhere()
  const inTime = await open()
  expect((await history(inTime)).map(({ event }) => event)).toEqual(['created', 'authorisationStarted'])
  await inTime.call('modelBank.start', {})
  await authorise(inTime, id)
  const before = await history(inTime)
  await inTime.close()

  clock.forward(minutes(3))
  const late = await open()
  const after = await history(late)
  const ending = { at: expires, event: 'authorisationAbandoned', detail: `No answer of the bank came until ${expires}` }
  expect(after).toEqual([...before, { ...ending, status: null, requestLogId: null }])
  await late.close()
  expect(await history(await open())).toEqual(after)
})

test('it is cancelled: its redirect is refused from then on, and it is not abandoned besides', async () => {
  const { clock, open, authContextId, redirect, history } = await startElsewhere()
  const second = await open()
  expect(await second.call('accountAccessConsent.cancelAuthorisation', { authContextId })).toEqual({ cancelled: true })
  await second.call('modelBank.start', {})
  const refusal = { code: 'AUTHORISATION_FAILED', message: 'The authorisation was cancelled here' }
  expect(await second.refused(complete, { redirect })).toMatchObject(refusal)
  await second.close()
  clock.forward(minutes(3))
  expect((await history(await open())).map(({ event }) => event)).toEqual(['created', 'authorisationStarted'])
})
