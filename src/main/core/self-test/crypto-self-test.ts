// Whether this runtime's cryptography does what the workbench needs. Electron's Node has BoringSSL in place of OpenSSL, and some of it differs.
// Each check uses the product's own code where there is some, and a published vector where a mistake on both sides could hide.

import { createCipheriv, createPublicKey, createSecretKey, randomBytes, scrypt, X509Certificate } from 'node:crypto'
import { compactVerify } from 'jose'
import { inspectCertificate } from '../../../pki/inspect-certificate.ts'
import { generateRsaKey, type KeyPair } from '../../../pki/keys.ts'
import { importSigningKey, signJwt } from '../bank/jws.ts'
import { associatedData, nonceLength, seal, unseal } from '../secrets/sealing.ts'
import { equal } from './equal.ts'
import { checkMutualTls } from './mutual-tls.ts'
import { createParties, organisation } from './parties.ts'

export interface CryptoCheck {
  id: string
  title: string
  /** Throws when it does not work. */
  run(key: KeyPair): Promise<void> | void
}

export interface CryptoCheckResult {
  id: string
  title: string
  passed: boolean
  /** Null when it passed. Never a key or what was encrypted. */
  reason: string | null
}

/** FAPI 1.0 Advanced 8.6. */
const checkPs256 = async ({ privateKey, publicKey }: KeyPair): Promise<void> => {
  const jwt = await signJwt(await importSigningKey(privateKey, 'self-test'), { sub: 'self-test' })
  const { payload } = await compactVerify(jwt, createPublicKey(publicKey), { algorithms: ['PS256'] })
  equal('the signed claim', JSON.parse(Buffer.from(payload).toString()).sub, 'self-test')
  const changed = jwt.replace(/\.[^.]+\./, `.${Buffer.from('{"sub":"someone"}').toString('base64url')}.`)
  const accepted = await compactVerify(changed, createPublicKey(publicKey)).then(
    () => true,
    () => false,
  )
  equal('acceptance of a changed token', accepted, false)
}

/** The Galois/Counter Mode of Operation, McGrew and Viega, test case 14: AES-256, all zero. */
const checkAesGcm = (): void => {
  const cipher = createCipheriv('aes-256-gcm', Buffer.alloc(32), Buffer.alloc(12), { authTagLength: 16 })
  const text = Buffer.concat([cipher.update(Buffer.alloc(16)), cipher.final(), cipher.getAuthTag()]).toString('hex')
  equal('the published vector', text, 'cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919')

  const key = createSecretKey(randomBytes(32))
  const nonce = randomBytes(nonceLength)
  const place = associatedData('self-test', { table: 'self_test', id: '1', column: 'value' })
  const sealed = seal(key, nonce, place, Buffer.from('value'))
  equal('what was sealed', unseal(key, nonce, place, sealed, 'Value').toString(), 'value')
  let opened = true
  try {
    unseal(key, nonce, associatedData('self-test', { table: 'self_test', id: '2', column: 'value' }), sealed, 'Value')
  } catch {
    opened = false
  }
  equal('the opening of a moved value', opened, false)
}

const deriveKey = (password: string, salt: string, N: number, length: number): Promise<Buffer> =>
  new Promise((done, failed) =>
    scrypt(password, salt, length, { N, r: 8, p: 1, maxmem: 2 * 128 * N * 8 }, (error, key) => (error ? failed(error) : done(key))),
  )

/** RFC 7914 §12, third vector; and the cost that a passphrase of ours has. */
const checkScrypt = async (): Promise<void> => {
  const derived = await deriveKey('pleaseletmein', 'SodiumChloride', 2 ** 14, 64)
  equal('the published vector', derived.subarray(0, 16).toString('hex'), '7023bdcb3afd7348461c06cd81fd38eb')
  equal('the length at full cost', (await deriveKey('passphrase', 'salt', 2 ** 17, 32)).length, 32)
}

/** ETSI TS 119 495 §5.2.1: organizationIdentifier, 2.5.4.97. */
const checkSubject = async (key: KeyPair): Promise<void> => {
  const { ca, client } = await createParties(key)
  const parsed = new X509Certificate(client.certificate)
  equal('the issuer’s signature', parsed.verify(new X509Certificate(ca.certificate).publicKey), true)
  const { organizationIdentifier } = inspectCertificate(parsed, null, new Date())
  equal('the attribute 2.5.4.97', organizationIdentifier?.value, organisation.authorisationNumber)
}

export const cryptoChecks: CryptoCheck[] = [
  { id: 'mutualTls', title: 'Mutual TLS with a bank (1.2 and 1.3)', run: checkMutualTls },
  { id: 'ps256', title: 'Signatures (PS256)', run: checkPs256 },
  { id: 'aes256Gcm', title: 'Encryption at rest (AES-256-GCM)', run: checkAesGcm },
  { id: 'scrypt', title: 'Keys from passphrases (scrypt)', run: checkScrypt },
  { id: 'x509Subject', title: 'Certificates with an organisation identifier (2.5.4.97)', run: checkSubject },
]

/** Runs every check, whatever the others come to. Takes about a second, most of it for a key and scrypt. */
export const runCryptoSelfTest = async (checks: CryptoCheck[] = cryptoChecks): Promise<CryptoCheckResult[]> => {
  const key = await generateRsaKey()
  const results: CryptoCheckResult[] = []
  for (const { id, title, run } of checks) {
    try {
      await run(key)
      results.push({ id, title, passed: true, reason: null })
    } catch (error) {
      results.push({ id, title, passed: false, reason: error instanceof Error ? error.message : String(error) })
    }
  }
  return results
}
