// Puts certificates together and signs them (RFC 5280 §4.1). The signature is made by node:crypto on the thread pool.

import { createPublicKey, randomBytes, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { AppError } from '../shared/errors.ts'
import { bits, context, type Der, decode, encode, integer, narrow, nothing, oid, sequence, tag } from './der.ts'
import { type DnAttribute, encodeDn, tbsName } from './dn-attributes.ts'
import { authorityKeyIdentifier, keyIdentifier, subjectKeyIdentifier } from './extensions.ts'
import { generateRsaKey, type KeyPair } from './keys.ts'
import { sha256WithRsa } from './oids.ts'
import { certificatePem, readCertificate } from './pem.ts'

const signBytes = promisify((algorithm: string, data: Buffer, key: string, done: (error: Error | null, signature: Buffer) => void) =>
  sign(algorithm, data, key, done),
)

/** A certificate (PEM) and its private key (PEM, PKCS#8, in clear). */
export interface Identity {
  certificate: string
  privateKey: string
}

export interface Validity {
  /** The time of issue; the system's when absent. */
  now?: Date
  notBefore?: Date
  notAfter?: Date
}

export interface IssueOptions extends Validity {
  subject: DnAttribute[]
  /** Self-signed when null. */
  ca: Identity | null
  /** Beside the subject and authority key identifiers. */
  extensions: Der[]
  /** Length of validity where `notAfter` is not given. */
  months: number
  /** An existing key, as for a renewal; a new one when absent. */
  key?: KeyPair
}

export const signatureAlgorithm = () => sequence(oid(sha256WithRsa), nothing())

/** `SEQUENCE { body, algorithm, signature }`, as certificates and signing requests have it. */
export async function signed(body: Der, privateKey: string): Promise<Buffer> {
  return encode(sequence(body, signatureAlgorithm(), bits(await signBytes('sha256', encode(body), privateKey))))
}

/** UTCTime up to 2049, GeneralizedTime from then on (RFC 5280 §4.1.2.5). */
function time(date: Date): Der {
  const digits = `${date.toISOString().slice(0, 19).replace(/[-:T]/g, '')}Z`
  return date.getUTCFullYear() < 2050 ? narrow(tag.UTCTIME, digits.slice(2)) : narrow(tag.GENERALIZEDTIME, digits)
}

function addMonths(date: Date, months: number): Date {
  const later = new Date(date)
  later.setUTCMonth(later.getUTCMonth() + months)
  return later
}

/** Backdated by half an hour, as the directory's CA does, so that a clock that is behind accepts it. */
const backdated = (now: Date) => new Date(now.getTime() - 30 * 60_000)

/** A positive number of 128 bits, never shorter (RFC 5280 §4.1.2.2). */
function serialNumber(): Buffer {
  const bytes = randomBytes(16)
  bytes.writeUInt8((bytes.readUInt8(0) & 0x7f) | 0x40, 0)
  return bytes
}

function validity({ now = new Date(), notBefore = backdated(now), notAfter, months }: IssueOptions, ca: Date | null) {
  const end = notAfter ?? addMonths(now, months)
  if (end <= notBefore) throw new AppError('INVALID_INPUT', 'Certificate would end before it begins', { field: 'notAfter' })
  if (!ca || notAfter) return { notBefore, notAfter: end }
  if (ca <= now) {
    throw new AppError('CERTIFICATE_EXPIRED', `Sandbox CA expired on ${ca.toISOString().slice(0, 10)}`, {
      remedy: 'Issue from a new sandbox CA.',
    })
  }
  return { notBefore, notAfter: end < ca ? end : ca }
}

/** Issues a certificate; never valid for longer than its issuer unless `notAfter` says so. Errors: CERTIFICATE_EXPIRED, INVALID_INPUT. */
export async function issueCertificate(options: IssueOptions): Promise<Identity> {
  const { subject, ca, extensions } = options
  const key = options.key ?? (await generateRsaKey())
  const spki = createPublicKey(key.publicKey).export({ type: 'spki', format: 'der' })
  const issuer = ca && readCertificate(ca.certificate)
  const period = validity(options, issuer && new Date(issuer.validTo))
  const issuerSpki = issuer ? issuer.publicKey.export({ type: 'spki', format: 'der' }) : spki
  const body = sequence(
    context(0, [integer(2)]),
    integer(serialNumber()),
    signatureAlgorithm(),
    issuer ? tbsName(issuer.raw, 'subject') : encodeDn(subject),
    sequence(time(period.notBefore), time(period.notAfter)),
    encodeDn(subject),
    decode(spki, 'Public key'),
    context(3, [sequence(...extensions, subjectKeyIdentifier(spki), authorityKeyIdentifier(keyIdentifier(issuerSpki)))]),
  )
  return { certificate: certificatePem(await signed(body, ca?.privateKey ?? key.privateKey)), privateKey: key.privateKey }
}
