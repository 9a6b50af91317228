// Which certificate issued which: by name, key identifier and signature, all judged by OpenSSL inside Node.

import type { X509Certificate } from 'node:crypto'

export function issued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  try {
    return certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
  } catch {
    return false
  }
}

export const selfSigned = (certificate: X509Certificate) => issued(certificate, certificate)

/** For each certificate the index of its issuer in the list; null when it is not there or the certificate is self-signed. */
export const issuers = (certificates: X509Certificate[]): (number | null)[] =>
  certificates.map((certificate, index) => {
    if (selfSigned(certificate)) return null
    const found = certificates.findIndex((candidate, other) => other !== index && issued(candidate, certificate))
    return found < 0 ? null : found
  })

/** The leaf, its issuer, that one's issuer …; then whatever does not belong to the chain. */
export function ordered(certificates: X509Certificate[], leaf: number): { chain: X509Certificate[]; strangers: X509Certificate[] } {
  const above = issuers(certificates)
  const path: number[] = []
  for (let at: number | null | undefined = leaf; typeof at === 'number' && !path.includes(at); at = above[at]) path.push(at)
  return {
    chain: path.flatMap((index) => certificates[index] ?? []),
    strangers: certificates.filter((_, index) => !path.includes(index)),
  }
}
