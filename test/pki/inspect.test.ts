import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  type CertificateSet,
  createCertificateAuthority,
  createPlainSet,
  createPsd2Set,
  issueCertificate,
  issueServer,
} from '../../src/pki/certificate.ts'
import { parseSubject } from '../../src/pki/distinguished-name.ts'
import { extendedKeyUsage, keyUsage } from '../../src/pki/extensions.ts'
import { inspect } from '../../src/pki/inspect.ts'
import { clientAuth, documentSigning, serverAuth } from '../../src/pki/oids.ts'
import { pemBlocks } from '../../src/pki/pem.ts'
import { inspection } from '../../src/shared/model/certificate.ts'
import { failure, organisation, temporaryFolder } from '../support/pki.ts'

let psd2: CertificateSet
let plain: CertificateSet
beforeAll(async () => {
  psd2 = await createPsd2Set(organisation)
  plain = await createPlainSet('C=GB,O=Example,OU=unit,CN=name')
})

const first = async (pem: string, now?: Date) => {
  const { certificates } = await inspect({ pem }, now)
  if (!certificates[0]) throw new Error('no certificate')
  return certificates[0]
}
describe('inspection of an OBWAC', () => {
  it('decodes everything and fits the contract', async () => {
    const result = await inspect({ pem: psd2.transport.certificate + psd2.ca.certificate })
    expect(inspection.parse(result)).toEqual(result)
    const [leaf, ca] = result.certificates
    expect(leaf).toMatchObject({
      pem: psd2.transport.certificate,
      profile: 'obwac',
      subject: 'CN=0015800001041RHAAY,organizationIdentifier=PSDGB-FCA-123456,O=Example Payments Limited,C=GB',
      issuer: 'CN=Sandbox CA of 0015800001041RHAAY,O=TPP Workbench,C=GB',
      validity: 'valid',
      selfSigned: false,
      publicKey: { type: 'rsa', bits: 2048, curve: null },
      keyUsage: { critical: true, usages: ['digitalSignature'] },
      extendedKeyUsage: { critical: true, usages: [{ name: 'clientAuth' }, { name: 'serverAuth' }] },
      basicConstraints: null,
      organizationIdentifier: { value: 'PSDGB-FCA-123456', country: 'GB', authority: 'FCA', pspId: '123456' },
      qcStatements: { critical: false, qcTypes: [{ name: 'web' }], psd2: { form: 'nested', ncaId: 'GB-FCA' } },
      roles: ['PSP_PI', 'PSP_AI'],
      problems: [],
    })
    expect(leaf?.subjectAttributes[2]).toEqual({
      oid: '2.5.4.97',
      name: 'organizationIdentifier',
      value: 'PSDGB-FCA-123456',
      stringType: 'printableString',
    })
    expect(ca).toMatchObject({ profile: 'ca', selfSigned: true, basicConstraints: { critical: true, ca: true, pathLength: 0 } })
    expect(leaf?.authorityKeyIdentifier).toBe(ca?.subjectKeyIdentifier)
    expect(result.chain).toEqual([
      { certificate: 0, issuedBy: 1 },
      { certificate: 1, issuedBy: null },
    ])
  })

  it('agrees with openssl', async () => {
    const folder = temporaryFolder()
    folder.write('c.pem', psd2.transport.certificate)
    const x509 = (...options: string[]) =>
      folder
        .openssl('x509', '-in', 'c.pem', '-noout', ...options)
        .trim()
        .split('=')[1]
    const leaf = await first(psd2.transport.certificate)
    expect(leaf.serialNumber).toBe(x509('-serial'))
    expect(leaf.fingerprints.sha256).toBe(x509('-fingerprint', '-sha256')?.toLowerCase())
    expect(leaf.fingerprints.sha1).toBe(x509('-fingerprint', '-sha1')?.toLowerCase())
    expect(new Date(leaf.notAfter)).toEqual(new Date(x509('-enddate') ?? ''))
    expect(folder.openssl('x509', '-in', 'c.pem', '-noout', '-text').toLowerCase()).toContain(leaf.subjectKeyIdentifier)
  })

  it('never returns a key', async () => {
    const result = await inspect({ pem: psd2.transport.certificate + psd2.transport.privateKey })
    expect(result.privateKeys).toEqual([
      {
        type: 'rsa',
        bits: 2048,
        curve: null,
        encrypted: false,
        publicKeySha256: result.certificates[0]?.publicKey.sha256,
        matchesCertificate: 0,
      },
    ])
    // The public modulus comes first; from here on the bytes are private.
    const secret = pemBlocks(psd2.transport.privateKey)[0]?.der.toString('base64').slice(600, 640)
    expect(secret).toHaveLength(40)
    expect(JSON.stringify(result)).not.toContain('PRIVATE')
    expect(JSON.stringify(result).replaceAll('\\n', '')).not.toContain(secret)
  })
})

describe('inspection of keys and files', () => {
  it('reports an encrypted key without its passphrase, and a key of another certificate', async () => {
    const folder = temporaryFolder()
    folder.write('k', psd2.signing.privateKey)
    folder.openssl('pkcs8', '-topk8', '-in', 'k', '-passout', 'pass:secret', '-out', 'e')
    const pem = psd2.transport.certificate + readFileSync(folder.path('e'), 'utf8')
    const [locked] = (await inspect({ pem })).privateKeys
    expect(locked).toEqual({ type: 'unknown', bits: null, curve: null, encrypted: true, publicKeySha256: null, matchesCertificate: null })
    const [opened] = (await inspect({ pem, passphrase: 'secret' })).privateKeys
    expect(opened).toMatchObject({ type: 'rsa', encrypted: true, matchesCertificate: null })
  })

  it('names the format, and warns of outdated encryption', async () => {
    const folder = temporaryFolder()
    folder.write('k', plain.transport.privateKey)
    folder.write('c', plain.transport.certificate)
    folder.openssl('pkcs12', '-export', '-legacy', '-inkey', 'k', '-in', 'c', '-out', 'f', '-passout', 'pass:secret')
    const result = await inspect({ base64: readFileSync(folder.path('f')).toString('base64'), passphrase: 'secret' })
    expect(result).toMatchObject({ format: 'pkcs12', certificates: [{ profile: 'plain' }], privateKeys: [{ matchesCertificate: 0 }] })
    expect(result.warnings[0]).toMatch(/RC2-40/)
    const der = pemBlocks(plain.ca.certificate)[0]?.der.toString('base64') ?? ''
    expect((await inspect({ base64: der })).format).toBe('der')
  })
})

describe('inspection of other certificates', () => {
  it('shows the addresses of a server', async () => {
    const server = await issueServer({ dnsNames: ['localhost'], ipAddresses: ['127.0.0.1', '::1'], ca: psd2.ca })
    expect((await first(server.certificate)).subjectAltNames).toEqual(['DNS:localhost', 'IP:127.0.0.1', 'IP:::1'])
  })

  it('shows policies, access descriptions and revocation lists as openssl makes them, and an elliptic key', async () => {
    const folder = temporaryFolder()
    folder.write(
      'c.cnf',
      `[req]
distinguished_name=dn
x509_extensions=ext
prompt=no
[dn]
CN=everything
[ext]
certificatePolicies=@policy
authorityInfoAccess=OCSP;URI:http://ob.example/ocsp,caIssuers;URI:http://ob.example/ca
crlDistributionPoints=URI:http://ob.example/ca.crl
subjectAltName=email:a@b.example,URI:https://b.example,dirName:dir
1.2.3.4.5=critical,ASN1:NULL
[policy]
policyIdentifier=1.3.6.1.4.1.5237.134.1.100
CPS.1=http://ob.example/policies
[dir]
CN=directory name
`,
    )
    folder.openssl('ecparam', '-genkey', '-name', 'prime256v1', '-out', 'k')
    const read = await first(folder.openssl('req', '-x509', '-new', '-key', 'k', '-config', 'c.cnf'))
    expect(read).toMatchObject({
      certificatePolicies: ['1.3.6.1.4.1.5237.134.1.100 http://ob.example/policies'],
      authorityInfoAccess: ['OCSP: http://ob.example/ocsp', 'CA issuers: http://ob.example/ca'],
      crlDistributionPoints: ['http://ob.example/ca.crl'],
      subjectAltNames: ['email:a@b.example', 'URI:https://b.example', 'DN:CN=directory name'],
      otherExtensions: [{ oid: '1.2.3.4.5', critical: true }],
      publicKey: { type: 'ec', bits: null, curve: 'prime256v1' },
      profile: 'plain',
    })
  })

  it('recognises the legacy certificates of the directory', async () => {
    const ca = await createCertificateAuthority({ subject: parseSubject('C=GB,O=OpenBanking,CN=Test Issuing CA') })
    const subject = parseSubject('C=GB,O=OpenBanking,OU=0015800001041RHAAY,CN=4bGcVVzLkUqG7sXfGZ9s1')
    const issue = { subject, ca, months: 13 }
    const transport = await issueCertificate({
      ...issue,
      extensions: [keyUsage('digitalSignature'), extendedKeyUsage(true, clientAuth, serverAuth)],
    })
    const seal = [keyUsage('digitalSignature', 'nonRepudiation'), extendedKeyUsage(false, documentSigning)]
    const signing = await issueCertificate({ ...issue, extensions: seal })
    expect((await first(transport.certificate)).profile).toBe('obTransport')
    expect((await first(signing.certificate)).profile).toBe('obSigning')
  })
})

it('refuses what is no certificate', async () => {
  expect(await failure(() => inspect({ pem: 'hello' }))).toMatchObject({
    code: 'CERTIFICATE_INVALID',
    message: 'This is not a certificate',
  })
})
