import { createCertificateAuthority, type Identity, issueObWac, issueServer, type Organisation } from '../../../pki/certificate.ts'
import { parseSubject } from '../../../pki/distinguished-name.ts'
import type { KeyPair } from '../../../pki/keys.ts'

export const organisation: Organisation = {
  name: 'Self-test',
  organisationId: 'self-test',
  softwareId: 'self-test',
  authorisationNumber: 'PSDGB-FCA-123456',
  roles: ['PSP_AI'],
}

/** A bank and a client with certificates of this moment. One key for all: making keys is what takes time. */
export const createParties = async (key: KeyPair): Promise<{ ca: Identity; server: Identity; client: Identity }> => {
  const ca = await createCertificateAuthority({ subject: parseSubject('CN=Self-test'), key })
  return {
    ca,
    server: await issueServer({ ca, key, dnsNames: ['localhost'], ipAddresses: ['127.0.0.1'] }),
    client: await issueObWac({ ca, key, organisation }),
  }
}

export type Parties = Awaited<ReturnType<typeof createParties>>
