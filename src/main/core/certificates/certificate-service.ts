import { exportPkcs8, exportPkcs12 } from '../../../pki/export.ts'
import { readCertificateFile } from '../../../pki/import.ts'
import { inspect } from '../../../pki/inspect.ts'
import { jwkThumbprint, keyFitsCertificate } from '../../../pki/keys.ts'
import type { Output, ParsedInput } from '../../../shared/api.ts'
import { AppError } from '../../../shared/errors.ts'
import type { CoreContext } from '../context.ts'
import type { CertificateKind, CertificateRecords } from './certificate-records.ts'
import type { SigningRequests } from './signing-requests.ts'

type ImportInput = ParsedInput<'obSealCertificate.create'>

export const createCertificateService = (
  { clock }: Pick<CoreContext, 'clock'>,
  signingRequests: Pick<SigningRequests, 'privateKey'>,
  records: CertificateRecords,
) => {
  const importAs = async <K extends CertificateKind>(kind: K, input: ImportInput) => {
    const { name, signingRequestId, keyId, ...file } = input
    const read = await readCertificateFile(file)
    const [leaf, ...chain] = read.certificates
    const field = file.base64 === undefined ? 'pem' : 'base64'
    if (!leaf) throw new AppError('CERTIFICATE_INVALID', 'No certificate was found in what was given', { field })
    const candidates = signingRequestId ? [signingRequests.privateKey(signingRequestId, 'signingRequestId')] : read.privateKeys
    if (candidates.length === 0) {
      throw new AppError('SECRET_MISSING', `Certificate "${name}" comes without its private key`, {
        field,
        remedy: 'Add the key to the PEM text, import a PKCS#12 file, or name the signing request that it was issued for.',
      })
    }
    const privateKey = candidates.find((key) => keyFitsCertificate(key, leaf))
    if (!privateKey) {
      throw new AppError('KEY_MISMATCH', `The private key does not belong to certificate "${name}"`, {
        field: signingRequestId ? 'signingRequestId' : field,
        remedy: 'Import the certificate with the key that its signing request was made with.',
      })
    }
    return records.insert(kind, {
      name,
      certificate: leaf,
      chain,
      privateKey,
      keyId: keyId ?? (kind === 'obSeal' ? jwkThumbprint(leaf) : ''),
      sandboxCaId: null,
    })
  }

  return {
    records,
    importObWac: (input: ParsedInput<'obWacCertificate.create'>) => importAs('obWac', input),
    importObSeal: (input: ImportInput) => importAs('obSeal', input),
    inspect: (input: ParsedInput<'certificate.inspect'>): Promise<Output<'certificate.inspect'>> => inspect(input, clock.now()),

    async export(input: ParsedInput<'certificate.export'>): Promise<Output<'certificate.export'>> {
      const { obWacCertificateId, obSealCertificateId, format, passphrase } = input
      if ((obWacCertificateId === undefined) === (obSealCertificateId === undefined)) {
        throw new AppError('INVALID_INPUT', 'Either obWacCertificateId or obSealCertificateId is needed, not both', {
          field: 'obWacCertificateId',
        })
      }
      const kind = obWacCertificateId ? 'obWac' : 'obSeal'
      const id = obWacCertificateId ?? obSealCertificateId ?? ''
      const { certificate, chain, name } = records.get(kind, id, kind === 'obWac' ? 'obWacCertificateId' : 'obSealCertificateId')
      const privateKey = records.privateKey(kind, id)
      return {
        certificate,
        chain,
        encryptedPrivateKey: format === 'pkcs8' ? await exportPkcs8(privateKey, passphrase) : null,
        pkcs12: format === 'pkcs12' ? (await exportPkcs12({ privateKey, certificate, chain, passphrase, name })).toString('base64') : null,
      }
    },
  }
}

export type CertificateService = ReturnType<typeof createCertificateService>
