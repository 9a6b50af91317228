// Killed between the bank's answer to a refresh and our commit: what the next start finds, and what becomes of the consent.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { startModelBank } from '../../../../src/model-bank/start.ts'
import { openTestApp, type TestApp, temporaryFolder, workspaceKey } from '../../../support/app.ts'
import { authorise, exchangesOf, makeConsent, minutes, movableClock, prepareTpp, register } from '../../../support/tpp.ts'

const script = new URL('../../../support/die-at-refresh.ts', import.meta.url).pathname

test('the old tokens are tried once, then authorising again is offered', { timeout: 60_000 }, async () => {
  const [dataDir, key, clock, bank] = [temporaryFolder(), workspaceKey(), movableClock(), await startModelBank()]
  onTestFinished(() => bank.close())
  const open = async (): Promise<TestApp> => {
    const app = await openTestApp({ dataDir, env: { ...key }, clock, bank })
    onTestFinished(() => app.close())
    return app
  }
  const before = await open()
  const { id } = await makeConsent(before, (await register(before, await prepareTpp(before))).id)
  const { consent } = await authorise(before, id)
  await before.close()

  const child = spawn(process.execPath, [script, dataDir, id], { env: { ...process.env, ...key }, stdio: ['ignore', 'ignore', 'pipe'] })
  const [[, signal], said] = await Promise.all([once(child, 'exit'), text(child.stderr)])
  expect([signal, said]).toEqual(['SIGKILL', ''])

  const app = await open()
  const [last] = (await app.call('requestLog.list', { limit: 1 })).items
  expect(last).toMatchObject({ step: 'token.refresh', status: 200 })
  expect(await app.call('accountAccessConsent.get', { id })).toEqual(consent)
  const read = () => app.call('account.list', { accountAccessConsentId: id, source: 'bank' })
  const readRefused = () => app.refused('account.list', { accountAccessConsentId: id, source: 'bank' })
  const stepsOf = async (work: () => Promise<unknown>) => (await exchangesOf(app, work)).map(({ step, status }) => `${step} ${status}`)

  // The old access token still works, so it is used.
  expect(await stepsOf(read)).toEqual(['accounts.list 200'])

  const untilEnd = Date.parse(consent.tokens?.accessTokenExpires ?? '') + minutes(1) - clock.now().getTime()
  clock.forward(untilEnd)
  const lost = {
    code: 'AUTHORISATION_FAILED',
    message: expect.stringMatching(
      /^The tokens of the refresh begun at \S+Z never arrived here, and the bank no longer takes those before it$/,
    ),
    field: 'id',
    remedy: 'Ask the customer to authorise the consent again.',
  }
  expect(await stepsOf(async () => expect(await readRefused()).toMatchObject(lost))).toEqual(['token.refresh 400'])
  expect(await stepsOf(async () => expect(await readRefused()).toMatchObject(lost))).toEqual([])
  expect((await app.call('accountAccessConsent.history', { id })).items.at(-1)).toMatchObject({
    event: 'refreshFailed',
    detail: lost.message,
    requestLogId: expect.any(String),
  })

  clock.forward(-untilEnd)
  await app.call('modelBank.start', {})
  await authorise(app, id)
  expect((await read()).items).toHaveLength(3)
  expect(await app.call('accountAccessConsent.refresh', { id })).toMatchObject({ tokens: { refreshable: true } })
})
