// PKCS#12 files (RFC 7292): reads modern and old ones, writes modern ones.

import { createHash, createHmac, hash, randomBytes, timingSafeEqual } from 'node:crypto'
import { AppError } from '../shared/errors.ts'
import {
  bmp,
  bytesOf,
  child,
  children,
  context,
  type Der,
  decode,
  encode,
  integer,
  is,
  isContext,
  nothing,
  numberOf,
  octets,
  oid,
  oidOf,
  sequence,
  set,
  tag,
} from './der.ts'
import { decryptPbe, encryptPbe } from './pbe.ts'
import { outdated, wrongPassphrase } from './pbe-limits.ts'
import { pkcs12Key } from './pkcs12-key.ts'

const what = 'PKCS#12 file'
const ids = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certBag: '1.2.840.113549.1.12.10.1.3',
  nestedBag: '1.2.840.113549.1.12.10.1.6',
  x509Certificate: '1.2.840.113549.1.9.22.1',
  friendlyName: '1.2.840.113549.1.9.20',
  localKeyId: '1.2.840.113549.1.9.21',
  sha256: '2.16.840.1.101.3.4.2.1',
}
const macDigests: Record<string, string> = {
  '1.3.14.3.2.26': 'sha1',
  [ids.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
}
const ownMacIterations = 100_000

export interface Pkcs12Contents {
  /** DER. */
  certificates: Buffer[]
  /** PKCS#8 DER. */
  privateKeys: Buffer[]
  /** Names of outdated encryptions that were met. */
  weak: string[]
}

/** Whether the DER is shaped like a PKCS#12 file. */
export function isPkcs12(der: Der): boolean {
  if (!Array.isArray(der.value)) return false
  const [version, authSafe] = der.value
  if (!is(version, tag.INTEGER) || !is(authSafe, tag.SEQUENCE) || !Array.isArray(authSafe.value)) return false
  const type = authSafe.value[0]
  return is(type, tag.OID) && oidOf(type, what).startsWith('1.2.840.113549.1.7.') && numberOf(version, what) === 3
}

async function checkMac(macData: Der, content: Buffer, passphrase: string): Promise<void> {
  const [digestInfo, salt, iterations] = children(macData, what)
  const [algorithm, expected] = children(digestInfo, what)
  const algorithmId = oidOf(child(algorithm, 0, what), what)
  const digest = macDigests[algorithmId]
  if (!digest) throw outdated(`integrity check ${algorithmId}`)
  const length = hash(digest, '', 'buffer').length
  const key = await pkcs12Key(digest, passphrase, bytesOf(salt, what), 3, iterations ? numberOf(iterations, what) : 1, length)
  const mac = createHmac(digest, key).update(content).digest()
  const given = bytesOf(expected, what)
  if (given.length !== mac.length || !timingSafeEqual(given, mac)) throw wrongPassphrase()
}

async function readBag(bag: Der, passphrase: string, into: Pkcs12Contents): Promise<void> {
  const value = child(child(bag, 1, what), 0, what)
  switch (oidOf(child(bag, 0, what), what)) {
    case ids.keyBag:
      into.privateKeys.push(encode(value))
      break
    case ids.shroudedKeyBag: {
      const { plain, weak } = await decryptPbe(child(value, 0, what), bytesOf(child(value, 1, what), what), passphrase)
      into.privateKeys.push(plain)
      if (weak) into.weak.push(weak)
      break
    }
    case ids.certBag:
      if (oidOf(child(value, 0, what), what) === ids.x509Certificate) {
        into.certificates.push(bytesOf(child(child(value, 1, what), 0, what), what))
      }
      break
    case ids.nestedBag:
      for (const nested of children(value, what)) await readBag(nested, passphrase, into)
  }
}

async function readContentInfo(info: Der, passphrase: string, into: Pkcs12Contents): Promise<void> {
  const type = oidOf(child(info, 0, what), what)
  const content = child(child(info, 1, what), 0, what)
  let bags: Buffer
  if (type === ids.data) bags = bytesOf(content, what)
  else if (type === ids.encryptedData) {
    const [, algorithm, encrypted] = children(child(content, 1, what), what)
    if (!algorithm || !isContext(encrypted, 0)) throw new AppError('CERTIFICATE_INVALID', `${what} is malformed`)
    const { plain, weak } = await decryptPbe(algorithm, bytesOf(encrypted, what), passphrase)
    bags = plain
    if (weak) into.weak.push(weak)
  } else throw outdated('PKCS#12 protected by a public key')
  for (const bag of children(decode(bags, what), what)) await readBag(bag, passphrase, into)
}

/** Opens a file. Errors: CERTIFICATE_INVALID, with the field `passphrase` when that is wrong or missing. */
export async function readPkcs12(file: Der, passphrase: string | undefined): Promise<Pkcs12Contents> {
  const [, authSafe, macData] = children(file, what)
  if (oidOf(child(authSafe, 0, what), what) !== ids.data) throw outdated('PKCS#12 signed with a public key')
  const content = bytesOf(child(child(authSafe, 1, what), 0, what), what)
  const contents: Pkcs12Contents = { certificates: [], privateKeys: [], weak: [] }
  try {
    if (macData) await checkMac(macData, content, passphrase ?? '')
    for (const info of children(decode(content, what), what)) await readContentInfo(info, passphrase ?? '', contents)
  } catch (error) {
    if (passphrase !== undefined || !(error instanceof AppError) || error.details.field !== 'passphrase') throw error
    throw new AppError('CERTIFICATE_INVALID', `${what} needs a passphrase`, {
      field: 'passphrase',
      remedy: 'Enter the passphrase that the file was saved with.',
    })
  }
  return contents
}

const dataInfo = (bytes: Buffer) => sequence(oid(ids.data), context(0, [octets(bytes)]))

export interface Pkcs12Input {
  /** PKCS#8 DER. */
  privateKey: Buffer
  /** DER, the leaf first. */
  certificates: Buffer[]
  passphrase: string
  /** Shown by key stores. */
  name: string
}

/** AES-256-CBC with PBKDF2 for key and certificates, HMAC-SHA-256 for integrity. */
export async function writePkcs12({ privateKey, certificates, passphrase, name }: Pkcs12Input): Promise<Buffer> {
  const leaf = certificates[0] ?? Buffer.alloc(0)
  const attributes = set(
    sequence(oid(ids.friendlyName), set(bmp(name))),
    sequence(oid(ids.localKeyId), set(octets(createHash('sha1').update(leaf).digest()))),
  )
  const certBag = (der: Buffer, ...more: Der[]) =>
    sequence(oid(ids.certBag), context(0, [sequence(oid(ids.x509Certificate), context(0, [octets(der)]))]), ...more)
  const certBags = sequence(certBag(leaf, attributes), ...certificates.slice(1).map((der) => certBag(der)))
  const macSalt = randomBytes(16)
  const [key, certs, macKey] = await Promise.all([
    encryptPbe(privateKey, passphrase),
    encryptPbe(encode(certBags), passphrase),
    pkcs12Key('sha256', passphrase, macSalt, 3, ownMacIterations, 32),
  ])
  const keyBags = sequence(sequence(oid(ids.shroudedKeyBag), context(0, [sequence(key.algorithm, octets(key.data))]), attributes))
  const encryptedCerts = sequence(integer(0), sequence(oid(ids.data), certs.algorithm, context(0, certs.data)))
  const content = encode(sequence(sequence(oid(ids.encryptedData), context(0, [encryptedCerts])), dataInfo(encode(keyBags))))
  const mac = createHmac('sha256', macKey).update(content).digest()
  const macData = sequence(sequence(sequence(oid(ids.sha256), nothing()), octets(mac)), octets(macSalt), integer(ownMacIterations))
  return encode(sequence(integer(3), dataInfo(content), macData))
}
