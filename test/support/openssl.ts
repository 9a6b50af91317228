import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Runs openssl in a folder that holds `files`; returns what it wrote to the file `out`, or to its output. Throws when it fails. */
export const openssl = (args: string[], files: Record<string, string | Buffer> = {}): Buffer => {
  const cwd = mkdtempSync(join(tmpdir(), 'tpp-openssl-'))
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cwd, name), content)
    const output = execFileSync('openssl', args, { cwd, stdio: 'pipe' })
    return existsSync(join(cwd, 'out')) ? readFileSync(join(cwd, 'out')) : output
  } finally {
    rmSync(cwd, { recursive: true, force: true })
  }
}

/** A PKCS#12 file of a certificate and its key, in base64. */
export const pkcs12Of = (identity: { certificate: string; privateKey: string }, passphrase: string, ...options: string[]): string =>
  openssl(['pkcs12', '-export', '-in', 'cert.pem', '-inkey', 'key.pem', '-passout', `pass:${passphrase}`, ...options, '-out', 'out'], {
    'cert.pem': identity.certificate,
    'key.pem': identity.privateKey,
  }).toString('base64')
