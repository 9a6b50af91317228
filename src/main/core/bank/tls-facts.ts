import { X509Certificate } from 'node:crypto'
import type { DetailedPeerCertificate, TLSSocket } from 'node:tls'
import type { TlsFacts } from '../../../shared/model/request-log.ts'

type ServerChain = TlsFacts['serverChain']
export type CertificateOffered = NonNullable<TlsFacts['clientCertificateOffered']>

/** A distinguished name as Node prints it (one attribute a line), on one line. */
export const subjectLine = (name: string) => name.trim().replaceAll('\n', ', ')

/** The chain that the server presented, its own certificate first; empty when none came. */
function serverChain(socket: TLSSocket): ServerChain {
  const chain: ServerChain = []
  const seen = new Set<string>()
  // getPeerX509Certificate would empty what Node reads a moment later to compare the host name.
  let presented: DetailedPeerCertificate | undefined = socket.getPeerCertificate(true)
  while (presented?.raw && !seen.has(presented.fingerprint256)) {
    seen.add(presented.fingerprint256)
    const { subject, issuer, fingerprint256, validToDate } = new X509Certificate(presented.raw)
    chain.push({
      subject: subjectLine(subject),
      issuer: subjectLine(issuer),
      sha256Fingerprint: fingerprint256.toLowerCase(),
      notAfter: validToDate.toISOString(),
    })
    presented = presented.issuerCertificate
  }
  return chain
}

/** What the handshake settled. */
export function handshakeFacts(socket: TLSSocket, offered: CertificateOffered | null): Omit<TlsFacts, 'reusedConnection'> {
  return {
    protocol: socket.getProtocol(),
    cipher: socket.getCipher()?.name ?? null,
    serverChain: serverChain(socket),
    clientCertificateOffered: offered,
  }
}
