// The certificates of the workbench: the UK profiles of an OBWAC and an OBSeal, plain ones, a server's, and the CAs above them.

import type { z } from 'zod'
import type { organisation as organisationSchema } from '../shared/model/certificate.ts'
import { type DnAttribute, parseSubject } from './distinguished-name.ts'
import { attribute, printable } from './dn-attributes.ts'
import { basicConstraints, extendedKeyUsage, keyUsage, nameConstraints, qcStatements, subjectAltName } from './extensions.ts'
import { type Identity, issueCertificate, type Validity } from './issue.ts'
import { generateEcKey, generateRsaKey, type KeyPair } from './keys.ts'
import { clientAuth, organizationIdentifier, serverAuth } from './oids.ts'

export { type Identity, type IssueOptions, issueCertificate, type Validity } from './issue.ts'

export type Organisation = z.infer<typeof organisationSchema>

export type SigningKeyType = 'RSA' | 'EC'

interface Issue extends Validity {
  ca: Identity
  /** An existing key, as for a renewal; a new RSA-2048 key when absent. */
  key?: KeyPair
}

export interface CertificateSet {
  ca: Identity
  transport: Identity
  signing: Identity
  /** How long the keys took to make, in milliseconds. */
  keyGenerationMs: number
}

export interface SetOptions extends Validity {
  /** Issues from this CA; from a new one when absent. */
  ca?: Identity
  /** Of the signing certificate: RSA 2048 when absent, or EC P-256. */
  signingKeyType?: SigningKeyType | undefined
}

const tenYears = 120
const thirteenMonths = 13

/** A self-signed CA without further CAs below it, valid for ten years. */
export const createCertificateAuthority = (options: Validity & { subject: DnAttribute[]; key?: KeyPair }): Promise<Identity> =>
  issueCertificate({ ...options, ca: null, months: tenYears, extensions: [basicConstraints(true), keyUsage('keyCertSign', 'cRLSign')] })

/** A CA whose certificates are good on this machine only, whoever gets hold of its key. Ten years. */
export const createLoopbackAuthority = (validity: Validity): Promise<Identity> =>
  issueCertificate({
    ...validity,
    subject: [attribute('O', 'TPP Workbench'), attribute('CN', 'Redirects to this computer')],
    ca: null,
    months: tenYears,
    extensions: [basicConstraints(true), keyUsage('keyCertSign'), nameConstraints(['localhost'], ['127.0.0.1', '::1'])],
  })

/** Subject of an OBWAC and an OBSeal: C, O, organizationIdentifier, CN = organisation id (OBIE certificate profiles). */
export const psd2Subject = ({
  name,
  organisationId,
  authorisationNumber,
}: Pick<Organisation, 'name' | 'organisationId' | 'authorisationNumber'>) => [
  attribute('C', 'GB'),
  attribute('O', name),
  attribute(organizationIdentifier, authorisationNumber),
  attribute('CN', organisationId),
]

/** Open Banking website authentication certificate: the transport certificate. 13 months. */
export const issueObWac = ({ organisation, ...issue }: Issue & { organisation: Organisation }): Promise<Identity> =>
  issueCertificate({
    ...issue,
    subject: printable(psd2Subject(organisation)),
    months: thirteenMonths,
    extensions: [
      keyUsage('digitalSignature'),
      extendedKeyUsage(true, clientAuth, serverAuth),
      qcStatements({ qcType: 'web', roles: organisation.roles }),
    ],
  })

/** Open Banking seal: the signing certificate. No extended key usage. 13 months. */
export const issueObSeal = ({ organisation, ...issue }: Issue & { organisation: Organisation }): Promise<Identity> =>
  issueCertificate({
    ...issue,
    subject: printable(psd2Subject(organisation)),
    months: thirteenMonths,
    extensions: [keyUsage('digitalSignature', 'nonRepudiation'), qcStatements({ qcType: 'eseal', roles: organisation.roles })],
  })

/** A certificate for any subject, without QcStatements, as sandboxes that let developers make their own ask for. Ten years. */
export const issuePlain = ({ subject, ...issue }: Issue & { subject: string }): Promise<Identity> =>
  issueCertificate({ ...issue, subject: parseSubject(subject), months: tenYears, extensions: [basicConstraints(false)] })

/** A server's certificate for these names and addresses. 13 months. Errors: INVALID_INPUT with the field `ipAddresses`. */
export const issueServer = (options: Issue & { dnsNames: string[]; ipAddresses: string[]; commonName?: string }): Promise<Identity> => {
  const { dnsNames, ipAddresses, commonName = dnsNames[0] ?? ipAddresses[0] ?? 'server', ...issue } = options
  return issueCertificate({
    ...issue,
    subject: [attribute('CN', commonName)],
    months: thirteenMonths,
    extensions: [
      basicConstraints(false),
      keyUsage('digitalSignature', 'keyEncipherment'),
      extendedKeyUsage(false, serverAuth),
      subjectAltName(dnsNames, ipAddresses),
    ],
  })
}

/** Makes every key at once and issues each certificate as soon as its key and its issuer are there. */
async function createSet(
  caSubject: DnAttribute[],
  { ca, signingKeyType = 'RSA', ...validity }: SetOptions,
  issue: (kind: 'transport' | 'signing', issue: Issue) => Promise<Identity>,
): Promise<CertificateSet> {
  const begin = performance.now()
  let keyGenerationMs = 0
  const newKey = async (type: SigningKeyType = 'RSA'): Promise<KeyPair> => {
    const key = await (type === 'EC' ? generateEcKey() : generateRsaKey())
    keyGenerationMs = performance.now() - begin
    return key
  }
  const newAuthority = async (): Promise<Identity> =>
    createCertificateAuthority({ subject: caSubject, key: await newKey(), ...(validity.now ? { now: validity.now } : {}) })
  const authority = ca ?? newAuthority()
  const leaf = async (kind: 'transport' | 'signing'): Promise<Identity> => {
    const [key, issuer] = await Promise.all([newKey(kind === 'signing' ? signingKeyType : 'RSA'), authority])
    return issue(kind, { ...validity, ca: issuer, key })
  }
  const [issuer, transport, signing] = await Promise.all([authority, leaf('transport'), leaf('signing')])
  return { ca: issuer, transport, signing, keyGenerationMs }
}

/** A sandbox CA, an OBWAC and an OBSeal for an organisation, each with its key. `notBefore` and `notAfter` are those of the two leaves. */
export const createPsd2Set = (organisation: Organisation, options: SetOptions = {}): Promise<CertificateSet> =>
  createSet(
    [attribute('C', 'GB'), attribute('O', 'TPP Workbench'), attribute('CN', `Sandbox CA of ${organisation.organisationId}`)],
    options,
    (kind, issue) => (kind === 'transport' ? issueObWac({ ...issue, organisation }) : issueObSeal({ ...issue, organisation })),
  )

/** A CA, a transport and a signing certificate, all with the one subject given. Errors: INVALID_INPUT with the field `subject`. */
export const createPlainSet = async (subject: string, options: SetOptions = {}): Promise<CertificateSet> =>
  createSet(parseSubject(subject), options, (_, issue) => issuePlain({ ...issue, subject }))
