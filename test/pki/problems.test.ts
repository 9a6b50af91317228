import { beforeAll, describe, expect, it } from 'vitest'
import { type CertificateSet, createPsd2Set, issueCertificate, issueObSeal } from '../../src/pki/certificate.ts'
import { encode, octets, oid, sequence, utf8 } from '../../src/pki/der.ts'
import { parseSubject } from '../../src/pki/distinguished-name.ts'
import { attribute } from '../../src/pki/dn-attributes.ts'
import { extendedKeyUsage, keyUsage } from '../../src/pki/extensions.ts'
import { inspect } from '../../src/pki/inspect.ts'
import { clientAuth } from '../../src/pki/oids.ts'
import { organisation, temporaryFolder } from '../support/pki.ts'

let psd2: CertificateSet
beforeAll(async () => {
  psd2 = await createPsd2Set(organisation)
})

const first = async (pem: string, now?: Date) => {
  const { certificates } = await inspect({ pem }, now)
  if (!certificates[0]) throw new Error('no certificate')
  return certificates[0]
}
const codes = (problems: { code: string }[]) => problems.map(({ code }) => code)

/** RolesOfPSP as some issued certificates have it. */
const flattened = (...roles: [string, string][]) =>
  sequence(
    oid('1.3.6.1.5.5.7.1.3'),
    octets(
      encode(
        sequence(
          sequence(oid('0.4.0.1862.1.6'), sequence(oid('0.4.0.1862.1.6.3'))),
          sequence(
            oid('0.4.0.19495.2'),
            sequence(
              sequence(...roles.flatMap(([id, name]) => [oid(id), utf8(name)])),
              utf8('Financial Conduct Authority'),
              utf8('GB-FCA'),
            ),
          ),
        ),
      ),
    ),
  )

describe('problems', () => {
  it('flattened roles, which are read nevertheless', async () => {
    const roles = flattened(['0.4.0.19495.1.2', 'PSP_PI'], ['0.4.0.19495.1.3', 'PSP_AI'])
    const subject = parseSubject('C=GB,O=x,2.5.4.97=PSDGB-FCA-1,CN=y')
    const extensions = [keyUsage('digitalSignature'), extendedKeyUsage(true, clientAuth), roles]
    const read = await first((await issueCertificate({ subject, ca: psd2.ca, months: 13, extensions })).certificate)
    expect(read).toMatchObject({ profile: 'obwac', roles: ['PSP_PI', 'PSP_AI'], qcStatements: { psd2: { form: 'flattened' } } })
    expect(codes(read.problems)).toEqual(['rolesFlattened'])
  })

  it('an extended key usage on a seal, missing usages, no organizationIdentifier', async () => {
    const { certificate } = await issueObSeal({ organisation, ca: psd2.ca })
    expect(codes((await first(certificate)).problems)).toEqual([])
    const roles = flattened(['0.4.0.19495.1.9', 'PSP_XX'])
    const subject = parseSubject('C=GB,O=x,CN=y')
    const bare = await issueCertificate({ subject, ca: psd2.ca, months: 13, extensions: [roles] })
    expect(codes((await first(bare.certificate)).problems)).toEqual([
      'rolesFlattened',
      'noRoles',
      'organizationIdentifierMissing',
      'keyUsageMissing',
      'clientAuthMissing',
    ])
  })

  it('an end in sight, past, or not yet begun', async () => {
    const at = (days: number) => new Date(Date.now() + days * 86_400_000)
    const read = async (days: number) => codes((await first(psd2.transport.certificate, at(days))).problems)
    expect(await read(380)).toEqual(['expiresSoon'])
    expect(await read(420)).toEqual(['expired'])
    expect(await read(-2)).toEqual(['notYetValid'])
    expect((await first(psd2.transport.certificate, at(420))).daysLeft).toBeLessThan(0)
  })

  it('a leaf that outlives its issuer', async () => {
    const notAfter = new Date(Date.now() + 20 * 365 * 86_400_000)
    const leaf = await issueObSeal({ organisation, ca: psd2.ca, notAfter })
    const { certificates } = await inspect({ pem: leaf.certificate + psd2.ca.certificate })
    expect(codes(certificates[0]?.problems ?? [])).toEqual(['outlivesIssuer'])
  })

  it('a malformed organizationIdentifier, and a subject too long for registration', async () => {
    const subject = [
      attribute('2.5.4.97', 'FCA 123456'),
      attribute('CN', '0015800001041RHAAY'),
      attribute('O', 'x'.repeat(64)),
      attribute('OU', 'unit'),
    ]
    const read = await first((await issueCertificate({ subject, ca: psd2.ca, months: 13, extensions: [] })).certificate)
    expect(codes(read.problems)).toEqual(['organizationIdentifierMalformed', 'dnTooLong'])
    expect(read.organizationIdentifier).toEqual({ value: 'FCA 123456', country: null, authority: null, pspId: null })
  })

  it('an extension that cannot be read', async () => {
    const broken = sequence(oid('1.3.6.1.5.5.7.1.3'), octets(Buffer.from('300506', 'hex')))
    const read = await first(
      (await issueCertificate({ subject: parseSubject('CN=x'), ca: psd2.ca, months: 13, extensions: [broken] })).certificate,
    )
    expect(read).toMatchObject({ profile: 'unknown', qcStatements: null, problems: [{ code: 'extensionMalformed' }] })
  })

  it('an outdated signature and a short key', async () => {
    const folder = temporaryFolder()
    const pem = folder
      .openssl('req', '-x509', '-new', '-newkey', 'rsa:1024', '-nodes', '-days', '365', '-keyout', 'k', '-sha1', '-subj', '/CN=old')
      .match(/-----BEGIN[\s\S]*-----\n/)
    expect(codes((await first(pem?.[0] ?? '')).problems)).toEqual(['weakSignature', 'weakKey'])
  })
})
