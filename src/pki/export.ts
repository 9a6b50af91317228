// How private keys leave: encrypted with the caller's passphrase, never in clear.

import { createPrivateKey } from 'node:crypto'
import { AppError } from '../shared/errors.ts'
import { encode, octets, sequence } from './der.ts'
import { encryptPbe } from './pbe.ts'
import { readCertificate, toPem } from './pem.ts'
import { writePkcs12 } from './pkcs12.ts'

function pkcs8(privateKeyPem: string): Buffer {
  try {
    return createPrivateKey(privateKeyPem).export({ type: 'pkcs8', format: 'der' })
  } catch (cause) {
    throw new AppError('CERTIFICATE_INVALID', 'Private key cannot be read', { remedy: 'Give it as PKCS#8 in PEM.' }, cause)
  }
}

/** The key as "ENCRYPTED PRIVATE KEY" PEM: AES-256-CBC, PBKDF2 with SHA-256. Errors: CERTIFICATE_INVALID. */
export async function exportPkcs8(privateKeyPem: string, passphrase: string): Promise<string> {
  const { algorithm, data } = await encryptPbe(pkcs8(privateKeyPem), passphrase)
  return toPem('ENCRYPTED PRIVATE KEY', encode(sequence(algorithm, octets(data))))
}

export interface ExportPkcs12Input {
  /** PEM. */
  privateKey: string
  certificate: string
  chain: string[]
  passphrase: string
  name: string
}

/** A PKCS#12 file with key, certificate and chain, encrypted with AES-256. Errors: CERTIFICATE_INVALID. */
export const exportPkcs12 = async ({ privateKey, certificate, chain, passphrase, name }: ExportPkcs12Input): Promise<Buffer> =>
  writePkcs12({
    privateKey: pkcs8(privateKey),
    certificates: [certificate, ...chain].map((pem) => readCertificate(pem).raw),
    passphrase,
    name,
  })
