import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface OpensslIdentity {
  certificate: string
  privateKey: string
}

/** A self-signed certificate with its key (RSA 2048 or EC P-256), made by openssl for this run. */
export function opensslIdentity(subject: string, extensions: string[] = [], key: 'rsa' | 'ec' = 'rsa'): OpensslIdentity {
  const folder = mkdtempSync(join(tmpdir(), 'tpp-openssl-'))
  try {
    const [keyFile, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    const extra = extensions.flatMap((extension) => ['-addext', extension])
    const args = [
      'req',
      '-x509',
      ...(key === 'rsa' ? ['-newkey', 'rsa:2048'] : ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']),
      '-nodes',
      '-days',
      '2',
      '-subj',
      subject,
      '-keyout',
      keyFile,
      '-out',
      certificate,
      ...extra,
    ]
    execFileSync('openssl', args, { stdio: 'pipe' })
    return { certificate: readFileSync(certificate, 'utf8'), privateKey: readFileSync(keyFile, 'utf8') }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A private key alone, as `openssl genpkey` writes it. */
export function opensslKey(...options: string[]): string {
  return execFileSync('openssl', ['genpkey', ...options], { stdio: 'pipe' }).toString()
}
