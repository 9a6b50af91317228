import { connect } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ModelBank, startModelBank } from '../../src/model-bank/start.ts'
import { form, send } from '../support/bank-http.ts'

let bank: ModelBank
let front: string

beforeAll(async () => {
  bank = await startModelBank()
  front = new URL(bank.addresses.frontChannel).origin
})
afterAll(() => bank.close())

test('a slow bank takes up each request later', async () => {
  const slow = await startModelBank({ latencyMs: 120 })
  try {
    const begin = performance.now()
    const { status } = await send(`${slow.addresses.issuer}/.well-known/openid-configuration`, { ca: slow.addresses.caCertificate })
    expect(status).toBe(200)
    expect(performance.now() - begin).toBeGreaterThan(115)
  } finally {
    await slow.close()
  }
})

describe('the http door', () => {
  test.each(['evil.example', 'localhost', '127.0.0.1', '127.0.0.1:1'])('does not answer to the name "%s"', async (host) => {
    expect((await send(`${front}/portal`, { headers: { host } })).status).toBe(421)
  })

  test('answers to localhost with its port', async () => {
    const { port } = new URL(front)
    expect((await send(`${front}/portal`, { headers: { host: `localhost:${port}` } })).status).toBe(200)
  })

  test.each(['/token', '/request', '/register', '/directory/organisation/x/software-statement'])('has no %s', async (path) => {
    expect((await send(`${front}${path}`, { method: 'POST', ...form({ grant_type: 'client_credentials' }) })).status).toBe(404)
  })

  test.each(['/.well-known/openid-configuration', '/jwks', '/open-banking/v4.0/aisp/accounts'])('does not serve %s', async (path) => {
    expect((await send(`${front}${path}`)).status).toBe(404)
  })

  test.each(['/portal', '/portal/operator', '/directory', '/auth', '/interaction/none', '/nothing'])(
    'protects the page %s',
    async (path) => {
      const { headers, text } = await send(`${front}${path}`)
      expect(headers).toMatchObject({
        'content-security-policy': expect.stringContaining("default-src 'none'; style-src 'self'; form-action 'self'"),
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
      })
      expect(text).not.toMatch(/<script|style=|oops/i)
      expect(text).toContain('<html lang="en-GB">')
    },
  )

  test('has one style sheet for every page', async () => {
    const { status, headers } = await send(`${front}/style.css`)
    expect([status, headers['content-type']]).toEqual([200, 'text/css; charset=utf-8'])
  })
})

describe('the https door', () => {
  const attempt = (options: object) =>
    new Promise<string>((resolve, reject) => {
      const { hostname, port } = new URL(bank.addresses.issuer)
      const socket = connect({ host: hostname, port: Number(port), ca: bank.addresses.caCertificate, ...options }, () => {
        resolve(`${socket.getProtocol()} ${socket.getCipher().name}`)
        socket.destroy()
      })
      socket.on('error', reject)
    })

  test('speaks TLS 1.2 with the suites of FAPI, and 1.3', async () => {
    expect(await attempt({})).toMatch(/^TLSv1\.3 /)
    expect(await attempt({ maxVersion: 'TLSv1.2' })).toMatch(/^TLSv1\.2 ECDHE-RSA-AES(128|256)-GCM-SHA/)
    await expect(attempt({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })).rejects.toThrow()
    await expect(attempt({ maxVersion: 'TLSv1.2', ciphers: 'ECDHE-RSA-AES128-SHA' })).rejects.toThrow()
  })

  test('presents a certificate for its address and for localhost', async () => {
    await expect(attempt({ host: '127.0.0.1' })).resolves.toMatch(/^TLS/)
    await expect(attempt({ host: 'localhost', servername: 'localhost' })).resolves.toMatch(/^TLS/)
  })

  test('answers unknown addresses and broken bodies as JSON', async () => {
    const call = { ca: bank.addresses.caCertificate }
    expect((await send(`${bank.addresses.issuer}/nothing`, call)).json).toEqual({
      error: { code: 'NOT_FOUND', message: 'No such address' },
    })
    const broken = await send(`${bank.addresses.directory}/organisation/x/software-statement`, {
      ...call,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect([broken.status, broken.json.error]).toEqual([400, expect.objectContaining({ code: 'INVALID_INPUT' })])
  })
})
