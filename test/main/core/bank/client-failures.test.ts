import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { expect, test } from 'vitest'
import type { BankClientOptions } from '../../../../src/main/core/bank/client.ts'
import type { BankTarget, TransportIdentity } from '../../../../src/main/core/bank/session.ts'
import { bankClientBench } from '../../../support/bank-client.ts'
import { createTestCa, fingerprintOf, transportIdentity } from '../../../support/tls-identities.ts'
import { startHttpsServer } from '../../../support/tls-server.ts'
import { errorOf } from '../../../support/workspace-fixtures.ts'

const bench = bankClientBench()

interface Attempt extends Partial<BankClientOptions> {
  target?: BankTarget
  identity?: TransportIdentity | null
}

/** The error of one GET, with the exchange that it is linked to. */
async function failureOf(url: string, { target = bench.target(), identity = null, ...options }: Attempt = {}) {
  const error = await errorOf(() => bench.client(options).send(target, identity, { method: 'GET', url }, { step: 'test' }))
  const exchange = bench.requestLog.get(error.requestLogId ?? '')
  expect(exchange).toMatchObject({ errorCode: error.code, errorMessage: error.message })
  return { ...error, exchange }
}

test('an untrusted server certificate is named as the bank’s, with its chain and the remedy', async () => {
  const server = await bench.https((_request, response) => response.end())
  const failure = await failureOf(server.origin, { target: { ...bench.target(), caCertificates: [] } })
  expect(failure).toMatchObject({
    code: 'BANK_TLS_REJECTED',
    message: expect.stringContaining('TLS certificate of the bank'),
    remedy: expect.stringContaining('CA certificate'),
  })
  expect(failure.message).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE')
  expect(failure.exchange.tls?.serverChain[0]?.sha256Fingerprint).toBe(fingerprintOf(bench.pki().server.certificate))
  expect(failure.exchange).toMatchObject({ status: null, requestSize: 0, rawAvailable: false, response: null })
})

test('an expired server certificate, and one for another host, are told apart', async () => {
  const start = async (leaf: { certificate: string; privateKey: string }) =>
    bench.keep(await startHttpsServer(leaf, (_request, response) => response.end()))
  const expired = await start(bench.pki().bankCa.issue('expired', { days: -1 }))
  const other = await start(bench.pki().bankCa.issue('other', { alternativeNames: 'DNS:other.example' }))
  expect(await failureOf(expired.origin)).toMatchObject({ code: 'BANK_TLS_REJECTED', message: expect.stringContaining('has expired') })
  expect(await failureOf(other.origin)).toMatchObject({ code: 'BANK_TLS_REJECTED', message: expect.stringContaining('another host name') })
})

/** `openssl s_server` refuses clients with real alerts. */
async function opensslServer(clientCa: string, version: '-tls1_2' | '-tls1_3') {
  const folder = mkdtempSync(join(tmpdir(), 'tpp-s-server-'))
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const { certificate, privateKey } = bench.pki().server
  const credentials = ['-cert', file('server.pem', certificate), '-key', file('server.key', privateKey)]
  const required = ['-CAfile', file('clients.pem', clientCa), '-Verify', '2', '-verify_return_error']
  const server = spawn('openssl', ['s_server', '-accept', '127.0.0.1:0', '-www', version, ...credentials, ...required], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const port = await new Promise<string>((resolve) => {
    createInterface(server.stdout).on('line', (line) => {
      const found = /^ACCEPT .*:(\d+)$/.exec(line)?.[1]
      if (found) resolve(found)
    })
  })
  bench.keep({
    async close() {
      const ended = once(server, 'exit')
      server.kill()
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  })
  return `https://localhost:${port}`
}

test('the bank’s refusal of our certificate names the alert', async () => {
  const strangers = createTestCa('Strangers')
  const foreign = transportIdentity(strangers.issue('stranger'))
  strangers.remove()
  for (const version of ['-tls1_2', '-tls1_3'] as const) {
    const origin = await opensslServer(bench.pki().tppCa.certificate, version)
    const refused = await failureOf(origin, { identity: foreign })
    expect(refused).toMatchObject({
      code: 'BANK_TLS_REJECTED',
      message: expect.stringMatching(/^Our certificate was refused .*alert 48 unknown_ca/),
    })
    expect(refused.exchange.tls?.clientCertificateOffered?.sha256Fingerprint).toBe(fingerprintOf(foreign.certificate))
    const none = await failureOf(origin)
    const alert = version === '-tls1_2' ? 'alert 40 handshake_failure' : 'alert 116 certificate_required'
    expect(none).toMatchObject({ code: 'BANK_TLS_REJECTED', message: expect.stringContaining('requires a client certificate') })
    expect(none.message).toContain(alert)
  }
})

test('a key of another certificate, and broken PEM, never reach the network', async () => {
  const [one, two] = [bench.pki().tppCa.issue('one'), bench.pki().tppCa.issue('two')]
  const send = (identity: TransportIdentity) =>
    bench.client().send(bench.target(), identity, { method: 'GET', url: 'https://localhost:1/' }, { step: 'x' })
  expect(await errorOf(() => send(transportIdentity({ ...one, privateKey: two.privateKey })))).toMatchObject({ code: 'KEY_MISMATCH' })
  expect(await errorOf(() => send(transportIdentity({ ...one, certificate: 'nonsense' })))).toMatchObject({ code: 'CERTIFICATE_INVALID' })
})

test('hanging up is told by its moment', async () => {
  const before = await bench.tls((socket) => socket.once('data', () => socket.destroy()))
  const within = await bench.tls((socket) =>
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"half":')),
  )
  expect(await failureOf(before.origin)).toMatchObject({
    code: 'BANK_UNREACHABLE',
    message: expect.stringContaining('hung up before it answered'),
  })
  const half = await failureOf(within.origin)
  expect(half).toMatchObject({ code: 'BANK_UNREACHABLE', message: expect.stringContaining('in the middle of its answer') })
  expect(half.exchange).toMatchObject({ status: 200, response: { body: '{"half":' } })
})

test('nobody listening, no such host, and a server that never completes the handshake', async () => {
  const silent = createServer((socket) => socket.resume())
  silent.listen(0, '127.0.0.1')
  await once(silent, 'listening')
  const { port } = silent.address() as AddressInfo
  const stuck = await failureOf(`https://127.0.0.1:${port}`, { timeouts: () => ({ connectMs: 50 }) })
  expect(stuck).toMatchObject({ code: 'BANK_UNREACHABLE', message: expect.stringContaining('within 50 ms') })
  silent.close()
  await once(silent, 'close')
  expect(await failureOf(`https://127.0.0.1:${port}`)).toMatchObject({
    code: 'BANK_UNREACHABLE',
    message: expect.stringContaining('refused the connection'),
  })
  expect(await failureOf('https://bank.invalid')).toMatchObject({
    code: 'BANK_UNREACHABLE',
    message: expect.stringContaining('was not found'),
  })
})

test('an answer that does not begin, or stops, ends with its timeout', async () => {
  const server = await bench.https((request, response) => {
    if (request.url === '/body') response.write('{')
  })
  const timeouts = () => ({ headersMs: 60, bodyMs: 60 })
  expect(await failureOf(`${server.origin}/headers`, { timeouts })).toMatchObject({
    code: 'BANK_UNREACHABLE',
    message: expect.stringContaining('did not answer within 60 ms'),
  })
  expect(await failureOf(`${server.origin}/body`, { timeouts })).toMatchObject({
    code: 'BANK_UNREACHABLE',
    message: expect.stringContaining('stopped in the middle'),
  })
})

test('nonsense instead of TLS or HTTP, and endless headers', async () => {
  const plain = createServer((socket) =>
    socket.on('error', () => undefined).once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
  )
  plain.listen(0, '127.0.0.1')
  await once(plain, 'listening')
  bench.keep({ close: () => new Promise((done) => plain.close(() => done())) })
  const { port } = plain.address() as AddressInfo
  expect(await failureOf(`https://127.0.0.1:${port}`)).toMatchObject({
    code: 'BANK_INVALID_RESPONSE',
    message: expect.stringContaining('does not speak TLS'),
  })

  const garbage = await bench.tls((socket) => socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.2\r\n')))
  expect(await failureOf(garbage.origin)).toMatchObject({ code: 'BANK_INVALID_RESPONSE', message: expect.stringContaining('is not HTTP') })

  const long = await bench.tls((socket) => socket.once('data', () => socket.end(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}\r\n\r\n`)))
  expect(await failureOf(long.origin)).toMatchObject({ code: 'BANK_INVALID_RESPONSE', message: expect.stringContaining('too large') })
})

test('an answer beyond the limit is cut off, with and without a declared length', async () => {
  const server = await bench.https((request, response) => {
    if (request.url === '/declared') response.setHeader('content-length', 200_000)
    response.end('x'.repeat(200_000))
  })
  for (const path of ['/declared', '/chunked']) {
    const failure = await failureOf(server.origin + path, { maxResponseBytes: 100_000 })
    expect(failure).toMatchObject({ code: 'BANK_INVALID_RESPONSE', message: expect.stringContaining('larger than 100000 bytes') })
    expect(failure.exchange.responseSize).toBeLessThan(101_000)
  }
})

test('a body that is not JSON is an error only when JSON is asked for, and is not quoted', async () => {
  const server = await bench.https((_request, response) => response.end('<html>access_token=topsecret</html>'))
  const answer = await bench.client().send(bench.target(), null, { method: 'GET', url: `${server.origin}/x?code=abc` }, { step: 'x' })
  const error = await errorOf(() => answer.json())
  expect(error).toMatchObject({
    code: 'BANK_INVALID_RESPONSE',
    requestLogId: answer.requestLogId,
    message: `Answer from ${server.origin}/x with status 200 is not JSON`,
  })
})

test('a header that HTTP forbids is refused as input', async () => {
  const server = await bench.https((_request, response) => response.end())
  const send = () =>
    bench
      .client()
      .send(bench.target(), null, { method: 'GET', url: server.origin, headers: [['x-a', 'b\r\nx-injected: 1']] }, { step: 'x' })
  expect(await errorOf(send)).toMatchObject({ code: 'INVALID_INPUT' })
})
