// Reads certificates and keys that were made elsewhere.

import { createPublicKey, type X509Certificate } from 'node:crypto'
import { AppError } from '../shared/errors.ts'
import { issuers, ordered } from './chain.ts'
import { type Material, type MaterialInput, readMaterial } from './material.ts'
import { certificatePem } from './pem.ts'

export interface CertificateFile {
  /** PEM: the leaf first, then its issuers in order; strangers to the chain are left out and named in `warnings`. */
  certificates: string[]
  /** PEM, PKCS#8, in clear; the one that fits the leaf first. */
  privateKeys: string[]
  warnings: string[]
}

const spki = (certificate: X509Certificate): Buffer | null => {
  try {
    return certificate.publicKey.export({ type: 'spki', format: 'der' })
  } catch {
    return null
  }
}

function requireCertificate({ certificates, signingRequests }: Material, field: string): void {
  if (certificates.length > 0) return
  const found = signingRequests.length > 0 ? 'a signing request' : 'a private key'
  throw new AppError('CERTIFICATE_INVALID', `File holds ${found} but no certificate`, {
    field,
    remedy: signingRequests.length > 0 ? 'Have the directory issue a certificate for it, and give that.' : 'Add the certificate.',
  })
}

/**
 * Reads PEM, DER or PKCS#12. Keys may be PKCS#8, PKCS#1, SEC1, encrypted PKCS#8 or encrypted in the old OpenSSL way.
 * Outdated encryption that can be opened is opened and reported in `warnings`.
 * Errors: INVALID_INPUT for no input or more than 1 MiB; CERTIFICATE_INVALID with the field `passphrase` (wrong or missing),
 * `base64` or `pem` (outdated encryption, damaged, or not a certificate at all).
 */
export async function readCertificateFile(input: MaterialInput): Promise<CertificateFile> {
  const material = await readMaterial(input)
  requireCertificate(material, input.pem?.trim() ? 'pem' : 'base64')
  const keys = material.privateKeys.map(({ key }) => {
    if (key) return key
    throw new AppError('CERTIFICATE_INVALID', 'Private key is encrypted and needs a passphrase', {
      field: 'passphrase',
      remedy: 'Enter the passphrase that the key was saved with.',
    })
  })
  const distinct = new Map(material.certificates.map((certificate) => [certificate.fingerprint256, certificate]))
  const certificates = [...distinct.values()]
  const publicKeys = keys.map((key) => createPublicKey(key).export({ type: 'spki', format: 'der' }))
  const fits = (certificate: X509Certificate, key: Buffer) => spki(certificate)?.equals(key) ?? false
  const withKey = certificates.findIndex((certificate) => publicKeys.some((key) => fits(certificate, key)))
  const above = issuers(certificates)
  const leaf =
    withKey >= 0
      ? withKey
      : Math.max(
          0,
          certificates.findIndex((_, index) => !above.includes(index)),
        )
  const { chain, strangers } = ordered(certificates, leaf)
  const first = chain[0]
  const privateKeys = keys
    .map((key, index) => ({
      pem: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      fits: first !== undefined && fits(first, publicKeys[index] ?? Buffer.alloc(0)),
    }))
    .sort((a, b) => Number(b.fits) - Number(a.fits))
    .map(({ pem }) => pem)
  return {
    certificates: chain.map(({ raw }) => certificatePem(raw)),
    privateKeys,
    warnings: [
      ...material.warnings,
      ...strangers.map(({ subject }) => `Certificate "${subject.replaceAll('\n', ', ')}" does not belong to the chain and was left out.`),
    ],
  }
}
