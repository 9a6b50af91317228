import { beforeAll, describe, expect, test } from 'vitest'
import { asn1Tree } from '../../src/pki/asn1-tree.ts'
import { type CertificateSet, createPsd2Set } from '../../src/pki/certificate.ts'
import { context, encode, octets, sequence, utf8 } from '../../src/pki/der.ts'
import { pemBlocks, toPem } from '../../src/pki/pem.ts'
import { createSigningRequest } from '../../src/pki/signing-request.ts'
import type { Asn1Node } from '../../src/shared/model/asn1.ts'
import { failure, organisation, temporaryFolder } from '../support/pki.ts'

let set: CertificateSet
beforeAll(async () => {
  set = await createPsd2Set(organisation)
})

const all = (node: Asn1Node): Asn1Node[] => [node, ...node.children.flatMap(all)]
const valuesOf = (pem: string) => all(asn1Tree(pem).root).map(({ value }) => value)

describe('a certificate', () => {
  test('is taken apart at the places and into the kinds that openssl names', () => {
    const folder = temporaryFolder()
    folder.write('cert.pem', set.transport.certificate)
    const lines = folder.openssl('asn1parse', '-in', 'cert.pem').trim().split('\n')
    // "   12:d=3  hl=2 l=   9 prim: OBJECT            :sha256WithRSAEncryption"
    const expected = lines.map((line) => {
      const [, offset, header, length] = /^\s*(\d+):d=\d+\s+hl=\s*(\d+) l=\s*(\d+)/.exec(line) ?? []
      return [Number(offset), Number(header) + Number(length)]
    })
    const { root, truncated } = asn1Tree(set.transport.certificate)
    const found = new Set(all(root).map(({ offset, length }) => `${offset} ${length}`))
    expect(expected.filter(([offset, length]) => !found.has(`${offset} ${length}`))).toEqual([])
    expect(expected.length).toBeGreaterThan(60)
    expect(truncated).toBe(false)
    expect(root).toMatchObject({ tag: 0x30, name: 'SEQUENCE', value: null, offset: 0 })
    expect(root.length).toBe(pemBlocks(set.transport.certificate)[0]?.der.length)
  })

  test('names its identifiers, texts and times, and looks into its extensions', () => {
    expect(valuesOf(set.transport.certificate)).toEqual(
      expect.arrayContaining([
        '1.2.840.113549.1.1.11 (sha256WithRSAEncryption)',
        '2.5.4.97 (organizationIdentifier)',
        '1.3.6.1.5.5.7.1.3 (qcStatements)',
        '0.4.0.1862.1.6.3 (QcType web)',
        '0.4.0.19495.1.3 (PSP_AI)',
        '1.3.6.1.5.5.7.3.2 (clientAuth)',
        'Example Payments Limited',
        '0.4.0.19495.2 (PSD2 statement)',
        expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      ]),
    )
  })
})

test('a signing request', async () => {
  const { signingRequest } = await createSigningRequest({ type: 'obseal', organisation })
  expect(valuesOf(signingRequest)).toEqual(
    expect.arrayContaining(['1.2.840.113549.1.9.14 (extensionRequest)', '0.4.0.1862.1.6.2 (QcType eseal)']),
  )
})

describe('limits', () => {
  const asCertificate = (der: Buffer) => toPem('CERTIFICATE', der)

  test('nesting beyond them stays bytes', () => {
    let nested = sequence(utf8('deep'))
    for (let depth = 0; depth < 60; depth += 1) nested = sequence(nested)
    const { root, truncated } = asn1Tree(asCertificate(encode(nested)))
    expect(truncated).toBe(true)
    const deepest = all(root).at(-1)
    expect(all(root)).toHaveLength(41)
    expect(deepest?.value).toMatch(/^30:/)
  })

  test('so does more than thousands of values', () => {
    const { root, truncated } = asn1Tree(
      asCertificate(encode(sequence(...Array.from({ length: 60 }, () => sequence(...Array.from({ length: 99 }, () => utf8('x'))))))),
    )
    expect(truncated).toBe(true)
    expect(all(root).length).toBeLessThan(4100)
  })

  test('long content is cut', () => {
    const { root } = asn1Tree(
      asCertificate(encode(sequence(octets(Buffer.alloc(5000, 0xff)), context(1, Buffer.from('https://example.org'))))),
    )
    expect(root.children.map(({ name, value }) => [name, value?.length])).toEqual([
      ['OCTET STRING', 768],
      ['[1]', 19],
    ])
    expect(root.children[1]?.value).toBe('https://example.org')
  })
})

describe('refuses', () => {
  test.each<[string, () => string, object]>([
    ['nothing', () => 'no PEM', { code: 'CERTIFICATE_INVALID', details: { field: 'pem' } }],
    ['a private key', () => set.transport.privateKey, { code: 'CERTIFICATE_INVALID', details: { field: 'pem' } }],
    [
      'what is cut short',
      () => toPem('CERTIFICATE', (pemBlocks(set.transport.certificate)[0]?.der ?? Buffer.alloc(0)).subarray(0, 200)),
      { code: 'CERTIFICATE_INVALID' },
    ],
    ['lengths that lie', () => toPem('CERTIFICATE', Buffer.from('3084ffffffff0000', 'hex')), { code: 'CERTIFICATE_INVALID' }],
    ['too much', () => toPem('CERTIFICATE', Buffer.alloc(300 * 1024, 5)), { code: 'INVALID_INPUT', details: { field: 'pem' } }],
  ])('%s', async (_, pem, expected) => {
    expect(await failure(() => asn1Tree(pem()))).toMatchObject(expected)
  })
})
