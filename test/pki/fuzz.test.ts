// Whatever bytes come in, only an AppError comes out.

import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { createPsd2Set } from '../../src/pki/certificate.ts'
import { parseSubject, sameDistinguishedName } from '../../src/pki/distinguished-name.ts'
import { exportPkcs8, exportPkcs12 } from '../../src/pki/export.ts'
import { readCertificateFile } from '../../src/pki/import.ts'
import { inspect } from '../../src/pki/inspect.ts'
import { pemBlocks, toPem } from '../../src/pki/pem.ts'
import { buildQcStatements, readQcStatements } from '../../src/pki/qc-statements.ts'
import { createSigningRequest } from '../../src/pki/signing-request.ts'
import { AppError } from '../../src/shared/errors.ts'
import { organisation, temporaryFolder } from '../support/pki.ts'

const der = (pem: string) => pemBlocks(pem)[0]?.der ?? Buffer.alloc(0)
const samples: Buffer[] = []
let slow: Buffer[] = []

beforeAll(async () => {
  const { ca, transport, signing } = await createPsd2Set(organisation)
  const { signingRequest } = await createSigningRequest({ type: 'obwac', organisation })
  samples.push(der(ca.certificate), der(transport.certificate), der(signing.certificate), der(signingRequest), der(transport.privateKey))
  slow = [
    await exportPkcs12({ ...transport, chain: [ca.certificate], passphrase: 'secret', name: 'x' }),
    der(await exportPkcs8(transport.privateKey, 'secret')),
  ]
})

/** Runs it; anything but success or an AppError fails the test. */
async function tolerates(work: () => unknown): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    expect(error.message).not.toBe('')
  }
}

const feeds = async (bytes: Buffer) => {
  const base64 = bytes.toString('base64')
  await tolerates(() => inspect({ base64, passphrase: 'secret' }))
  await tolerates(() => readCertificateFile({ base64, passphrase: 'secret' }))
}

/** A few bytes changed, and perhaps the end cut off. */
const damage = fc.record({
  sample: fc.nat(),
  changes: fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 }),
  keep: fc.double({ min: 0.5, max: 1, noNaN: true }),
  cut: fc.boolean(),
})

function damaged(pool: Buffer[], { sample, changes, keep, cut }: typeof damage extends fc.Arbitrary<infer T> ? T : never): Buffer {
  const bytes = Buffer.from(pool[sample % pool.length] ?? [])
  for (const [at, value] of changes) bytes.writeUInt8(value, at % bytes.length)
  return cut ? bytes.subarray(0, Math.floor(bytes.length * keep)) : bytes
}

describe('garbage', () => {
  it('as a file', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), (bytes) => feeds(Buffer.from(bytes))),
      { numRuns: 1000 },
    ))

  it('as a file that begins like DER', () =>
    fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 120 }), (bytes) => feeds(Buffer.from([0x30, bytes.length, ...bytes]))),
      {
        numRuns: 1000,
      },
    ))

  it('in the place of a few bytes of a good file', () =>
    fc.assert(
      fc.asyncProperty(damage, (how) => feeds(damaged(samples, how))),
      { numRuns: 1500 },
    ))

  it(
    'in the place of a few bytes of an encrypted file',
    () =>
      fc.assert(
        fc.asyncProperty(damage, (how) => feeds(damaged(slow, how))),
        { numRuns: 30 },
      ),
    60_000,
  )

  it('inside PEM', () => {
    const label = fc.constantFrom(
      'CERTIFICATE',
      'CERTIFICATE REQUEST',
      'PRIVATE KEY',
      'RSA PRIVATE KEY',
      'EC PRIVATE KEY',
      'ENCRYPTED PRIVATE KEY',
      'PKCS12',
    )
    return fc.assert(
      fc.asyncProperty(label, fc.uint8Array({ maxLength: 200 }), async (name, bytes) => {
        const pem = toPem(name, Buffer.from(bytes))
        await tolerates(() => inspect({ pem, passphrase: 'secret' }))
        await tolerates(() => readCertificateFile({ pem, passphrase: 'secret' }))
      }),
      { numRuns: 1000 },
    )
  })

  it('as text', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 200 }), async (text) => {
        await tolerates(() => inspect({ pem: text }))
        await tolerates(() => parseSubject(text))
        expect(typeof sameDistinguishedName(text, text)).toBe('boolean')
      }),
      { numRuns: 1000 },
    ))

  it('in QcStatements', () => {
    const good = buildQcStatements({ qcType: 'web', roles: ['PSP_AI', 'PSP_PI'] })
    return fc.assert(
      fc.asyncProperty(damage, (how) => tolerates(() => readQcStatements(damaged([good], how)))),
      { numRuns: 1000 },
    )
  })
})

describe('hostile input', () => {
  it('nested a hundred thousand deep is refused', () => feeds(Buffer.alloc(100_000, Buffer.from([0x30, 0x80]))))

  it('of a mebibyte of small values ends soon', async () => {
    const body = Buffer.alloc(1_000_000, Buffer.from([0x30, 0x00]))
    const begin = performance.now()
    await feeds(Buffer.concat([Buffer.from([0x30, 0x83, 0x0f, 0x42, 0x40]), body]))
    await tolerates(() => inspect({ pem: '-----BEGIN CERTIFICATE-----'.repeat(38_000) }))
    expect(performance.now() - begin).toBeLessThan(5000)
  })

  it('of too many certificates is refused', async () => {
    const folder = temporaryFolder()
    const pem =
      folder
        .openssl('req', '-x509', '-newkey', 'rsa:1024', '-nodes', '-keyout', 'k', '-subj', '/CN=x')
        .match(/-----BEGIN[\s\S]*-----\n/)?.[0] ?? ''
    await expect(inspect({ pem: pem.repeat(201) })).rejects.toMatchObject({ code: 'INVALID_INPUT', details: { field: 'pem' } })
  })
})
