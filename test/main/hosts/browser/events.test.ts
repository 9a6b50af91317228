import { get, type IncomingMessage } from 'node:http'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openSession, plainCertificates, startTestHost, type TestHost } from '../../../support/browser-host.ts'

interface Received {
  id?: string
  event?: string
  data?: string
}

const parse = (block: string): Received =>
  Object.fromEntries(block.split('\n').map((line) => [line.split(':')[0], line.slice(line.indexOf(': ') + 2)]))

/** A tab that listens. */
const listen = async (host: TestHost, cookie: string, headers: Record<string, string> = {}, path = '/api/events') => {
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${host.origin}${path}`, { agent: false, headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin', ...headers } }, resolve).on(
      'error',
      reject,
    )
  })
  onTestFinished(() => void incoming.destroy())
  incoming.setEncoding('utf8')
  const received: Received[] = []
  const comments: string[] = []
  const watchers = new Set<() => void>()
  let text = ''
  incoming.on('error', () => {})
  incoming.on('data', (chunk: string) => {
    const blocks = (text + chunk).split('\n\n')
    text = blocks.pop() ?? ''
    for (const block of blocks) block.startsWith(':') ? comments.push(block) : received.push(parse(block))
    for (const watch of watchers) watch()
  })
  const until = (holds: () => boolean) =>
    new Promise<void>((done) => {
      const watch = () => {
        if (!holds()) return
        watchers.delete(watch)
        done()
      }
      watchers.add(watch)
      watch()
    })
  await until(() => received.some(({ event }) => event === 'connected'))
  const events = () => received.filter(({ event }) => event === undefined).map(({ data = '' }) => JSON.parse(data))
  return { incoming, received, comments, until, events, ended: new Promise<void>((done) => incoming.once('close', done)) }
}

const aggregates = (events: { aggregate: string }[]) => new Set(events.map(({ aggregate }) => aggregate))

describe('GET /api/events', () => {
  test('two tabs receive what the core tells, whoever made the call', async () => {
    const host = await startTestHost()
    const session = await openSession(host)
    const one = await listen(host, session.cookie)
    const two = await listen(host, session.cookie)
    expect(one.incoming.headers['content-type']).toBe('text/event-stream; charset=utf-8')
    expect(one.incoming.headers['cache-control']).toBe('no-store')
    await session.call('sandboxCertificates.create', plainCertificates)
    for (const tab of [one, two]) {
      await tab.until(() => aggregates(tab.events()).has('obSealCertificate') && aggregates(tab.events()).has('obWacCertificate'))
      expect(tab.events()).toEqual(host.test.events)
    }
  })

  test('a tab that was away catches up with what it missed, by header or by query, and with nothing else', async () => {
    const host = await startTestHost()
    const session = await openSession(host)
    const before = await listen(host, session.cookie)
    await session.call('sandboxCertificates.create', plainCertificates)
    await before.until(() => before.events().length === host.test.events.length)
    const id = before.received.at(-1)?.id ?? ''
    before.incoming.destroy()
    const known = host.test.events.length
    await session.call('sandboxCertificates.create', plainCertificates)
    const missed = host.test.events.slice(known)
    expect(missed.length).toBeGreaterThan(0)
    for (const tab of [
      await listen(host, session.cookie, { 'Last-Event-ID': id }),
      await listen(host, session.cookie, {}, `/api/events?after=${id}`),
    ]) {
      expect(tab.events()).toEqual(missed)
    }
    expect((await listen(host, session.cookie)).events()).toEqual([])
    expect((await listen(host, session.cookie, { 'Last-Event-ID': 'of-another-start.0' })).events()).toEqual([])
    expect((await listen(host, session.cookie, { 'Last-Event-ID': id.replace(/\d+$/, 'NaN') })).events()).toEqual([])
  })

  test('the heartbeat shows that the connection lives', async () => {
    const host = await startTestHost({ heartbeatMs: 5 })
    const session = await openSession(host)
    const tab = await listen(host, session.cookie)
    await tab.until(() => tab.comments.length >= 2)
    expect(tab.comments[0]).toBe(': heartbeat')
  })

  test('an open tab keeps its session; half an hour after the last one has gone, it is over', async () => {
    const host = await startTestHost()
    const session = await openSession(host)
    const tab = await listen(host, session.cookie)
    host.clock.now += 8 * 60 * 60_000
    expect((await session.call('workspace.status')).status).toBe(200)
    host.clock.now += 8 * 60 * 60_000
    tab.incoming.destroy()
    await tab.ended
    // The host has seen the end once a later connection is answered.
    await listen(host, (await openSession(host)).cookie)
    host.clock.now += 30 * 60_000 - 1
    expect((await session.call('workspace.status')).status).toBe(200)
    host.clock.now += 30 * 60_000
    expect((await session.call('workspace.status')).status).toBe(401)
  })

  test('streams end with the host', async () => {
    const host = await startTestHost()
    const tab = await listen(host, (await openSession(host)).cookie)
    await host.close()
    await tab.ended
  })
})
