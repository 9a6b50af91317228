// Takes apart what a person gives: PEM text, DER, PKCS#12, in any mixture, and says what is in it.

import { createPrivateKey, type KeyObject, type X509Certificate } from 'node:crypto'
import { AppError } from '../shared/errors.ts'
import { bytesOf, child, children, type Der, decode, is, tag } from './der.ts'
import { decryptPbe } from './pbe.ts'
import { outdated, wrongPassphrase } from './pbe-limits.ts'
import { type PemBlock, pemBlocks, readCertificate } from './pem.ts'
import { isPkcs12, readPkcs12 } from './pkcs12.ts'
import { isSigningRequest } from './signing-request.ts'

export interface MaterialInput {
  /** PEM text. */
  pem?: string | undefined
  /** DER or PKCS#12, in base64. */
  base64?: string | undefined
  passphrase?: string | undefined
}

export interface Material {
  format: 'pem' | 'der' | 'pkcs12'
  certificates: X509Certificate[]
  /** DER. */
  signingRequests: Buffer[]
  /** `key` is null for an encrypted key that came without a passphrase. */
  privateKeys: { key: KeyObject | null; encrypted: boolean }[]
  warnings: string[]
}

const oneMebibyte = 1024 * 1024
const maxItems = 200

const unreadable = (field: string, remedy = 'Give a certificate, a private key, a signing request or a PKCS#12 file.') =>
  new AppError('CERTIFICATE_INVALID', 'This is not a certificate', { field, remedy })

function privateKey(input: Parameters<typeof createPrivateKey>[0], field: string): KeyObject {
  try {
    return createPrivateKey(input)
  } catch (cause) {
    throw new AppError('CERTIFICATE_INVALID', 'Private key cannot be read', { field, remedy: 'Give it as PKCS#8, PKCS#1 or SEC1.' }, cause)
  }
}

const pkcs8 = (der: Buffer, field: string) => privateKey({ key: der, format: 'der', type: 'pkcs8' }, field)

async function decryptPkcs8(value: Der, passphrase: string, into: Material): Promise<KeyObject> {
  const { plain, weak } = await decryptPbe(
    child(value, 0, 'Encrypted key'),
    bytesOf(child(value, 1, 'Encrypted key'), 'Encrypted key'),
    passphrase,
  )
  if (weak) into.warnings.push(`The private key is encrypted with the outdated ${weak}; save it anew with AES-256.`)
  return pkcs8(plain, 'pem')
}

/** RFC 1421 encryption of old OpenSSL keys: `Proc-Type: 4,ENCRYPTED`. */
function decryptLegacyPem(block: PemBlock, passphrase: string): KeyObject {
  const cipher = block.headers.get('DEK-Info')?.split(',')[0] ?? 'no cipher named'
  if (!/^(AES-(128|192|256)-CBC|DES-EDE3-CBC)$/.test(cipher)) throw outdated(cipher)
  try {
    return createPrivateKey({ key: block.text, passphrase })
  } catch {
    throw wrongPassphrase()
  }
}

async function addPemBlock(block: PemBlock, passphrase: string | undefined, into: Material): Promise<void> {
  const { label, der, headers, text } = block
  if (/^((X509|TRUSTED) )?CERTIFICATE$/.test(label)) into.certificates.push(readCertificate(der))
  else if (/^(NEW )?CERTIFICATE REQUEST$/.test(label)) into.signingRequests.push(der)
  else if (label === 'PKCS12') await addDer(decode(der, 'PKCS#12 file'), der, passphrase, into)
  else if (label.endsWith('PRIVATE KEY')) {
    const encrypted = label.startsWith('ENCRYPTED') || headers.has('DEK-Info')
    if (!encrypted) into.privateKeys.push({ key: privateKey(text, 'pem'), encrypted })
    else if (passphrase === undefined) into.privateKeys.push({ key: null, encrypted })
    else if (headers.has('DEK-Info')) {
      into.privateKeys.push({ key: decryptLegacyPem(block, passphrase), encrypted })
      into.warnings.push('The private key is encrypted in the outdated form of old OpenSSL versions; save it anew as PKCS#8.')
    } else into.privateKeys.push({ key: await decryptPkcs8(decode(der, 'Encrypted key'), passphrase, into), encrypted })
  }
}

async function addPem(text: string, passphrase: string | undefined, into: Material): Promise<void> {
  for (const block of pemBlocks(text)) await addPemBlock(block, passphrase, into)
}

const isCertificate = (value: Der) => {
  const body = Array.isArray(value.value) && value.value.length === 3 ? value.value[0]?.value : undefined
  return Array.isArray(body) && body.length >= 6
}

async function addDer(value: Der, bytes: Buffer, passphrase: string | undefined, into: Material): Promise<void> {
  const parts = children(value, 'File')
  if (isPkcs12(value)) {
    into.format = 'pkcs12'
    const { certificates, privateKeys, weak } = await readPkcs12(value, passphrase)
    into.certificates.push(...certificates.map(readCertificate))
    into.privateKeys.push(...privateKeys.map((der) => ({ key: pkcs8(der, 'base64'), encrypted: true })))
    for (const name of new Set(weak))
      into.warnings.push(`The PKCS#12 file is encrypted with the outdated ${name}; save it anew with AES-256.`)
  } else if (isSigningRequest(value)) into.signingRequests.push(bytes)
  else if (isCertificate(value)) into.certificates.push(readCertificate(bytes))
  else if (is(parts[0], tag.SEQUENCE) && is(parts[1], tag.OCTETSTRING)) {
    into.privateKeys.push({ key: passphrase === undefined ? null : await decryptPkcs8(value, passphrase, into), encrypted: true })
  } else if (is(parts[0], tag.INTEGER) && parts.length >= 3) {
    const type = is(parts[1], tag.SEQUENCE) ? 'pkcs8' : is(parts[1], tag.OCTETSTRING) ? 'sec1' : 'pkcs1'
    into.privateKeys.push({ key: privateKey({ key: bytes, format: 'der', type }, 'base64'), encrypted: false })
  } else throw unreadable('base64')
}

/** Binary formats begin with a SEQUENCE; the rest may be PEM that was read as a file. */
async function addBytes(bytes: Buffer, passphrase: string | undefined, into: Material, field: 'pem' | 'base64'): Promise<void> {
  if (bytes[0] !== 0x30) {
    if (field === 'base64' && bytes.includes('-----BEGIN ')) return addPem(bytes.toString('utf8'), passphrase, into)
    throw unreadable(field)
  }
  let value: Der
  try {
    value = decode(bytes)
  } catch {
    throw unreadable(field, 'The file is cut short or damaged; get it again.')
  }
  into.format = 'der'
  await addDer(value, bytes, passphrase, into)
}

/** Names the input at fault, unless it is the passphrase. */
async function naming(field: 'pem' | 'base64', work: () => Promise<void> | undefined): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (!(error instanceof AppError) || error.details.field === 'passphrase') throw error
    throw new AppError(error.code, error.message, { ...error.details, field }, error.cause)
  }
}

/**
 * Everything found in the input. At most 1 MiB. An encrypted key without a passphrase is reported as such; a PKCS#12 file needs it.
 * Errors: INVALID_INPUT for no or too much input; CERTIFICATE_INVALID with the field `passphrase`, `pem` or `base64`.
 */
export async function readMaterial({ pem, base64, passphrase }: MaterialInput): Promise<Material> {
  for (const [field, text] of Object.entries({ pem, base64 })) {
    const bytes = text === undefined ? 0 : field === 'pem' ? Buffer.byteLength(text) : (text.length * 3) / 4
    if (bytes > oneMebibyte + 2)
      throw new AppError('INVALID_INPUT', 'File is larger than 1 MiB', {
        field,
        remedy: 'Give only the certificate, its chain and its key.',
      })
  }
  if (!pem?.trim() && !base64?.trim()) {
    throw new AppError('INVALID_INPUT', 'Nothing to read was given', {
      field: 'pem',
      remedy: 'Give PEM text, or a DER or PKCS#12 file in base64.',
    })
  }
  const material: Material = { format: 'pem', certificates: [], signingRequests: [], privateKeys: [], warnings: [] }
  await naming('base64', () => (base64?.trim() ? addBytes(Buffer.from(base64, 'base64'), passphrase, material, 'base64') : undefined))
  await naming('pem', () => {
    if (pem?.includes('-----BEGIN ')) return addPem(pem, passphrase, material)
    return pem?.trim() ? addBytes(Buffer.from(pem, 'base64'), passphrase, material, 'pem') : undefined
  })
  const { certificates, signingRequests, privateKeys } = material
  const items = certificates.length + signingRequests.length + privateKeys.length
  // SECURITY: finding issuers takes time with the square of the number of certificates.
  if (items > maxItems)
    throw new AppError('INVALID_INPUT', `File holds more than ${maxItems} certificates and keys`, { field: pem?.trim() ? 'pem' : 'base64' })
  if (items === 0) throw unreadable(pem?.trim() ? 'pem' : 'base64')
  return material
}
