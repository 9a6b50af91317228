// Password-based encryption of keys and PKCS#12 contents: PBES2 (RFC 8018 §6.2), and the old schemes of RFC 7292 appendix C for reading.

import { createCipheriv, createDecipheriv, pbkdf2, randomBytes, type ScryptOptions, scrypt } from 'node:crypto'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { bytesOf, child, children, type Der, decode, integer, is, nothing, numberOf, octets, oid, oidOf, sequence, tag } from './der.ts'
import { limited, maxPbkdf2Iterations, maxScryptMemory, outdated, tooMuchWork, wrongPassphrase } from './pbe-limits.ts'
import { pkcs12Key } from './pkcs12-key.ts'

const derivePbkdf2 = promisify(pbkdf2)
const deriveScrypt = promisify(
  (password: Buffer, salt: Buffer, length: number, options: ScryptOptions, done: (error: Error | null, key: Buffer) => void) =>
    scrypt(password, salt, length, options, done),
)

const what = 'Encryption parameters'
const ids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  scrypt: '1.3.6.1.4.1.11591.4.11',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
}
const prfs: Record<string, string> = {
  '1.2.840.113549.2.7': 'sha1',
  '1.2.840.113549.2.8': 'sha224',
  [ids.hmacWithSha256]: 'sha256',
  '1.2.840.113549.2.10': 'sha384',
  '1.2.840.113549.2.11': 'sha512',
}
const ciphers: Record<string, { name: string; keyLength: number }> = {
  '2.16.840.1.101.3.4.1.2': { name: 'aes-128-cbc', keyLength: 16 },
  '2.16.840.1.101.3.4.1.22': { name: 'aes-192-cbc', keyLength: 24 },
  [ids.aes256Cbc]: { name: 'aes-256-cbc', keyLength: 32 },
  '1.2.840.113549.3.7': { name: 'des-ede3-cbc', keyLength: 24 },
}
interface OldScheme {
  name: string
  keyLength: number
  rc2Bits?: number
}
const oldSchemes: Record<string, OldScheme> = {
  '1.2.840.113549.1.12.1.3': { name: '3DES with SHA-1', keyLength: 24 },
  '1.2.840.113549.1.12.1.4': { name: 'two-key 3DES with SHA-1', keyLength: 16 },
  '1.2.840.113549.1.12.1.5': { name: 'RC2-128 with SHA-1', keyLength: 16, rc2Bits: 128 },
  '1.2.840.113549.1.12.1.6': { name: 'RC2-40 with SHA-1', keyLength: 5, rc2Bits: 40 },
}
/** Known, and not opened: too weak to be worth the code. */
const refusedSchemes: Record<string, string> = {
  '1.2.840.113549.1.5.1': 'DES with MD2',
  '1.2.840.113549.1.5.3': 'DES with MD5',
  '1.2.840.113549.1.5.4': 'RC2 with MD2',
  '1.2.840.113549.1.5.6': 'RC2 with MD5',
  '1.2.840.113549.1.5.10': 'DES with SHA-1',
  '1.2.840.113549.1.5.11': 'RC2 with SHA-1',
  '1.2.840.113549.1.12.1.1': 'RC4-128 with SHA-1',
  '1.2.840.113549.1.12.1.2': 'RC4-40 with SHA-1',
  '1.3.14.3.2.7': 'DES',
  '1.2.840.113549.3.2': 'RC2',
}

/** Our own choice; OWASP's figure for PBKDF2 with SHA-256. */
const ownIterations = 600_000

async function derivePbes2Key(kdf: Der, passphrase: string, length: number): Promise<Buffer> {
  const id = oidOf(child(kdf, 0, what), what)
  const [salt, first, ...rest] = children(child(kdf, 1, what), what)
  const saltBytes = bytesOf(salt, what)
  const password = Buffer.from(passphrase, 'utf8')
  if (id === ids.scrypt) {
    const [N, r, p] = [first, ...rest].map((value) => numberOf(value, what))
    if (!N || !r || !p || N < 2 || (N & (N - 1)) !== 0 || 128 * N * r * p > maxScryptMemory) throw tooMuchWork()
    return deriveScrypt(password, saltBytes, length, { N, r, p, maxmem: 2 * maxScryptMemory })
  }
  if (id !== ids.pbkdf2) throw outdated(id)
  const prf = rest.find((value) => is(value, tag.SEQUENCE))
  const prfId = prf ? oidOf(child(prf, 0, what), what) : '1.2.840.113549.2.7'
  const digest = prfs[prfId]
  if (!digest) throw outdated(prfId)
  return derivePbkdf2(password, saltBytes, limited(numberOf(first, what), maxPbkdf2Iterations), length, digest)
}

function decipher(cipher: string, key: Buffer, iv: Buffer, data: Buffer): Buffer {
  try {
    const decipher = createDecipheriv(cipher, key, iv)
    return Buffer.concat([decipher.update(data), decipher.final()])
  } catch {
    throw wrongPassphrase()
  }
}

function decipherRc2(bits: number, key: Buffer, iv: Buffer, data: Buffer): Buffer {
  const cipher = forge.rc2.createDecryptionCipher(key.toString('latin1'), bits)
  cipher.start(iv.toString('latin1'))
  cipher.update(forge.util.createBuffer(data.toString('latin1')))
  if (!cipher.finish()) throw wrongPassphrase()
  return Buffer.from(cipher.output.getBytes(), 'latin1')
}

export interface Decrypted {
  plain: Buffer
  /** The name of the scheme when it is one that nobody should use any more. */
  weak: string | null
}

async function decryptOld({ name, keyLength, rc2Bits }: OldScheme, parameters: Der, data: Buffer, passphrase: string): Promise<Decrypted> {
  const [saltValue, iterations] = children(parameters, what)
  const salt = bytesOf(saltValue, what)
  const derive = (purpose: number, length: number) => pkcs12Key('sha1', passphrase, salt, purpose, numberOf(iterations, what), length)
  const [key, iv] = [await derive(1, keyLength), await derive(2, 8)]
  if (rc2Bits) return { plain: decipherRc2(rc2Bits, key, iv, data), weak: name }
  const full = keyLength === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key
  return { plain: decipher('des-ede3-cbc', full, iv, data), weak: name }
}

async function decryptPbes2(parameters: Der, data: Buffer, passphrase: string): Promise<Decrypted> {
  const [kdf, scheme] = children(parameters, what)
  const schemeId = oidOf(child(scheme, 0, what), what)
  const cipher = ciphers[schemeId]
  if (!cipher || !kdf) throw outdated(refusedSchemes[schemeId] ?? schemeId)
  const iv = bytesOf(child(scheme, 1, what), what)
  const key = await derivePbes2Key(kdf, passphrase, cipher.keyLength)
  return { plain: decipher(cipher.name, key, iv, data), weak: cipher.name === 'des-ede3-cbc' ? '3DES' : null }
}

/**
 * Opens DER that was encrypted, by its AlgorithmIdentifier.
 * Errors: CERTIFICATE_INVALID, with the field `passphrase` or, for the encryption itself, `base64`.
 */
export async function decryptPbe(algorithm: Der, data: Buffer, passphrase: string): Promise<Decrypted> {
  const id = oidOf(child(algorithm, 0, what), what)
  const old = oldSchemes[id]
  if (!old && id !== ids.pbes2) throw outdated(refusedSchemes[id] ?? id)
  const parameters = child(algorithm, 1, what)
  const decrypted = await (old ? decryptOld(old, parameters, data, passphrase) : decryptPbes2(parameters, data, passphrase))
  try {
    decode(decrypted.plain)
  } catch {
    throw wrongPassphrase() // one wrong passphrase in 256 happens to leave valid padding
  }
  return decrypted
}

/** Encrypts with PBES2: PBKDF2 (HMAC-SHA-256) and AES-256-CBC. */
export async function encryptPbe(plain: Buffer, passphrase: string): Promise<{ algorithm: Der; data: Buffer }> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)]
  const key = await derivePbkdf2(Buffer.from(passphrase, 'utf8'), salt, ownIterations, 32, 'sha256')
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  const data = Buffer.concat([cipher.update(plain), cipher.final()])
  const kdf = sequence(oid(ids.pbkdf2), sequence(octets(salt), integer(ownIterations), sequence(oid(ids.hmacWithSha256), nothing())))
  return { algorithm: sequence(oid(ids.pbes2), sequence(kdf, sequence(oid(ids.aes256Cbc), octets(iv)))), data }
}
