// While the customer is at the bank: the address that may be opened, and what a person is told who looks elsewhere.

import { describe, expect, test } from 'vitest'
import type { AppEvent } from '../../src/shared/events.ts'
import { boot } from '../support/electron/boot.ts'
import { shareBuiltApp } from '../support/electron/built.ts'
import type { Page } from '../support/electron/page.ts'

const built = shareBuiltApp()

const nextEvent = <T extends AppEvent['type']>(page: Page, type: T): Promise<Extract<AppEvent, { type: T }>> =>
  new Promise((done) => {
    const end = page.bridge.subscribe((event) => {
      if (event.type !== type) return
      end()
      done(event as Extract<AppEvent, { type: T }>)
    })
  })

describe('an authorisation by hand', () => {
  test('its address can be opened once the core gave it, and the person is told while the window is behind others', async () => {
    const { double, open } = await boot({ built: built() })
    const { window, page } = await open()
    window.focused = false
    const awaited = nextEvent(page, 'walkthrough.awaitingCustomer')
    const run = page.bridge.call('walkthrough.run', { autoApprove: false })
    const { authorisationUrl } = await awaited
    expect(await page.bridge.openExternal(authorisationUrl)).toEqual({ ok: true, value: null })
    expect(double.seen.opened).toEqual([new URL(authorisationUrl).href])

    await page.bridge.call('walkthrough.status', {})
    expect(double.seen.notifications.map(({ options }) => options.title)).toEqual(['The customer is at the bank'])
    const [notification] = double.seen.notifications
    notification?.emit('click')
    expect(window.focused).toBe(true)

    await page.bridge.call('walkthrough.cancel', {})
    expect(await run).toMatchObject({ ok: false, error: { code: 'CANCELLED' } })
    expect(double.seen.notifications).toHaveLength(1)

    // Not because the bank's pages may be opened: any bank's address is one that the core gave.
    await page.bridge.call('modelBank.stop', {})
    expect(await page.bridge.openExternal(authorisationUrl)).toEqual({ ok: true, value: null })
  })

  test('so can that of an authorisation started on its own, and only that', async () => {
    const { double, open } = await boot({ built: built() })
    const { page } = await open()
    const run = await page.bridge.call('walkthrough.run', {})
    if (!run.ok) throw new Error(run.error.message)
    const { bankRegistrationId } = run.value
    const consent = await page.bridge.call('accountAccessConsent.create', { bankRegistrationId, permissions: ['ReadAccountsBasic'] })
    if (!consent.ok) throw new Error(JSON.stringify(consent.error))
    const started = await page.bridge.call('accountAccessConsent.startAuthorisation', { id: consent.value.id })
    if (!started.ok) throw new Error(started.error.message)
    await page.bridge.call('modelBank.stop', {})
    const { authorisationUrl } = started.value
    expect(await page.bridge.openExternal(authorisationUrl)).toEqual({ ok: true, value: null })
    expect(await page.bridge.openExternal(`${authorisationUrl}x`)).toMatchObject({ ok: false })
    expect(double.seen.opened).toHaveLength(1)
  })
})

describe('the end of a walkthrough', () => {
  test.each([
    ['behind others', false, ['The walkthrough has finished']],
    ['in front', true, []],
  ])('with the window %s', async (_where, focused, titles) => {
    const { double, open } = await boot({ built: built() })
    const { window, page } = await open()
    window.focused = focused
    const run = await page.bridge.call('walkthrough.run', {})
    if (!run.ok) throw new Error(run.error.message)
    const { accounts, transactions } = run.value.totals
    await page.bridge.call('walkthrough.status', {})
    expect(double.seen.notifications.map(({ options }) => options.title)).toEqual(titles)
    for (const { options } of double.seen.notifications) expect(options.body).toBe(`Accounts: ${accounts}, transactions: ${transactions}`)
  })

  test('a failure is told with its step', async () => {
    const { double, open } = await boot({ built: built() })
    const { window, page } = await open()
    window.focused = false
    expect(await page.bridge.call('walkthrough.run', { customer: 'nobody' })).toMatchObject({ ok: false })
    await page.bridge.call('walkthrough.status', {})
    const [notification] = double.seen.notifications
    expect(notification?.options).toEqual({ title: 'The walkthrough stopped', body: expect.stringMatching(/^Step: \w+/) })
  })
})
