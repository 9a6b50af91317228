// The listener over https: the same rules, behind a certificate of the sandbox CA.

import { once } from 'node:events'
import { connect as connectPlain } from 'node:net'
import { networkInterfaces } from 'node:os'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { RedirectListener } from '../../../../src/main/core/redirect/loopback-listener.ts'
import { createCertificateAuthority, type Identity, issueServer } from '../../../../src/pki/certificate.ts'
import { parseSubject } from '../../../../src/pki/distinguished-name.ts'
import { appErrorOf } from '../../../support/bank-answer.ts'
import { freePort } from '../../../support/free-port.ts'
import { rawExchange, rawRequest, textOf } from '../../../support/raw-http.ts'
import { expectedState, formType, redirectListeners } from '../../../support/redirect-listener.ts'

const { listen, closeAll } = redirectListeners()
afterEach(closeAll)

let ca: Identity
let tls: Identity
beforeAll(async () => {
  ca = await createCertificateAuthority({ subject: parseSubject('CN=Sandbox CA') })
  tls = await issueServer({ ca, dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] })
})

const listenAt = async (host = '127.0.0.1', more: object = {}) =>
  listen({ redirectUri: `https://${host}:${await freePort()}/cb/a1`, tls, ...more })
const ask = (listener: RedirectListener, method: string, target: string, headers: Record<string, string> = {}, body = '') =>
  rawExchange(listener.address, rawRequest(listener.address, method, target, headers, body), ca.certificate)
const get = (listener: RedirectListener, target: string, headers?: Record<string, string>) => ask(listener, 'GET', target, headers)
const good = `/cb/a1?code=c&state=${expectedState}`

describe('an answer over https', () => {
  it.each(['127.0.0.1', 'localhost'])('in the query, at %s', async (host) => {
    const listener = await listenAt(host)
    const first = await get(listener, good)
    expect([first.status, first.headers.get('location')]).toEqual([303, '/cb/a1/done'])
    expect(await listener.captured).toBe(`${listener.address}?code=c&state=${expectedState}`)
    expect((await get(listener, '/cb/a1/done')).body).toContain('You can close this window')
    await listener.closed
  })

  it('in the fragment, passed on by our own page', async () => {
    const listener = await listenAt()
    const page = await get(listener, '/cb/a1')
    const token = /"pageToken":"([^"]+)"/.exec(page.body)?.[1] ?? ''
    const { origin } = new URL(listener.address)
    const headers = { 'Content-Type': formType, Origin: origin, 'Sec-Fetch-Site': 'same-origin', 'X-Page-Token': token }
    const body = `code=c&id_token=a.b.c&state=${expectedState}`
    expect((await ask(listener, 'POST', '/cb/a1/fragment', { ...headers, Origin: origin.replace('https', 'http') }, body)).status).toBe(403)
    const again = await get(listener, '/cb/a1')
    const fresh = /"pageToken":"([^"]+)"/.exec(again.body)?.[1] ?? ''
    expect((await ask(listener, 'POST', '/cb/a1/fragment', { ...headers, 'X-Page-Token': fresh }, body)).status).toBe(204)
    expect(await listener.captured).toBe(`${listener.address}#${body}`)
  })
})

describe('what does not belong here', () => {
  it('a foreign Host, another path, a wrong state and a replay are refused as over http', async () => {
    const listener = await listenAt()
    expect((await get(listener, good, { Host: 'evil.example' })).status).toBe(421)
    expect((await get(listener, good, { Host: new URL(listener.address).host.replace('127.0.0.1', 'localhost') })).status).toBe(421)
    expect((await get(listener, `/other?code=c&state=${expectedState}`)).status).toBe(404)
    expect((await get(listener, '/cb/a1?code=c&state=wrong')).status).toBe(400)
    expect((await get(listener, good)).status).toBe(303)
    expect((await get(listener, good)).status).toBe(410)
  })

  it('a browser that does not trust the CA gets nothing, and may still be let through', async () => {
    const listener = await listenAt()
    const { hostname, port } = new URL(listener.address)
    const stranger = connectTls({ host: hostname, port: Number(port) })
    const [error] = await once(stranger, 'error')
    expect(error).toMatchObject({ code: expect.stringMatching(/UNABLE_TO_VERIFY|SELF_SIGNED/) })
    expect((await get(listener, good)).status).toBe(303)
  })

  it('plain http and TLS 1.1 are cut off', async () => {
    const listener = await listenAt()
    expect((await rawExchange(listener.address.replace('https', 'http'), rawRequest(listener.address, 'GET', good))).status).not.toBe(303)
    const { hostname, port } = new URL(listener.address)
    const ciphers = 'DEFAULT@SECLEVEL=0'
    const old = connectTls({
      host: hostname,
      port: Number(port),
      ca: ca.certificate,
      minVersion: 'TLSv1.1',
      maxVersion: 'TLSv1.1',
      ciphers,
    })
    await once(old, 'error')
    expect((await get(listener, good)).status).toBe(303)
  })

  it('a handshake that is never made is cut off, and does not hold up the end', async () => {
    const listener = await listenAt('127.0.0.1', { socketTimeoutMs: 200 })
    const { hostname, port } = new URL(listener.address)
    const silent = connectPlain({ host: hostname, port: Number(port) })
    expect(await textOf(silent)).toBe('')
    const other = await listenAt()
    const waiting = connectPlain({ host: hostname, port: Number(new URL(other.address).port) })
    await once(waiting, 'connect')
    await other.close()
    expect(await textOf(waiting)).toBe('')
  })
})

describe('the address', () => {
  it('keeps its port or fails', async () => {
    const port = await freePort()
    const redirectUri = `https://127.0.0.1:${port}/cb/a1`
    const first = await listen({ redirectUri, tls })
    expect(await appErrorOf(() => listen({ redirectUri, tls }))).toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining(`${port}`),
    })
    await first.close()
    expect((await listen({ redirectUri, tls })).address).toBe(redirectUri)
  })

  it('localhost is 127.0.0.1, and nothing else of this machine', async () => {
    const { port } = new URL((await listenAt('localhost')).address)
    const own = Object.values(networkInterfaces()).flatMap((addresses) => addresses?.filter(({ family }) => family === 'IPv4') ?? [])
    const others = new Set(own.map(({ address }) => address)).add('127.0.0.2')
    others.delete('127.0.0.1')
    for (const host of others) {
      const socket = connectPlain({ host, port: Number(port), timeout: 2000 })
      const outcome = await new Promise((resolve) => {
        for (const event of ['connect', 'error', 'timeout']) socket.once(event, () => resolve(event))
      })
      socket.destroy()
      expect([host, outcome]).not.toEqual([host, 'connect'])
    }
  })

  it('shows its certificate, and no other', async () => {
    const listener = await listenAt('localhost')
    const { port } = new URL(listener.address)
    const socket: TLSSocket = connectTls({ host: '127.0.0.1', port: Number(port), servername: 'localhost', ca: ca.certificate })
    await once(socket, 'secureConnect')
    expect(socket.getPeerCertificate().subject.CN).toBe('localhost')
    expect(socket.authorized).toBe(true)
    socket.destroy()
  })

  it.each(['https://127.0.0.1/cb', 'https://localhost:8443/cb', 'https://tpp.example/cb', 'https://127.0.0.1.evil.example/cb'])(
    '%s is refused without a certificate',
    async (redirectUri) => {
      expect(await appErrorOf(() => listen({ redirectUri }))).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'redirectUri' } })
    },
  )

  it.each(['https://tpp.example/cb', 'https://localhost.evil.example/cb', 'https://user@localhost/cb', 'https://0.0.0.0/cb'])(
    '%s is refused with one too',
    async (redirectUri) => {
      expect(await appErrorOf(() => listen({ redirectUri, tls }))).toMatchObject({ code: 'INVALID_INPUT' })
    },
  )
})
