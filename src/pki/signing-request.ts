// PKCS#10 signing requests for the directory, after the OBIE profiles of an OBWAC and an OBSeal (RFC 2986).

import { createPublicKey, verify } from 'node:crypto'
import { AppError } from '../shared/errors.ts'
import { type Organisation, psd2Subject } from './certificate.ts'
import {
  bitsOf,
  child,
  children,
  context,
  type Der,
  decode,
  encode,
  integer,
  is,
  isContext,
  malformed,
  oid,
  oidOf,
  sequence,
  set,
  tag,
} from './der.ts'
import { renderDn } from './distinguished-name.ts'
import { type DnAttribute, decodeDn, encodeDn } from './dn-attributes.ts'
import { extendedKeyUsage, keyUsage, qcStatements, subjectKeyIdentifier } from './extensions.ts'
import { signed } from './issue.ts'
import { generateRsaKey } from './keys.ts'
import { clientAuth, extensionRequest, serverAuth } from './oids.ts'
import { toPem } from './pem.ts'

export interface SigningRequestInput {
  type: 'obwac' | 'obseal'
  organisation: Omit<Organisation, 'softwareId'>
}

export interface CreatedSigningRequest {
  /** PEM. */
  signingRequest: string
  /** PEM, PKCS#8, in clear. */
  privateKey: string
  /** RFC 4514 order, short names. */
  subject: string
}

const extensionsFor = ({ type, organisation: { roles } }: SigningRequestInput): Der[] =>
  type === 'obwac'
    ? [keyUsage('digitalSignature'), extendedKeyUsage(false, clientAuth, serverAuth), qcStatements({ qcType: 'web', roles })]
    : [keyUsage('digitalSignature', 'nonRepudiation'), qcStatements({ qcType: 'eseal', roles })]

/** Makes an RSA-2048 key and a request signed with it (SHA-256); the subject is C, O, organizationIdentifier, CN in UTF-8. */
export async function createSigningRequest(input: SigningRequestInput): Promise<CreatedSigningRequest> {
  const { privateKey, publicKey } = await generateRsaKey()
  const spki = createPublicKey(publicKey).export({ type: 'spki', format: 'der' })
  const subject = psd2Subject(input.organisation)
  const body = sequence(
    integer(0),
    encodeDn(subject),
    decode(spki),
    context(0, [sequence(oid(extensionRequest), set(sequence(...extensionsFor(input), subjectKeyIdentifier(spki))))]),
  )
  const signingRequest = toPem('CERTIFICATE REQUEST', await signed(body, privateKey))
  return { signingRequest, privateKey, subject: renderDn(subject, 'shortName') }
}

export interface ReadSigningRequest {
  subject: DnAttribute[]
  /** SubjectPublicKeyInfo, DER. */
  publicKey: Buffer
  extensions: Der[]
  signatureValid: boolean
}

const what = 'Signing request'
/** Digest by signature algorithm, RSA (PKCS#1 v1.5) and ECDSA. */
const digests: Record<string, string> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
}

function signatureHolds(body: Der, algorithm: string, signature: Buffer, spki: Buffer): boolean {
  const digest = digests[algorithm]
  if (!digest) return false
  try {
    return verify(digest, encode(body), createPublicKey({ key: spki, type: 'spki', format: 'der' }), signature)
  } catch {
    return false
  }
}

/** Whether the DER is shaped like a signing request rather than a certificate or a key. */
export function isSigningRequest(der: Der): boolean {
  if (!Array.isArray(der.value) || der.value.length !== 3) return false
  const body = der.value[0]?.value
  return (
    Array.isArray(body) && is(body[0], tag.INTEGER) && is(body[1], tag.SEQUENCE) && is(body[2], tag.SEQUENCE) && !is(body[3], tag.SEQUENCE)
  )
}

/** Reads a request and checks that its key signed it. Errors: CERTIFICATE_INVALID. */
export function readSigningRequest(bytes: Buffer): ReadSigningRequest {
  const request = decode(bytes, what)
  if (!isSigningRequest(request))
    throw new AppError('CERTIFICATE_INVALID', 'Signing request cannot be read', { remedy: 'Give a PKCS#10 request in PEM or DER.' })
  const [body, algorithm, signature] = children(request, what)
  const [, subject, publicKey, attributes] = children(body, what)
  if (!body || !subject || !publicKey) throw malformed(what)
  const requested = isContext(attributes, 0)
    ? children(attributes, what).find((attribute) => oidOf(child(attribute, 0, what), what) === extensionRequest)
    : undefined
  const spki = encode(publicKey)
  return {
    subject: decodeDn(subject),
    publicKey: spki,
    extensions: requested ? children(child(child(requested, 1, what), 0, what), what) : [],
    signatureValid: signatureHolds(body, oidOf(child(algorithm, 0, what), what), bitsOf(signature, what), spki),
  }
}
