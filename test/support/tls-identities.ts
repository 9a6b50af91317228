import { execFileSync } from 'node:child_process'
import { randomUUID, X509Certificate } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TransportIdentity } from '../../src/main/core/bank/session.ts'

export interface TestCa {
  /** PEM. */
  certificate: string
  /** A certificate and key (PEM); `days` may be negative. */
  issue(commonName: string, options?: { alternativeNames?: string; days?: number }): { certificate: string; privateKey: string }
  remove(): void
}

/** A CA of this run, by the openssl command. */
export function createTestCa(name: string): TestCa {
  const folder = mkdtempSync(join(tmpdir(), 'tpp-tls-'))
  const at = (file: string) => join(folder, file)
  const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe' })
  const newKey = ['-newkey', 'rsa:2048', '-nodes']
  openssl('req', '-x509', ...newKey, '-days', '2', '-subj', `/CN=${name}`, '-keyout', at('ca.key'), '-out', at('ca.pem'))
  let serial = 1
  return {
    certificate: readFileSync(at('ca.pem'), 'utf8'),
    issue(commonName, { alternativeNames = 'DNS:localhost,IP:127.0.0.1', days = 2 } = {}) {
      serial += 1
      writeFileSync(at('extensions'), `subjectAltName=${alternativeNames}\n`)
      openssl('req', '-new', ...newKey, '-subj', `/CN=${commonName}`, '-keyout', at('leaf.key'), '-out', at('leaf.csr'))
      const issuing = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-set_serial', String(serial), '-days', String(days)]
      openssl('x509', '-req', '-in', at('leaf.csr'), ...issuing, '-extfile', at('extensions'), '-out', at('leaf.pem'))
      return { certificate: readFileSync(at('leaf.pem'), 'utf8'), privateKey: readFileSync(at('leaf.key'), 'utf8') }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

export function transportIdentity(leaf: { certificate: string; privateKey: string }): TransportIdentity {
  return { obWacCertificateId: randomUUID(), chain: [], ...leaf }
}

export const fingerprintOf = (pem: string) => new X509Certificate(pem).fingerprint256.toLowerCase()
