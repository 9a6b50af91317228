import { expect, test } from 'vitest'
import { bankClientBench } from '../../../support/bank-client.ts'
import { fingerprintOf, transportIdentity } from '../../../support/tls-identities.ts'
import { errorOf } from '../../../support/workspace-fixtures.ts'

const bench = bankClientBench()
const context = { step: 'test' }

test('offers the certificate, makes one handshake for many requests and records what the handshake settled', async () => {
  const server = await bench.https((_request, response) => response.end('{"ok":true}'), { clientCa: bench.pki().tppCa.certificate })
  const identity = transportIdentity(bench.pki().tppCa.issue('tpp'))
  const client = bench.client()
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => client.send(bench.target(), identity, { method: 'GET', url: `${server.origin}/a` }, context)),
  )

  expect(server.handshakes()).toBe(1)
  expect(server.clients).toEqual([fingerprintOf(identity.certificate)])
  expect(answers.map((answer) => answer.json())).toEqual(Array.from({ length: 20 }, () => ({ ok: true })))
  const details = answers.map(({ requestLogId }) => bench.requestLog.get(requestLogId))
  expect(details.map(({ tls }) => tls?.reusedConnection)).toEqual([false, ...Array.from({ length: 19 }, () => true)])
  expect(details.map(({ timing }) => timing.connect === null)).toEqual([false, ...Array.from({ length: 19 }, () => true)])
  expect(details[0]?.tls).toMatchObject({
    protocol: 'TLSv1.3',
    cipher: expect.stringMatching(/^TLS_AES_/),
    clientCertificateOffered: {
      obWacCertificateId: identity.obWacCertificateId,
      subject: 'CN=tpp',
      sha256Fingerprint: fingerprintOf(identity.certificate),
    },
  })
  expect(details[0]?.tls?.serverChain[0]).toMatchObject({
    subject: 'CN=bank',
    issuer: 'CN=Bank CA',
    sha256Fingerprint: fingerprintOf(bench.pki().server.certificate),
  })
  expect(details[0]?.clientCertificate).toBe(fingerprintOf(identity.certificate))
})

test('time in the queue of a connection belongs to no exchange', async () => {
  const server = await bench.https((_request, response) => response.end('{}'))
  const client = bench.client()
  const began = performance.now()
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => client.send(bench.target(), null, { method: 'GET', url: server.origin }, context)),
  )
  const elapsed = performance.now() - began
  const total = answers.reduce((sum, { requestLogId }) => sum + bench.requestLog.get(requestLogId).timing.total, 0)
  expect(total).toBeLessThan(elapsed + 1)
})

test('a changed certificate is the one that the bank sees, without session resumption', async () => {
  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const server = await bench.https((_request, response) => response.end('{}'), { clientCa: bench.pki().tppCa.certificate, maxVersion })
    const [old, renewed] = [transportIdentity(bench.pki().tppCa.issue('tpp')), transportIdentity(bench.pki().tppCa.issue('tpp'))]
    const client = bench.client()
    for (const identity of [old, old, renewed, renewed])
      await client.send(bench.target(), identity, { method: 'GET', url: server.origin }, context)
    expect(server.clients).toEqual([fingerprintOf(old.certificate), fingerprintOf(renewed.certificate)])
    expect(server.resumed()).toBe(0)
  }
})

test('TLS 1.2 uses a cipher of FAPI, and others are refused', async () => {
  const weaker = await bench.https((_request, response) => response.end(), {
    maxVersion: 'TLSv1.2',
    ciphers: 'ECDHE-RSA-CHACHA20-POLY1305:AES128-SHA',
  })
  const allowed = await bench.https((_request, response) => response.end(), { maxVersion: 'TLSv1.2' })
  const client = bench.client()
  const { requestLogId } = await client.send(bench.target(), null, { method: 'GET', url: allowed.origin }, context)
  expect(bench.requestLog.get(requestLogId).tls).toMatchObject({ protocol: 'TLSv1.2', cipher: 'ECDHE-RSA-AES128-GCM-SHA256' })
  expect(await errorOf(() => client.send(bench.target(), null, { method: 'GET', url: weaker.origin }, context))).toMatchObject({
    code: 'BANK_TLS_REJECTED',
  })
})
