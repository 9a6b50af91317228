// The CA certificates that a directory may be certified by, beside the public roots. Open Banking's directories are certified by a CA of
// their own, whose certificates a person brings from there.

import { isCertificate, pemBlocks } from '../../../pki/pem.ts'
import { AppError } from '../../../shared/errors.ts'
import type { CoreContext } from '../context.ts'

export const createDirectoryTrust = ({ store, emit }: Pick<CoreContext, 'store' | 'emit'>) => ({
  /** PEM, one certificate each. */
  get(directory: string): string[] {
    const row = store.get<{ certificates: string }>(
      'select ca_certificates as certificates from directory_trust where directory = ?',
      directory,
    )
    return row ? JSON.parse(row.certificates) : []
  },

  /** Instead of those before. Each text may hold several; INVALID_INPUT names the one that holds none or one that cannot be read. */
  set(directory: string, texts: string[]): void {
    const certificates = [...new Set(texts.flatMap((text, index) => certificatesIn(text, `caCertificates.${index}`)))]
    store.run(
      `insert into directory_trust (directory, ca_certificates) values (?, ?)
       on conflict (directory) do update set ca_certificates = excluded.ca_certificates`,
      ...[directory, JSON.stringify(certificates)],
    )
    emit({ type: 'changed', aggregate: 'directory', id: null })
  },
})

export type DirectoryTrust = ReturnType<typeof createDirectoryTrust>

const certificatesIn = (text: string, field: string): string[] => {
  const blocks = pemBlocks(text)
  if (blocks.length > 0 && blocks.every(({ label, text: pem }) => label === 'CERTIFICATE' && isCertificate(pem))) {
    return blocks.map((block) => block.text)
  }
  throw new AppError('INVALID_INPUT', 'A CA certificate of the directory cannot be read', {
    field,
    remedy: 'Give X.509 certificates in PEM, and nothing else.',
  })
}
