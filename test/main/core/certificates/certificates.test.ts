import { X509Certificate } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { shareTestApp } from '../../../support/app.ts'
import { openssl } from '../../../support/openssl.ts'
import { makeCertificates, organisation, statementInput } from '../../../support/tpp.ts'

const shared = shareTestApp()
const passphrase = 'correct horse'

const verify = (ca: string, certificate: string) =>
  openssl(['verify', '-CAfile', 'ca.pem', 'leaf.pem'], { 'ca.pem': ca, 'leaf.pem': certificate }).toString()

describe('sandboxCertificates.create', () => {
  test('psd2: a set that openssl verifies, listed and read back', async () => {
    const { call, events } = shared()
    const { sandboxCa, obWacCertificate, obSealCertificate } = await makeCertificates(shared())
    expect(verify(sandboxCa.certificate, obWacCertificate.certificate)).toBe('leaf.pem: OK\n')
    expect(verify(sandboxCa.certificate, obSealCertificate.certificate)).toBe('leaf.pem: OK\n')
    expect(obWacCertificate).toMatchObject({ profile: 'obwac', roles: organisation.roles, organisationId: '0015800001041RHAAY' })
    expect(obSealCertificate).toMatchObject({ profile: 'obseal', sandboxCaId: sandboxCa.id, chain: [sandboxCa.certificate] })
    expect((await call('obWacCertificate.list', {})).items).toContainEqual(obWacCertificate)
    expect((await call('obSealCertificate.list', {})).items).toContainEqual(obSealCertificate)
    expect(await call('obSealCertificate.get', { id: obSealCertificate.id })).toEqual(obSealCertificate)
    expect(events).toContainEqual({ type: 'changed', aggregate: 'obWacCertificate', id: obWacCertificate.id })
  })

  test('plain: the subject as given, and no QcStatements', async () => {
    const subject = 'C=GB,O=Example,OU=0015800001041RHAAY,CN=3fTVXaTLi6Zv8KSgXbGPtq'
    const made = await shared().call('sandboxCertificates.create', { profile: 'plain', subject })
    for (const { certificate } of [made.obWacCertificate, made.obSealCertificate]) {
      const text = openssl(['x509', '-in', 'leaf.pem', '-noout', '-text'], { 'leaf.pem': certificate }).toString()
      expect(text).toContain('Subject: C = GB, O = Example, OU = 0015800001041RHAAY, CN = 3fTVXaTLi6Zv8KSgXbGPtq')
      expect(text).not.toContain('qcStatements')
      expect(verify(made.sandboxCa.certificate, certificate)).toBe('leaf.pem: OK\n')
    }
    expect(made.obWacCertificate.roles).toEqual([])
  })

  test('a second set comes from the same CA, with the same subject and other keys', async () => {
    const first = await makeCertificates(shared())
    const second = await makeCertificates(shared(), { sandboxCaId: first.sandboxCa.id })
    expect(second.sandboxCa).toEqual(first.sandboxCa)
    expect(verify(first.sandboxCa.certificate, second.obWacCertificate.certificate)).toBe('leaf.pem: OK\n')
    expect(second.obWacCertificate.subject).toBe(first.obWacCertificate.subject)
    expect(second.obWacCertificate.publicKeySha256).not.toBe(first.obWacCertificate.publicKeySha256)
    expect(second.obSealCertificate.keyId).not.toBe(first.obSealCertificate.keyId)
  })

  test('an unknown CA is named, and nothing is kept', async () => {
    const { call, refused } = shared()
    const before = await call('obWacCertificate.list', {})
    const error = await refused('sandboxCertificates.create', { profile: 'plain', subject: 'CN=a', sandboxCaId: crypto.randomUUID() })
    expect(error).toMatchObject({ code: 'NOT_FOUND', field: 'sandboxCaId' })
    expect(await call('obWacCertificate.list', {})).toEqual(before)
  })

  test('a subject that cannot be read is named', async () => {
    const error = await shared().refused('sandboxCertificates.create', { profile: 'plain', subject: 'not a subject' })
    expect(error).toMatchObject({ code: 'INVALID_INPUT', field: 'subject' })
  })
})

describe('deletion', () => {
  test('takes the certificate and its key', async () => {
    const { call, refused } = shared()
    const { obWacCertificate, obSealCertificate } = await makeCertificates(shared())
    const sealedBefore = (await call('encryptionKeyDescription.list', {})).items[0]?.sealedValues ?? 0
    await call('obWacCertificate.delete', { id: obWacCertificate.id })
    await call('obSealCertificate.delete', { id: obSealCertificate.id })
    expect((await call('encryptionKeyDescription.list', {})).items[0]?.sealedValues).toBe(sealedBefore - 2)
    expect(await refused('obWacCertificate.get', { id: obWacCertificate.id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
    expect(await refused('obSealCertificate.delete', { id: obSealCertificate.id })).toMatchObject({ code: 'NOT_FOUND', field: 'id' })
  })

  test('is refused while a software statement uses the certificate, and works afterwards', async () => {
    const { call, refused } = shared()
    const made = await makeCertificates(shared())
    const { id } = await call('softwareStatement.create', statementInput(made, { clientName: 'Dependant' }))
    for (const [method, certificate] of [
      ['obWacCertificate.delete', made.obWacCertificate],
      ['obSealCertificate.delete', made.obSealCertificate],
    ] as const) {
      const error = await refused(method, { id: certificate.id })
      expect(error).toMatchObject({ code: 'CONFLICT', field: 'id', message: expect.stringContaining('Dependant') })
    }
    expect(await call('obWacCertificate.get', { id: made.obWacCertificate.id })).toEqual(made.obWacCertificate)
    await call('softwareStatement.delete', { id })
    await call('obWacCertificate.delete', { id: made.obWacCertificate.id })
  })
})

describe('certificate.export', () => {
  test('pkcs8: openssl opens the key with the passphrase, and it fits', async () => {
    const { obWacCertificate } = await makeCertificates(shared())
    const made = await shared().call('certificate.export', { obWacCertificateId: obWacCertificate.id, format: 'pkcs8', passphrase })
    expect(made).toMatchObject({ certificate: obWacCertificate.certificate, chain: obWacCertificate.chain, pkcs12: null })
    const publicKey = openssl(['pkey', '-in', 'key.pem', '-passin', `pass:${passphrase}`, '-pubout'], {
      'key.pem': made.encryptedPrivateKey ?? '',
    })
    const certified = new X509Certificate(obWacCertificate.certificate).publicKey.export({ type: 'spki', format: 'pem' })
    expect(publicKey.toString()).toBe(certified)
  })

  test('pkcs12: openssl finds key, certificate and chain; another passphrase does not open it', async () => {
    const { sandboxCa, obSealCertificate } = await makeCertificates(shared())
    const made = await shared().call('certificate.export', { obSealCertificateId: obSealCertificate.id, format: 'pkcs12', passphrase })
    expect(made.encryptedPrivateKey).toBeNull()
    const file = { 'file.p12': Buffer.from(made.pkcs12 ?? '', 'base64') }
    const opened = openssl(['pkcs12', '-in', 'file.p12', '-passin', `pass:${passphrase}`, '-nodes'], file).toString()
    expect(opened).toContain('BEGIN PRIVATE KEY')
    expect(opened).toContain(obSealCertificate.certificate.trim())
    expect(opened).toContain(sandboxCa.certificate.trim())
    expect(() => openssl(['pkcs12', '-in', 'file.p12', '-passin', 'pass:wrong', '-nodes'], file)).toThrow()
  })

  test.each([
    ['a short passphrase', { passphrase: 'seven77' }, { code: 'INVALID_INPUT', field: 'passphrase' }],
    ['an unknown certificate', { obWacCertificateId: crypto.randomUUID() }, { code: 'NOT_FOUND', field: 'obWacCertificateId' }],
    ['no certificate named', { obWacCertificateId: undefined }, { code: 'INVALID_INPUT', field: 'obWacCertificateId' }],
    ['two certificates named', { obSealCertificateId: crypto.randomUUID() }, { code: 'INVALID_INPUT', field: 'obWacCertificateId' }],
  ])('refuses %s', async (_, change, expected) => {
    const [certificate] = (await shared().call('obWacCertificate.list', {})).items
    const input = { obWacCertificateId: certificate?.id, format: 'pkcs8' as const, passphrase, ...change }
    expect(await shared().refused('certificate.export', input)).toMatchObject(expected)
  })
})
