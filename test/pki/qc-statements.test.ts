import { describe, expect, it } from 'vitest'
import { encode, oid, sequence, utf8 } from '../../src/pki/der.ts'
import { buildQcStatements, readQcStatements, rolesOf } from '../../src/pki/qc-statements.ts'
import { failure, temporaryFolder } from '../support/pki.ts'

const obWac =
  '306e3013060604008e4601063009060704008e4601060330570606040081982702304d302630110607040081982701020c065053505f50493011060704008198' +
  '2701030c065053505f41490c1b46696e616e6369616c20436f6e6475637420417574686f726974790c0647422d464341'
const obSeal =
  '305b3013060604008e4601063009060704008e4601060230440606040081982702303a301330110607040081982701030c065053505f41490c1b46696e616e63' +
  '69616c20436f6e6475637420417574686f726974790c0647422d464341'

/** As issued certificates exist: every role in one SEQUENCE. */
const flattened = encode(
  sequence(
    sequence(oid('0.4.0.1862.1.6'), sequence(oid('0.4.0.1862.1.6.3'))),
    sequence(
      oid('0.4.0.19495.2'),
      sequence(
        sequence(oid('0.4.0.19495.1.2'), utf8('PSP_PI'), oid('0.4.0.19495.1.3'), utf8('PSP_AI'), oid('0.4.0.19495.1.4'), utf8('PSP_IC')),
        utf8('Financial Conduct Authority'),
        utf8('GB-FCA'),
      ),
    ),
  ),
)

describe('QcStatements', () => {
  it('are built byte for byte as the directory profiles have them', () => {
    expect(buildQcStatements({ qcType: 'web', roles: ['PSP_AI', 'PSP_PI'] }).toString('hex')).toBe(obWac)
    expect(buildQcStatements({ qcType: 'eseal', roles: ['PSP_AI'] }).toString('hex')).toBe(obSeal)
  })

  it('are read: an OBWAC with two roles', () => {
    const read = readQcStatements(Buffer.from(obWac, 'hex'))
    expect(read).toEqual({
      statements: [
        { oid: '0.4.0.1862.1.6', name: 'QcType' },
        { oid: '0.4.0.19495.2', name: 'PSD2' },
      ],
      qcTypes: [{ oid: '0.4.0.1862.1.6.3', name: 'web' }],
      psd2: {
        form: 'nested',
        roles: [
          { oid: '0.4.0.19495.1.2', name: 'PSP_PI' },
          { oid: '0.4.0.19495.1.3', name: 'PSP_AI' },
        ],
        ncaName: 'Financial Conduct Authority',
        ncaId: 'GB-FCA',
      },
    })
    expect(rolesOf(read)).toEqual(['PSP_PI', 'PSP_AI'])
  })

  it('are read: an OBSeal with one role', () => {
    const read = readQcStatements(Buffer.from(obSeal, 'hex'))
    expect(read.qcTypes).toEqual([{ oid: '0.4.0.1862.1.6.2', name: 'eseal' }])
    expect(read.psd2?.form).toBe('nested')
    expect(rolesOf(read)).toEqual(['PSP_AI'])
  })

  it('are read in the flattened form, which is reported', () => {
    const read = readQcStatements(flattened)
    expect(read.psd2?.form).toBe('flattened')
    expect(read.psd2?.ncaId).toBe('GB-FCA')
    expect(rolesOf(read)).toEqual(['PSP_PI', 'PSP_AI', 'PSP_IC'])
  })

  it('take another competent authority', () => {
    const built = buildQcStatements({ qcType: 'web', roles: ['PSP_AS'], ncaName: 'Banque nationale – België', ncaId: 'BE-NBB' })
    expect(readQcStatements(built).psd2).toMatchObject({ ncaName: 'Banque nationale – België', ncaId: 'BE-NBB' })
  })

  it('are ASN.1 that openssl reads', () => {
    const folder = temporaryFolder()
    folder.write('qc.der', buildQcStatements({ qcType: 'web', roles: ['PSP_AI'] }))
    const text = folder.openssl('asn1parse', '-inform', 'DER', '-in', 'qc.der')
    expect(text).toContain(':0.4.0.19495.2')
    expect(text).toMatch(/UTF8STRING\s+:PSP_AI/)
    expect(text).toMatch(/UTF8STRING\s+:GB-FCA/)
  })

  it.each([
    ['an empty value', Buffer.alloc(0)],
    [
      'a role without a name',
      encode(sequence(sequence(oid('0.4.0.19495.2'), sequence(sequence(sequence(oid('0.4.0.19495.1.2'))), utf8('a'), utf8('b'))))),
    ],
    ['no authority', encode(sequence(sequence(oid('0.4.0.19495.2'), sequence(sequence()))))],
    ['cut short', Buffer.from(obWac, 'hex').subarray(0, 60)],
  ])('that are malformed are refused: %s', async (_, value) => {
    expect((await failure(() => readQcStatements(value))).code).toBe('CERTIFICATE_INVALID')
  })
})
