import { createHash, createPublicKey, type KeyObject } from 'node:crypto'
import { AppError } from '../shared/errors.ts'
import type { InspectedCertificate, Inspection } from '../shared/model/certificate.ts'
import { issuers } from './chain.ts'
import { inspectCertificate, inspectSigningRequest, keyFacts } from './inspect-certificate.ts'
import { type Material, type MaterialInput, readMaterial } from './material.ts'

function inspectKey(
  { key, encrypted }: Material['privateKeys'][number],
  certificates: InspectedCertificate[],
): Inspection['privateKeys'][number] {
  if (!key) return { type: 'unknown', bits: null, curve: null, encrypted, publicKeySha256: null, matchesCertificate: null }
  const publicKeySha256 = sha256(createPublicKey(key))
  const match = certificates.findIndex(({ publicKey }) => publicKey.sha256 === publicKeySha256)
  return { ...keyFacts(key), encrypted, publicKeySha256, matchesCertificate: match < 0 ? null : match }
}

const sha256 = (key: KeyObject) =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')

/**
 * Decodes any certificates, signing requests and keys, in PEM, DER or PKCS#12; never returns key material.
 * Errors: INVALID_INPUT for no input or more than 1 MiB; CERTIFICATE_INVALID with the field `passphrase`, `pem` or `base64`.
 */
export async function inspect(input: MaterialInput, now = new Date()): Promise<Inspection> {
  const material = await readMaterial(input)
  try {
    const parsed = material.certificates
    const above = issuers(parsed)
    const certificates = parsed.map((certificate, index) => inspectCertificate(certificate, parsed[above[index] ?? -1] ?? null, now))
    return {
      format: material.format,
      certificates,
      signingRequests: material.signingRequests.map(inspectSigningRequest),
      privateKeys: material.privateKeys.map((key) => inspectKey(key, certificates)),
      chain: above.map((issuedBy, certificate) => ({ certificate, issuedBy })),
      warnings: material.warnings,
    }
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError(
      'CERTIFICATE_INVALID',
      'File is damaged',
      { field: input.pem?.trim() ? 'pem' : 'base64', remedy: 'Get it again from where it came.' },
      error,
    )
  }
}
