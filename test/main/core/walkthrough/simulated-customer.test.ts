import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net'
import { describe, expect, test } from 'vitest'
import { goThroughConsentPages, type PageExchange } from '../../../../src/main/core/walkthrough/simulated-customer.ts'
import type { AppError } from '../../../../src/shared/errors.ts'
import { startTestApp } from '../../../support/app.ts'

const visitor = { username: 'amelia', password: 'a password of hers', oneTimeCode: '314159' }

/** A bank whose pages are these, in turn. */
const bankOf = async (...pages: { status: number; body?: string; headers?: Record<string, string> }[]) => {
  const left = [...pages]
  const server = createServer((_request, response) => {
    const { status, body = '', headers = {} } = left.shift() ?? { status: 404 }
    response.writeHead(status, headers).end(body)
  })
  return serverOf(server)
}

const serverOf = async (server: Server) => {
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
    const cookies = details.flatMap(({ request, response }) =>
      [...request.headers, ...(response?.headers ?? [])].flatMap(([name, value]) => {
        if (name.toLowerCase() === 'cookie') return value.split('; ')
        return name.toLowerCase() === 'set-cookie' ? value.split(';').slice(0, 1) : []
      }),
    )
    expect(cookies.length).toBeGreaterThan(10)
    // One that is taken back has no value.
    for (const cookie of cookies) expect(cookie).toMatch(/^[\w.]+=(‹cookie:[0-9a-f]{8}›)?$/)
    // Of JWTs, only what they hold is shown.
    const shown = JSON.stringify(details.map(({ jwts: _, ...rest }) => rest))
    expect(shown).not.toMatch(/eyJ[\w-]+\.[\w-]+/)
    for (const secret of [customer?.password, customer?.oneTimeCode]) {
      expect(secret).toMatch(/.{6}/)
      expect(shown).not.toContain(secret)
    }
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

  test('a bank that asks again and again', async () => {
    const again = { status: 200, body: '<form action="/login"><input name="password"></form>' }
    const bank = await bankOf(...Array(30).fill(again))
    const { exchanges, record } = recorder()
    const visit = goThroughConsentPages(bank.url, visitor, { record })
    await expect(visit).rejects.toMatchObject({ code: 'AUTHORISATION_FAILED', details: { requestLogId: 'entry 20' } })
    expect(exchanges).toHaveLength(20)
    await bank.close()
  })

  test('a bank that is gone', async () => {
    const bank = await bankOf()
    await bank.close()
    const { exchanges, record } = recorder()
    const visit = goThroughConsentPages(bank.url, visitor, { record })
    await expect(visit).rejects.toMatchObject({
      code: 'BANK_UNREACHABLE',
      message: expect.stringContaining('ECONNREFUSED'),
      details: { requestLogId: 'entry 1', remedy: expect.stringContaining('model bank') },
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

  test('one that is called off while the bank keeps it waiting', async () => {
    const called = new AbortController()
    const bank = await serverOf(createServer(() => called.abort()))
    const { exchanges, record } = recorder()
    const visit = goThroughConsentPages(bank.url, visitor, { record, signal: called.signal })
    await expect(visit).rejects.toMatchObject({ code: 'CANCELLED', details: { requestLogId: 'entry 1' } })
    expect(exchanges).toMatchObject([{ response: null, error: { code: 'CANCELLED' } }])
    await bank.close()
  })

  test.each<[string, (socket: Socket) => void, string]>([
    ['hangs up', (socket) => socket.destroy(), 'BANK_UNREACHABLE'],
    ['speaks something else', (socket) => socket.end('220 mail.example\r\n'), 'BANK_UNREACHABLE'],
    ['never ends a page', (socket) => socket.write(`HTTP/1.1 200 OK\r\n\r\n${'a'.repeat(2_000_000)}`), 'BANK_INVALID_RESPONSE'],
  ])('a bank that %s', async (_, answer, code) => {
    const bank = await serverOf(
      createTcpServer((socket) => {
        socket.on('error', () => {})
        socket.once('data', () => answer(socket))
      }),
    )
    const { exchanges, record } = recorder()
    const refusal = await goThroughConsentPages(bank.url, visitor, { record }).catch((error: AppError) => error.toData())
    expect(refusal).toMatchObject({ code, requestLogId: 'entry 1' })
    expect(JSON.stringify(refusal)).not.toMatch(/TLS|certificate/)
    expect(exchanges).toMatchObject([{ error: { code } }])
    await bank.close()
  })

  test.each(['http://[', '//'])('an address that is none: %s', async (location) => {
    const bank = await bankOf({ status: 303, headers: { location } })
    const visit = goThroughConsentPages(bank.url, visitor, recorder())
    await expect(visit).rejects.toMatchObject({ code: 'AUTHORISATION_FAILED', details: { requestLogId: 'entry 1' } })
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
