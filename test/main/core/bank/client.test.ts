import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { bankClientBench } from '../../../support/bank-client.ts'
import { errorOf } from '../../../support/workspace-fixtures.ts'

const bench = bankClientBench()
const context = { step: 'test' }

test('records the head of a request byte by byte as the bank received it', async () => {
  const received: Buffer[] = []
  const server = await bench.tls((socket) => {
    socket.on('data', (chunk) => {
      received.push(chunk)
      if (Buffer.concat(received).includes('grant_type=x'))
        socket.end('HTTP/1.1 200 Fine\r\nX-One: 1\r\nx-two: 2\r\nX-One: 3\r\nContent-Length: 4\r\n\r\ntrue')
    })
  })
  const headers: [string, string][] = [
    ['X-Second', 'b'],
    ['content-type', 'application/x-www-form-urlencoded'],
    ['accept', 'application/json'],
  ]
  const answer = await bench
    .client()
    .send(bench.target(), null, { method: 'POST', url: `${server.origin}/token?a=1`, headers, body: 'grant_type=x' }, context)

  const raw = bench.requestLog.raw(answer.requestLogId)
  expect(raw.request?.toString('latin1')).toBe(Buffer.concat(received).toString('latin1'))
  expect(raw.response?.toString('latin1')).toBe('HTTP/1.1 200 Fine\r\nX-One: 1\r\nx-two: 2\r\nX-One: 3\r\nContent-Length: 4\r\n\r\ntrue')
  const detail = bench.requestLog.get(answer.requestLogId)
  expect(detail.request.headers).toEqual([
    ['host', new URL(server.origin).host],
    ['connection', 'keep-alive'],
    ...headers,
    ['accept-encoding', 'identity'],
    ['content-length', '12'],
  ])
  expect(detail.response).toEqual({
    statusText: 'Fine',
    headers: [
      ['X-One', '1'],
      ['x-two', '2'],
      ['X-One', '3'],
      ['Content-Length', '4'],
    ],
    body: 'true',
  })
  expect(answer.header('x-ONE')).toBe('1, 3')
  expect(answer.header('absent')).toBeNull()
  expect(detail).toMatchObject({
    requestSize: raw.request?.length,
    responseSize: raw.response?.length,
    status: 200,
    step: 'test',
    method: 'POST',
  })
})

test('returns a redirect as it is', async () => {
  let requests = 0
  const server = await bench.https((_request, response) => {
    requests += 1
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  const answer = await bench.client().send(bench.target(), null, { method: 'GET', url: server.origin }, context)
  expect([answer.status, answer.header('location'), requests]).toEqual([302, '/elsewhere', 1])
})

test('refuses addresses that are not https before anything is sent', async () => {
  const client = bench.client()
  for (const url of ['http://127.0.0.1:1/', 'https://user:secret@localhost/', 'ftp://localhost/', 'not an address']) {
    expect(await errorOf(() => client.send(bench.target(), null, { method: 'GET', url }, context))).toMatchObject({
      code: 'INVALID_INPUT',
      field: 'url',
    })
  }
})

test('sends a GET again, as an exchange of its own, when a kept connection was closed', async () => {
  let connections = 0
  const server = await bench.tls((socket) => {
    connections += 1
    let requests = 0
    socket.on('data', () => {
      requests += 1
      if (connections === 1 && requests === 2) socket.destroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
    })
  })
  const client = bench.client()
  const runId = randomUUID()
  const send = (method: 'GET' | 'POST') => client.send(bench.target(), null, { method, url: server.origin }, { step: 'stale', runId })
  await send('GET')
  await send('GET')
  const entries = bench.requestLog.idsOfRun(runId).map((id) => bench.requestLog.get(id))
  expect(entries.map(({ status, errorCode }) => status ?? errorCode)).toEqual([200, 'BANK_UNREACHABLE', 200])
  expect(connections).toBe(2)
})

test('does not send a POST again', async () => {
  let requests = 0
  const server = await bench.tls((socket) => {
    socket.on('data', () => {
      requests += 1
      if (requests === 2) socket.destroy()
      else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}')
    })
  })
  const client = bench.client()
  const send = () => client.send(bench.target(), null, { method: 'POST', url: server.origin }, context)
  await send()
  expect(await errorOf(send)).toMatchObject({ code: 'BANK_UNREACHABLE' })
  expect(requests).toBe(2)
})

test('gives oauth4webapi a fetch that records', async () => {
  const server = await bench.https((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      if (request.url === '/gone') response.writeHead(204).end()
      else
        response
          .writeHead(201, { 'content-type': 'application/json' })
          .end(JSON.stringify({ method: request.method, type: request.headers['content-type'], body }))
    })
  })
  const recorded = bench.client().fetchFor(bench.target(), null, { step: 'token' })
  expect(recorded.lastRequestLogId()).toBeUndefined()
  const response = await recorded.fetch(`${server.origin}/token`, {
    method: 'post',
    headers: { accept: 'x/y' },
    body: new URLSearchParams({ scope: 'a b' }),
  })
  expect(response).toBeInstanceOf(Response)
  expect(response.status).toBe(201)
  expect(await response.json()).toEqual({ method: 'POST', type: 'application/x-www-form-urlencoded;charset=UTF-8', body: 'scope=a+b' })
  expect(bench.requestLog.get(recorded.lastRequestLogId() ?? '')).toMatchObject({ step: 'token', status: 201 })
  expect((await recorded.fetch(`${server.origin}/gone`)).body).toBeNull()
  await server.close()
  const before = recorded.lastRequestLogId()
  const error = await errorOf(() => recorded.fetch(`${server.origin}/token`))
  expect(error).toMatchObject({ code: 'BANK_UNREACHABLE', requestLogId: recorded.lastRequestLogId() })
  expect(recorded.lastRequestLogId()).not.toBe(before)
})

test('cancels a running request, and a waiting one without harm to the connection', async () => {
  const running = new AbortController()
  const waiting = new AbortController()
  const server = await bench.https((request, response) => {
    if (request.url === '/slow') running.abort()
    else if (request.url === '/held') {
      waiting.abort()
      setImmediate(() => response.end('{}'))
    } else response.end('{}')
  })
  const client = bench.client()
  const get = (path: string, signal?: AbortSignal) =>
    client.send(bench.target(), null, { method: 'GET', url: server.origin + path }, { step: 'x', signal })
  const error = await errorOf(() => get('/slow', running.signal))
  expect(error.code).toBe('CANCELLED')
  expect(bench.requestLog.get(error.requestLogId ?? '')).toMatchObject({ errorCode: 'CANCELLED', status: null })

  const handshakes = server.handshakes()
  const held = get('/held')
  const cancelled = errorOf(() => get('/never', waiting.signal))
  const after = get('/after')
  expect((await cancelled).code).toBe('CANCELLED')
  expect([(await held).status, (await after).status]).toEqual([200, 200])
  expect(server.handshakes()).toBe(handshakes + 1)
  expect(await errorOf(() => get('/never', AbortSignal.abort()))).toMatchObject({ code: 'CANCELLED' })
})

test('closing ends the requests under way', async () => {
  const arrived = Promise.withResolvers<void>()
  const server = await bench.https(() => arrived.resolve())
  const client = bench.client()
  const pending = errorOf(() => client.send(bench.target(), null, { method: 'GET', url: server.origin }, context))
  await arrived.promise
  await client.close()
  expect(await pending).toMatchObject({ code: 'CANCELLED' })
})
