// Password-based encryption of keys and PKCS#12 contents: PBES2 (RFC 8018 §6.2), and the old schemes of RFC 7292 appendix C for reading.

import { createCipheriv, createDecipheriv, hash, pbkdf2, randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { promisify } from 'node:util'
import forge from 'node-forge'
import { AppError } from '../shared/errors.ts'
import { type Der, bytesOf, child, children, integer, is, nothing, numberOf, octets, oid, oidOf, sequence, tag } from './der.ts'

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
const oldSchemes: Record<string, { name: string; keyLength: number; rc2Bits?: number }> = {
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
// SECURITY: a file may ask for any amount of work; these limits stop it from keeping the machine busy.
const maxPbkdf2Iterations = 5_000_000
const maxPkcs12Iterations = 1_000_000
const maxScryptMemory = 256 * 1024 * 1024

export const wrongPassphrase = () =>
  new AppError('CERTIFICATE_INVALID', 'Passphrase is wrong', {
    field: 'passphrase',
    remedy: 'Enter the passphrase that the file was saved with.',
  })

export const outdated = (name: string) =>
  new AppError('CERTIFICATE_INVALID', `Encryption of the file is outdated or unknown: ${name}`, {
    field: 'base64',
    remedy: 'Save it anew with AES-256, for example with "openssl pkcs12 -legacy" to open it and "openssl pkcs12 -export" to save it.',
  })

const tooMuchWork = () =>
  new AppError('CERTIFICATE_INVALID', 'Encryption of the file asks for too much work to open', {
    field: 'base64',
    remedy: 'Save it anew with fewer iterations.',
  })

function limited(count: number, max: number): number {
  if (count < 1 || count > max) throw tooMuchWork()
  return count
}

/** Key derivation of RFC 7292 appendix B.2; gives way to other work now and then. `purpose`: 1 key, 2 IV, 3 MAC. */
export async function pkcs12Key(
  digest: string,
  passphrase: string,
  salt: Buffer,
  purpose: number,
  iterations: number,
  length: number,
): Promise<Buffer> {
  const block = digest === 'sha384' || digest === 'sha512' ? 128 : 64
  const fill = (bytes: Buffer) => Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
  const input = Buffer.concat([salt.length > 0 ? fill(salt) : salt, fill(Buffer.from(`${passphrase}\0`, 'utf16le').swap16())])
  const count = limited(iterations, maxPkcs12Iterations)
  const derived: Buffer[] = []
  for (let size = 0; size < length; ) {
    let digested = hash(digest, Buffer.concat([Buffer.alloc(block, purpose), input]), 'buffer')
    for (let round = 1; round < count; round++) {
      digested = hash(digest, digested, 'buffer')
      if (round % 4096 === 0) await setImmediate()
    }
    derived.push(digested)
    size += digested.length
    const addend = Buffer.alloc(block, digested)
    for (let start = 0; start < input.length; start += block) {
      for (let at = block - 1, carry = 1; at >= 0; at--) {
        const sum = (input[start + at] ?? 0) + (addend[at] ?? 0) + carry
        input[start + at] = sum & 0xff
        carry = sum >> 8
      }
    }
  }
  return Buffer.concat(derived).subarray(0, length)
}

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

/** Opens data by its AlgorithmIdentifier. Errors: CERTIFICATE_INVALID, with the field `passphrase` or, for the encryption itself, `base64`. */
export async function decryptPbe(algorithm: Der, data: Buffer, passphrase: string): Promise<Decrypted> {
  const id = oidOf(child(algorithm, 0, what), what)
  const old = oldSchemes[id]
  if (old) {
    const [saltValue, iterations] = children(child(algorithm, 1, what), what)
    const salt = bytesOf(saltValue, what)
    const derive = (purpose: number, length: number) => pkcs12Key('sha1', passphrase, salt, purpose, numberOf(iterations, what), length)
    const [key, iv] = [await derive(1, old.keyLength), await derive(2, 8)]
    if (old.rc2Bits) return { plain: decipherRc2(old.rc2Bits, key, iv, data), weak: old.name }
    const full = old.keyLength === 16 ? Buffer.concat([key, key.subarray(0, 8)]) : key
    return { plain: decipher('des-ede3-cbc', full, iv, data), weak: old.name }
  }
  if (id !== ids.pbes2) throw outdated(refusedSchemes[id] ?? id)
  const [kdf, scheme] = children(child(algorithm, 1, what), what)
  const schemeId = oidOf(child(scheme, 0, what), what)
  const cipher = ciphers[schemeId]
  if (!cipher || !kdf) throw outdated(refusedSchemes[schemeId] ?? schemeId)
  const iv = bytesOf(child(scheme, 1, what), what)
  const key = await derivePbes2Key(kdf, passphrase, cipher.keyLength)
  return { plain: decipher(cipher.name, key, iv, data), weak: cipher.name === 'des-ede3-cbc' ? '3DES' : null }
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
