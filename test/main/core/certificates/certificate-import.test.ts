import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { shareTestApp } from '../../../support/app.ts'
import { openssl, pkcs12Of } from '../../../support/openssl.ts'
import { type OpensslIdentity, opensslIdentity } from '../../../support/openssl-identity.ts'
import { organisation } from '../../../support/tpp.ts'

const shared = shareTestApp()
const passphrase = 'correct horse'
let mine: OpensslIdentity
let other: OpensslIdentity
beforeAll(() => {
  mine = opensslIdentity('/C=GB/O=Mine/CN=mine')
  other = opensslIdentity('/C=GB/O=Other/CN=other')
})

const encryptedKeyOf = (identity: OpensslIdentity) =>
  openssl(['pkcs8', '-topk8', '-in', 'key.pem', '-passout', `pass:${passphrase}`, '-out', 'out'], {
    'key.pem': identity.privateKey,
  }).toString()

describe('import', () => {
  test('PEM with its key, in any order', async () => {
    const made = await shared().call('obWacCertificate.create', { name: 'pem', pem: mine.privateKey + mine.certificate })
    expect(made).toMatchObject({ name: 'pem', subject: 'CN=mine,O=Mine,C=GB', chain: [], sandboxCaId: null })
    expect(made.certificate.trim()).toBe(mine.certificate.trim())
  })

  test('PEM with its key encrypted', async () => {
    const pem = mine.certificate + encryptedKeyOf(mine)
    const made = await shared().call('obSealCertificate.create', { name: 'encrypted', pem, passphrase, keyId: 'kid-of-the-directory' })
    expect(made).toMatchObject({ subject: 'CN=mine,O=Mine,C=GB', keyId: 'kid-of-the-directory' })
    const without = await shared().refused('obSealCertificate.create', { name: 'encrypted', pem })
    expect(without).toMatchObject({ code: 'CERTIFICATE_INVALID', field: 'passphrase' })
    const wrong = await shared().refused('obSealCertificate.create', { name: 'encrypted', pem, passphrase: 'something else' })
    expect(wrong).toMatchObject({ code: 'CERTIFICATE_INVALID', field: 'passphrase' })
  })

  test('PKCS#12', async () => {
    const made = await shared().call('obWacCertificate.create', { name: 'p12', base64: pkcs12Of(mine, passphrase), passphrase })
    expect(made.subject).toBe('CN=mine,O=Mine,C=GB')
    // The key that came with it is there and works.
    const exported = await shared().call('certificate.export', { obWacCertificateId: made.id, format: 'pkcs8', passphrase })
    const files = { 'key.pem': exported.encryptedPrivateKey ?? '' }
    expect(openssl(['pkey', '-in', 'key.pem', '-passin', `pass:${passphrase}`], files).toString()).toBe(mine.privateKey)
  })

  test('an OBSeal with an EC key, which is inspected and exported as well', async () => {
    const { certificate, privateKey } = opensslIdentity('/C=GB/O=Mine/CN=elliptic', [], 'ec')
    const { certificates, privateKeys } = await shared().call('certificate.inspect', { pem: certificate + privateKey })
    expect(certificates[0]?.publicKey).toMatchObject({ type: 'ec', curve: 'prime256v1', bits: null })
    expect(privateKeys).toMatchObject([{ type: 'ec', curve: 'prime256v1', matchesCertificate: 0 }])
    const made = await shared().call('obSealCertificate.create', { name: 'ec', pem: certificate + privateKey })
    expect(made.keyId).toMatch(/^[\w-]{43}$/)
    const exported = await shared().call('certificate.export', { obSealCertificateId: made.id, format: 'pkcs12', passphrase })
    const again = await shared().call('obSealCertificate.create', { name: 'again', base64: exported.pkcs12 ?? '', passphrase })
    expect(again.keyId).toBe(made.keyId)
  })

  test('the key id of an OBSeal is its RFC 7638 thumbprint when none is given', async () => {
    const made = await shared().call('obSealCertificate.create', { name: 'kid', pem: mine.certificate + mine.privateKey })
    expect(made.keyId).toMatch(/^[\w-]{43}$/)
  })
})

describe('import refuses, and keeps nothing', () => {
  const cases: [
    what: string,
    input: () => { pem?: string; base64?: string; passphrase?: string; signingRequestId?: string },
    expected: object,
  ][] = [
    [
      'a wrong passphrase',
      () => ({ base64: pkcs12Of(mine, passphrase), passphrase: 'something else' }),
      { code: 'CERTIFICATE_INVALID', field: 'passphrase' },
    ],
    [
      'an outdated encryption that cannot be opened',
      () => ({ base64: pkcs12Of(mine, passphrase, '-legacy', '-keypbe', 'PBE-SHA1-RC4-128', '-certpbe', 'PBE-SHA1-RC4-128'), passphrase }),
      { code: 'CERTIFICATE_INVALID', field: 'base64', message: expect.stringMatching(/outdated/i) },
    ],
    [
      'what is no certificate',
      () => ({ base64: Buffer.from('no certificate').toString('base64') }),
      { code: 'CERTIFICATE_INVALID', field: 'base64' },
    ],
    ['text that is no PEM', () => ({ pem: 'no certificate' }), { code: 'CERTIFICATE_INVALID', field: 'pem' }],
    ['a certificate without its key', () => ({ pem: mine.certificate }), { code: 'SECRET_MISSING', field: 'pem' }],
    [
      'PKCS#12 without a key',
      () => ({ base64: pkcs12Of(mine, passphrase, '-nokeys'), passphrase }),
      { code: 'SECRET_MISSING', field: 'base64' },
    ],
    ['a key that does not fit', () => ({ pem: mine.certificate + other.privateKey }), { code: 'KEY_MISMATCH', field: 'pem' }],
    ['a key alone', () => ({ pem: mine.privateKey }), { code: 'CERTIFICATE_INVALID', field: 'pem' }],
    ['nothing at all', () => ({}), { code: 'INVALID_INPUT' }],
    [
      'an unknown signing request',
      () => ({ pem: mine.certificate, signingRequestId: randomUUID() }),
      { code: 'NOT_FOUND', field: 'signingRequestId' },
    ],
  ]

  test.each(cases)('%s', async (_, input, expected) => {
    const { call, refused } = shared()
    const before = await call('obWacCertificate.list', {})
    expect(await refused('obWacCertificate.create', { name: 'bad', ...input() })).toMatchObject(expected)
    expect(await call('obWacCertificate.list', {})).toEqual(before)
  })
})

describe('a signing request', () => {
  const issueFor = (signingRequest: string): string => {
    const authority = opensslIdentity('/CN=Directory CA')
    const files = { 'request.pem': signingRequest, 'ca.pem': authority.certificate, 'ca.key': authority.privateKey }
    const issuing = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-set_serial', '7', '-days', '2', '-copy_extensions', 'copyall']
    return openssl(['x509', '-req', '-in', 'request.pem', ...issuing, '-out', 'out'], files).toString()
  }

  test.each(['obwac', 'obseal'] as const)('%s: openssl issues a certificate for it, which is paired with its key', async (type) => {
    const { call, refused } = shared()
    const { softwareId: _, ...holder } = organisation
    const asked = await call('certificate.createSigningRequest', { name: type, type, organisation: holder })
    const pem = issueFor(asked.signingRequest)
    const method = type === 'obwac' ? 'obWacCertificate.create' : 'obSealCertificate.create'
    const paired = await call(method, { name: type, pem, signingRequestId: asked.id })
    expect(paired).toMatchObject({ subject: asked.subject, profile: type, roles: organisation.roles })

    const foreign = await refused(method, { name: type, pem: mine.certificate, signingRequestId: asked.id })
    expect(foreign).toMatchObject({ code: 'KEY_MISMATCH', field: 'signingRequestId' })
  })
})

describe('private keys', () => {
  test('leave by no method in clear', async () => {
    const { call } = shared()
    const pem = mine.certificate + mine.privateKey
    const wac = await call('obWacCertificate.create', { name: 'kept', pem })
    const seal = await call('obSealCertificate.create', { name: 'kept', pem })
    const answers = [
      wac,
      seal,
      await call('obWacCertificate.get', { id: wac.id }),
      await call('obSealCertificate.get', { id: seal.id }),
      await call('obWacCertificate.list', {}),
      await call('obSealCertificate.list', {}),
      await call('certificate.inspect', { pem }),
      await call('certificate.inspect', { base64: pkcs12Of(mine, passphrase), passphrase }),
      await call('certificate.export', { obWacCertificateId: wac.id, format: 'pkcs8', passphrase }),
      await call('certificate.export', { obSealCertificateId: seal.id, format: 'pkcs12', passphrase }),
      await call('workspace.check', {}),
    ]
    const text = JSON.stringify(answers)
    for (const line of mine.privateKey.split('\n').filter((part) => part.length > 40)) expect(text).not.toContain(line)
    expect(text).not.toMatch(/BEGIN (RSA |EC )?PRIVATE KEY/)
  })
})
