import { X509Certificate } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCertificateAuthority } from '../../src/pki/certificate.ts'
import {
  type DnAttribute,
  dnRenderings,
  parseDnRendering,
  parseSubject,
  renderDn,
  sameDistinguishedName,
  subjectAttributes,
} from '../../src/pki/distinguished-name.ts'
import { attribute, printable } from '../../src/pki/dn-attributes.ts'
import { dnRenderingName } from '../../src/shared/model/certificate.ts'
import { failure, temporaryFolder } from '../support/pki.ts'

const sandbox = printable([
  attribute('C', 'GB'),
  attribute('O', 'WSO2 (UK) LIMITED'),
  attribute('2.5.4.97', 'PSDGB-OB-Unknown0015800001HQQrZAAX'),
  attribute('CN', '0015800001HQQrZAAX'),
])
const hex = Buffer.from('PSDGB-OB-Unknown0015800001HQQrZAAX').toString('hex')
const awkward = [
  attribute('C', 'GB'),
  attribute('O', ' Café "Müller", Söhne + Co; <a=b> \\ #1 '),
  attribute('OU', '#hash'),
  { ...attribute('UID', 'u1'), joined: true },
  attribute('1.2.3.4', 'unknown type'),
  attribute('CN', 'name,with=everything'),
]
const pairs = (attributes: DnAttribute[]) => attributes.map(({ oid, value }) => [oid, value])

describe('renderings of a distinguished name', () => {
  it.each([
    ['shortName', 'CN=0015800001HQQrZAAX,organizationIdentifier=PSDGB-OB-Unknown0015800001HQQrZAAX,O=WSO2 (UK) LIMITED,C=GB'],
    ['dottedHex', `CN=0015800001HQQrZAAX,2.5.4.97=#1322${hex},O=WSO2 (UK) LIMITED,C=GB`],
    ['dottedString', 'CN=0015800001HQQrZAAX,2.5.4.97=PSDGB-OB-Unknown0015800001HQQrZAAX,O=WSO2 (UK) LIMITED,C=GB'],
    ['oidPrefix', 'CN=0015800001HQQrZAAX, OID.2.5.4.97=PSDGB-OB-Unknown0015800001HQQrZAAX, O=WSO2 (UK) LIMITED, C=GB'],
    ['spaced', 'CN = 0015800001HQQrZAAX, 2.5.4.97 = PSDGB-OB-Unknown0015800001HQQrZAAX, O = WSO2 (UK) LIMITED, C = GB'],
    ['certificateOrder', 'C=GB\nO=WSO2 (UK) LIMITED\norganizationIdentifier=PSDGB-OB-Unknown0015800001HQQrZAAX\nCN=0015800001HQQrZAAX'],
  ] as const)('%s', (rendering, value) => {
    expect(renderDn(sandbox, rendering)).toBe(value)
  })

  it('come with their lengths; the strict form of a sandbox subject is over the 128 of registration', () => {
    const lengths = Object.fromEntries(dnRenderings(sandbox).map(({ rendering, length }) => [rendering, length]))
    expect(lengths).toMatchObject({ shortName: 104, dottedHex: 129, dottedString: 90 })
  })

  it('depend on the string type in the strict form', () => {
    const utf8 = sandbox.map((one) => ({ ...one, stringType: 'utf8String' }))
    expect(renderDn(utf8, 'dottedHex')).toContain(`2.5.4.97=#0c22${hex}`)
  })

  it('quote as Java does', () => {
    expect(renderDn([attribute('O', 'A, "B" \\ C'), attribute('1.2.3', 'x')], 'oidPrefix')).toBe('OID.1.2.3=x, O="A, \\"B\\" \\\\ C"')
  })

  it('agree with openssl and Node on an awkward subject', async () => {
    const folder = temporaryFolder()
    const { certificate } = await createCertificateAuthority({ subject: awkward.filter(({ joined }) => !joined) })
    folder.write('ca.pem', certificate)
    const printed = folder.openssl('x509', '-in', 'ca.pem', '-noout', '-subject', '-nameopt', 'RFC2253,-esc_msb').trim()
    expect(`subject=${renderDn(subjectAttributes(certificate), 'shortName')}`).toBe(printed)
    expect(renderDn(subjectAttributes(certificate), 'certificateOrder')).toBe(new X509Certificate(certificate).subject)
  })

  it('keep the parts of a multi-valued RDN together', async () => {
    const { certificate } = await createCertificateAuthority({ subject: awkward })
    expect(renderDn(subjectAttributes(certificate), 'certificateOrder')).toBe(new X509Certificate(certificate).subject)
    expect(new X509Certificate(certificate).subject).toMatch(/OU=.* \+ UID=u1|UID=u1 \+ OU=/)
  })

  it.each(dnRenderingName.options)('%s reads back', (rendering) => {
    const read = parseDnRendering(renderDn(awkward, rendering))
    expect(sameDistinguishedName(renderDn(awkward, rendering), renderDn(awkward, 'dottedHex'))).toBe(true)
    expect(pairs(read)).toHaveLength(awkward.length)
    expect(Object.fromEntries(pairs(read))).toEqual(Object.fromEntries(pairs(awkward)))
  })

  it('read back whatever the values are', () => {
    const value = fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).filter((text) => !/[\n\r]/.test(text))
    const subject = fc.array(fc.tuple(fc.constantFrom('CN', 'O', 'OU', '2.5.4.97', '1.2.840.99999'), value), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(subject, fc.constantFrom(...dnRenderingName.options), (entries, rendering) => {
        const attributes = entries.map(([name, text]) => attribute(name, text))
        const read = pairs(parseDnRendering(renderDn(attributes, rendering)))
        expect(rendering === 'certificateOrder' ? read : read.reverse()).toEqual(pairs(attributes))
      }),
      { numRuns: 500 },
    )
  })
})

describe('a subject typed by a person', () => {
  const expected = [
    ['2.5.4.6', 'GB'],
    ['2.5.4.10', 'Ozone Financial Technology Limited'],
    ['2.5.4.11', 'exampleOU'],
    ['2.5.4.3', 'exampleCN'],
  ]
  it.each([
    ['commas', 'C=GB,O=Ozone Financial Technology Limited,OU=exampleOU,CN=exampleCN'],
    ['spaces', ' c = GB, o = Ozone Financial Technology Limited , OU=exampleOU,CN= exampleCN '],
    ['slashes', '/C=GB/O=Ozone Financial Technology Limited/OU=exampleOU/CN=exampleCN'],
    ['quotes', 'C=GB,O="Ozone Financial Technology Limited",OU=exampleOU,CN=exampleCN'],
  ])('keeps its order: %s', (_, text) => {
    expect(pairs(parseSubject(text))).toEqual(expected)
  })

  it('takes escapes', () => {
    expect(pairs(parseSubject('C=GB,O=A\\, B\\20,CN=caf\\C3\\A9'))).toEqual([
      ['2.5.4.6', 'GB'],
      ['2.5.4.10', 'A, B '],
      ['2.5.4.3', 'café'],
    ])
    expect(pairs(parseSubject('/O=A\\/B, C/CN=x'))).toEqual([
      ['2.5.4.10', 'A/B, C'],
      ['2.5.4.3', 'x'],
    ])
  })

  it.each([
    ['nothing', '  ', /empty/],
    ['no equals sign', 'C=GB,Example', /"Example" is not an attribute/],
    ['an unknown attribute', 'XYZ=1', /"XYZ" of a distinguished name is not known/],
    ['an empty value', 'C=GB,O=', /O of the subject is empty/],
    ['a country of three letters', 'C=GBR,O=x', /C of the subject is "GBR"/],
    ['a long common name', `CN=${'x'.repeat(65)}`, /longer than 64/],
    ['an open quotation mark', 'O="abc', /not closed/],
    ['a control character', 'O=a\u0007b', /control character/],
  ])('is refused with its fault named: %s', async (_, text, message) => {
    const error = await failure(() => parseSubject(text))
    expect(error).toMatchObject({ code: 'INVALID_INPUT', details: { field: 'subject' } })
    expect(error.message).toMatch(message)
  })
})

describe('comparing distinguished names', () => {
  const all = dnRenderings(sandbox).map(({ value }) => value)
  const utf8 = renderDn(
    sandbox.map((one) => ({ ...one, stringType: 'utf8String' })),
    'dottedHex',
  )
  it('finds every rendering of one subject the same, in either direction and string type', () => {
    const forward = 'C=GB,O=WSO2 (UK) LIMITED,2.5.4.97=PSDGB-OB-Unknown0015800001HQQrZAAX,CN=0015800001HQQrZAAX'
    for (const a of [...all, utf8, forward]) for (const b of [...all, utf8, forward]) expect(sameDistinguishedName(a, b)).toBe(true)
  })

  it.each([
    ['another value', 'CN=0015800001HQQrZAAY,O=WSO2 (UK) LIMITED,C=GB'],
    ['other case', 'cn=0015800001hqqrzaax,organizationIdentifier=PSDGB-OB-Unknown0015800001HQQrZAAX,O=WSO2 (UK) LIMITED,C=GB'],
    ['one attribute less', 'CN=0015800001HQQrZAAX,O=WSO2 (UK) LIMITED,C=GB'],
    ['another order', 'O=WSO2 (UK) LIMITED,CN=0015800001HQQrZAAX,2.5.4.97=PSDGB-OB-Unknown0015800001HQQrZAAX,C=GB'],
    [
      'an attribute hidden in a value',
      'CN=0015800001HQQrZAAX\\,organizationIdentifier=PSDGB-OB-Unknown0015800001HQQrZAAX,O=WSO2 (UK) LIMITED,C=GB',
    ],
    ['no distinguished name', 'garbage'],
    ['nothing', ''],
  ])('tells apart: %s', (_, other) => {
    expect(sameDistinguishedName(renderDn(sandbox, 'shortName'), other)).toBe(false)
  })
})
