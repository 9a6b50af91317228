import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { inspect } from '../../src/pki/inspect.ts'
import { keyFitsCertificate, publicKeySha256 } from '../../src/pki/keys.ts'
import { pemBlocks, toPem } from '../../src/pki/pem.ts'
import { createSigningRequest, readSigningRequest } from '../../src/pki/signing-request.ts'
import { failure, organisation, temporaryFolder } from '../support/pki.ts'

const subject = 'CN=0015800001041RHAAY,organizationIdentifier=PSDGB-FCA-123456,O=Example Payments Limited,C=GB'

describe('a signing request', () => {
  it('of an OBWAC has the profile of the directory, by openssl', async () => {
    const request = await createSigningRequest({ type: 'obwac', organisation })
    expect(request.subject).toBe(subject)
    const folder = temporaryFolder()
    folder.write('r.csr', request.signingRequest)
    const text = folder.openssl('req', '-in', 'r.csr', '-noout', '-text', '-verify')
    expect(text).toContain('self-signature verify OK')
    expect(text).toContain('O = Example Payments Limited, organizationIdentifier = PSDGB-FCA-123456, CN = 0015800001041RHAAY')
    expect(text).toMatch(/Key Usage: critical\n\s+Digital Signature\n/)
    expect(text).toMatch(/TLS Web Client Authentication, TLS Web Server Authentication/)
    expect(text).toMatch(/Subject Key Identifier/)
    expect(text).toMatch(/qcStatements[\s\S]*PSP_PI[\s\S]*PSP_AI/)
    expect(folder.openssl('asn1parse', '-in', 'r.csr')).toMatch(/UTF8STRING\s+:PSDGB-FCA-123456/)
    expect(publicKeySha256(request.privateKey)).toBe((await inspect({ pem: request.signingRequest })).signingRequests[0]?.publicKey.sha256)
  })

  it('of an OBSeal has no extended key usage', async () => {
    const { signingRequest } = await createSigningRequest({ type: 'obseal', organisation })
    const { signingRequests } = await inspect({ pem: signingRequest })
    expect(signingRequests[0]).toMatchObject({
      subject,
      signatureValid: true,
      keyUsage: { critical: true, usages: ['digitalSignature', 'nonRepudiation'] },
      extendedKeyUsage: null,
      qcStatements: { critical: false, qcTypes: [{ name: 'eseal' }], psd2: { form: 'nested' } },
    })
  })

  it('is issued by openssl and fits its key', async () => {
    const { signingRequest, privateKey } = await createSigningRequest({ type: 'obseal', organisation })
    const folder = temporaryFolder()
    folder.write('r.csr', signingRequest)
    folder.openssl('req', '-new', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Judge')
    const issued = folder.openssl('x509', '-req', '-in', 'r.csr', '-CA', 'ca.pem', '-CAkey', 'ca.key', '-copy_extensions', 'copyall')
    expect(keyFitsCertificate(privateKey, issued)).toBe(true)
    expect((await inspect({ pem: issued })).certificates[0]?.profile).toBe('obseal')
  })

  it('with another signature is reported as invalid', async () => {
    const { signingRequest } = await createSigningRequest({ type: 'obwac', organisation })
    const der = Buffer.from(pemBlocks(signingRequest)[0]?.der ?? '')
    der.writeUInt8(der.readUInt8(der.length - 5) ^ 1, der.length - 5)
    expect(readSigningRequest(der).signatureValid).toBe(false)
    expect((await inspect({ pem: toPem('CERTIFICATE REQUEST', der) })).signingRequests[0]?.signatureValid).toBe(false)
  })

  it('by openssl with an elliptic key and no extensions is read', async () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    const folder = temporaryFolder()
    folder.write('k', privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const { signingRequests } = await inspect({ pem: folder.openssl('req', '-new', '-key', 'k', '-subj', '/C=GB/CN=ec') })
    expect(signingRequests[0]).toMatchObject({
      subject: 'CN=ec,C=GB',
      signatureValid: true,
      publicKey: { type: 'ec', bits: null, curve: 'prime256v1' },
      keyUsage: null,
    })
  })

  it('that is none is refused', async () => {
    expect((await failure(() => readSigningRequest(Buffer.from('3003020100', 'hex')))).message).toBe('Signing request cannot be read')
  })
})
