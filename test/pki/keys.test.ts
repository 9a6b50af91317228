import { calculateJwkThumbprint, importJWK } from 'jose'
import { beforeAll, describe, expect, it } from 'vitest'
import { createPlainSet, type Identity } from '../../src/pki/certificate.ts'
import { generateRsaKey, jwkThumbprint, keyFitsCertificate, publicJwk, publicKeyPem, publicKeySha256 } from '../../src/pki/keys.ts'
import { failure, temporaryFolder } from '../support/pki.ts'

let transport: Identity
let signing: Identity
beforeAll(async () => {
  ;({ transport, signing } = await createPlainSet('CN=keys'))
})

describe('keys', () => {
  it('are RSA 2048 in PKCS#8 and SPKI unless asked otherwise', async () => {
    const folder = temporaryFolder()
    folder.write('k', (await generateRsaKey()).privateKey)
    expect(folder.openssl('pkey', '-in', 'k', '-noout', '-text', '-check')).toMatch(/Key is valid[\s\S]*2048 bit/)
    folder.write('p', (await generateRsaKey(3072)).publicKey)
    expect(folder.openssl('pkey', '-pubin', '-in', 'p', '-noout', '-text')).toContain('3072 bit')
  })

  it('have one fingerprint as certificate, private and public key', () => {
    const folder = temporaryFolder()
    folder.write('c.pem', transport.certificate)
    folder.write('spki.pem', folder.openssl('x509', '-in', 'c.pem', '-noout', '-pubkey'))
    folder.openssl('pkey', '-pubin', '-in', 'spki.pem', '-outform', 'DER', '-out', 'spki.der')
    const [, expected] = / ([0-9a-f]{64})/.exec(folder.openssl('dgst', '-sha256', 'spki.der')) ?? []
    expect(publicKeySha256(transport.certificate)).toBe(expected)
    expect(publicKeySha256(transport.privateKey)).toBe(expected)
    expect(publicKeySha256(publicKeyPem(transport.privateKey))).toBe(expected)
    expect(publicKeySha256(signing.certificate)).not.toBe(expected)
  })

  it('fit their own certificate only', () => {
    expect(keyFitsCertificate(transport.privateKey, transport.certificate)).toBe(true)
    expect(keyFitsCertificate(transport.privateKey, signing.certificate)).toBe(false)
  })

  it('become JWKs that jose reads, with the thumbprints it computes', async () => {
    const jwk = publicJwk(signing.certificate, { kid: 'k1', use: 'sig' })
    expect(jwk).toMatchObject({ kty: 'RSA', kid: 'k1', use: 'sig' })
    expect(Object.keys(jwk)).not.toContain('d')
    expect(jwk.x5c[0]).toBe(signing.certificate.replace(/-----[^-]+-----|\n/g, ''))
    const folder = temporaryFolder()
    folder.write('c.pem', signing.certificate)
    const fingerprint = folder.openssl('x509', '-in', 'c.pem', '-noout', '-fingerprint', '-sha256').trim().split('=')[1] ?? ''
    expect(Buffer.from(jwk['x5t#S256'], 'base64url').toString('hex')).toBe(fingerprint.replaceAll(':', '').toLowerCase())
    expect(jwkThumbprint(signing.certificate)).toBe(await calculateJwkThumbprint({ ...jwk }))
    expect(jwkThumbprint(signing.privateKey)).toBe(jwkThumbprint(signing.certificate))
    expect(await importJWK({ ...jwk }, 'PS256')).toBeDefined()
  })

  it('that cannot be read are refused', async () => {
    const broken = transport.certificate.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA')
    expect(await failure(() => publicKeySha256('nonsense'))).toMatchObject({ code: 'CERTIFICATE_INVALID' })
    expect(await failure(() => publicKeySha256(broken))).toMatchObject({
      code: 'CERTIFICATE_INVALID',
      message: 'Certificate cannot be read',
    })
  })
})
