import { generateKeyPairSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { pemBlocks } from '../../../src/pki/pem.ts'
import { base64Of, isEncrypted, kindOfBytes, kindOfText } from '../../../src/renderer/features/entities/certificate-forms/material-kind.ts'
import { openssl, pkcs12Of } from '../../support/openssl.ts'
import { opensslIdentity } from '../../support/openssl-identity.ts'

const identity = opensslIdentity('/C=GB/O=Example/CN=example')
const encrypted = (...options: string[]) =>
  openssl([...options, '-in', 'key.pem', '-passout', 'pass:correct horse', '-out', 'out'], { 'key.pem': identity.privateKey }).toString()
const pkcs8 = encrypted('pkcs8', '-topk8')
const legacy = encrypted('rsa', '-traditional', '-aes256')
const sec1 = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ type: 'sec1', format: 'pem' }).toString()
const der = (pem: string) => pemBlocks(pem)[0]?.der ?? Buffer.alloc(0)

test.each([
  ['a certificate', identity.certificate, 'certificate'],
  ['a signing request', '-----BEGIN CERTIFICATE REQUEST-----\nMIIB\n-----END CERTIFICATE REQUEST-----', 'certificate'],
  ['a certificate with its key', identity.certificate + identity.privateKey, 'clearKey'],
  ['an elliptic key', sec1, 'clearKey'],
  ['a certificate with its encrypted key', identity.certificate + pkcs8, 'encryptedKey'],
  ['a key encrypted in the old way', legacy, 'encryptedKey'],
  ['an encrypted key and one in clear', pkcs8 + identity.privateKey, 'clearKey'],
  ['words', 'not a certificate', 'unknown'],
])('text: %s', (_, text, kind) => {
  expect(kindOfText(text)).toBe(kind)
  expect(kindOfBytes(Buffer.from(text))).toBe(kind)
})

test.each([
  ['a certificate', der(identity.certificate), 'certificate'],
  ['a private key', der(identity.privateKey), 'clearKey'],
  ['an elliptic key', der(sec1), 'clearKey'],
  ['an encrypted key', der(pkcs8), 'encryptedKey'],
  ['PKCS#12', Buffer.from(pkcs12Of(identity, 'correct horse'), 'base64'), 'pkcs12'],
  ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47]), 'unknown'],
  ['nothing', Buffer.alloc(0), 'unknown'],
  ['a lone SEQUENCE', Buffer.from([0x30]), 'unknown'],
])('bytes: %s', (_, bytes, kind) => expect(kindOfBytes(bytes)).toBe(kind))

test('a passphrase is asked for where one is needed', () => {
  expect((['certificate', 'clearKey', 'encryptedKey', 'pkcs12', 'unknown', null] as const).filter(isEncrypted)).toEqual([
    'encryptedKey',
    'pkcs12',
  ])
})

test('base64, however long', () => {
  const bytes = Buffer.from(Array.from({ length: 20_000 }, (_, index) => index % 256))
  expect(base64Of(bytes)).toBe(bytes.toString('base64'))
  expect(base64Of(Buffer.alloc(0))).toBe('')
})
