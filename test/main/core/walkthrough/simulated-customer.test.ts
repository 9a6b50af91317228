import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, test } from 'vitest'
import { goThroughConsentPages, type PageExchange } from '../../../../src/main/core/walkthrough/simulated-customer.ts'
import { startTestApp } from '../../../support/app.ts'

const visitor = { username: 'amelia', password: 'a password of hers', oneTimeCode: '314159' }

/** A bank whose pages are these, in turn. */
const bankOf = async (...pages: { status: number; body?: string; headers?: Record<string, string> }[]) => {
  const left = [...pages]
  const server = createServer((_request, response) => {
    const { status, body = '', headers = {} } = left.shift() ?? { status: 404 }
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => new Promise((resolve) => server.close(resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/authorize`, close }
}

/** Keeps exchanges as a request log would. */
const recorder = () => {
  const exchanges: PageExchange[] = []
  return { exchanges, record: (exchange: PageExchange) => `entry ${exchanges.push(exchange)}` }
}

describe('in the request log', () => {
  test('every page of the walkthrough, from the request object to the redirect, without a secret', async () => {
    const { call } = await startTestApp()
    const { runId } = await call('walkthrough.run', {})
    const [customer] = (await call('modelBank.status', {})).customers
    const { items } = await call('requestLog.list', { runId, limit: 1000, oldestFirst: true })
    const pages = items.filter(({ step }) => step === 'authorisation.page')
    expect(pages.map(({ method, status }) => `${method} ${status}`)).toEqual([
      ...['GET 303', 'GET 200', 'POST 303', 'GET 200', 'POST 303', 'GET 200', 'POST 303', 'GET 303'],
    ])
    const details = await Promise.all(pages.map(({ id }) => call('requestLog.get', { id })))
    expect(details.every(({ tls, bankProfileId, bankRegistrationId }) => tls === null && bankProfileId && bankRegistrationId)).toBe(true)
    expect(details[0]?.jwts.map(({ where, claims }) => [where, claims.response_type])).toEqual([['request.query.request', 'code id_token']])
    const [, location = ''] = details.at(-1)?.response?.headers.find(([name]) => name.toLowerCase() === 'location') ?? []
    expect(location).toMatch(/^http:\/\/127\.0\.0\.1\/callback#.*code=‹code:/)
    const forms = details.flatMap(({ request }) => (request.body ? [new URLSearchParams(request.body)] : []))
    expect(forms.map((form) => form.get('password') ?? form.get('code') ?? form.get('action'))).toEqual([
      expect.stringMatching(/^‹password:/),
      expect.any(String),
      expect.stringMatching(/^‹code:/),
    ])
    expect(forms[0]?.get('username')).toBe(customer?.username)
    expect(JSON.stringify(details)).not.toContain(customer?.password)
  })
})

describe('what goes wrong is recorded, and named by the error', () => {
  test('a page that leads nowhere', async () => {
    const bank = await bankOf({ status: 303, headers: { location: '/login' } }, { status: 400, body: 'invalid_request' })
    const { exchanges, record } = recorder()
    const visit = goThroughConsentPages(bank.url, visitor, { record })
    await expect(visit).rejects.toMatchObject({ code: 'AUTHORISATION_FAILED', details: { requestLogId: 'entry 2' } })
    expect(exchanges.map(({ url, response }) => [new URL(url).pathname, response?.status])).toEqual([
      ['/authorize', 303],
      ['/login', 400],
    ])
    await bank.close()
  })

  test('a bank that is gone', async () => {
    const bank = await bankOf()
    await bank.close()
    const { exchanges, record } = recorder()
    const visit = goThroughConsentPages(bank.url, visitor, { record })
    await expect(visit).rejects.toMatchObject({
      code: 'BANK_UNREACHABLE',
      details: { requestLogId: 'entry 1', remedy: expect.any(String) },
    })
    expect(exchanges).toMatchObject([{ method: 'GET', url: bank.url, response: null, error: { code: 'BANK_UNREACHABLE' } }])
  })

  test('a visit that is called off', async () => {
    const bank = await bankOf({ status: 200 })
    const { exchanges, record } = recorder()
    const visit = goThroughConsentPages(bank.url, visitor, { record, signal: AbortSignal.abort() })
    await expect(visit).rejects.toMatchObject({ code: 'CANCELLED', details: { requestLogId: 'entry 1' } })
    expect(exchanges).toMatchObject([{ error: { code: 'CANCELLED' } }])
    await bank.close()
  })

  test('without a log there is an error all the same', async () => {
    const bank = await bankOf({ status: 500 })
    const visit = goThroughConsentPages(bank.url, visitor)
    await expect(visit).rejects.toMatchObject({ code: 'AUTHORISATION_FAILED', message: expect.stringContaining('500') })
    await bank.close()
  })
})

test('forms are filled in, cookies kept, and buttons pressed as a person would', async () => {
  const form = (fields: string) => `<form method="post" action="/next?a=1&amp;b=2">${fields}</form>`
  const bank = await bankOf(
    { status: 200, headers: { 'set-cookie': 'session=one; HttpOnly' }, body: form('<input name="username"><input name="password">') },
    {
      status: 200,
      body: form(
        '<input name="csrf" value="&lt;x&gt;"><button name="action" value="refuse"></button><button name="action" value="approve"></button>',
      ),
    },
    { status: 303, headers: { location: 'https://tpp.example/callback?code=1' } },
  )
  const { exchanges, record } = recorder()
  expect(await goThroughConsentPages(bank.url, visitor, { record, decision: 'refuse' })).toBe('https://tpp.example/callback?code=1')
  expect(exchanges.map(({ request }) => request.body?.toString() ?? null)).toEqual([
    null,
    'username=amelia&password=a+password+of+hers',
    'csrf=%3Cx%3E&action=refuse',
  ])
  expect(exchanges.map(({ request }) => new Headers(request.headers).get('cookie'))).toEqual([null, 'session=one', 'session=one'])
  expect(exchanges.map(({ url }) => new URL(url).search)).toEqual(['', '?a=1&b=2', '?a=1&b=2'])
  await bank.close()
})
