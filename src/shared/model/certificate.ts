import { z } from 'zod'
import { id, pem, secret, timestamp } from './common.ts'

/** Roles of a payment service provider as a PSD2 QcStatement names them (ETSI TS 119 495 §5.1). */
export const psd2Role = z.enum(['PSP_AS', 'PSP_PI', 'PSP_AI', 'PSP_IC'])
export type Psd2Role = z.infer<typeof psd2Role>

/** Ways to write a distinguished name that are met in the field. */
export const dnRenderingName = z.enum(['shortName', 'dottedHex', 'dottedString', 'oidPrefix', 'spaced', 'certificateOrder'])
export type DnRenderingName = z.infer<typeof dnRenderingName>
export const dnRendering = z.object({ rendering: dnRenderingName, value: z.string(), length: z.int() })

const namedOid = z.object({ oid: z.string(), name: z.string() })

export const inspectedCertificate = z.object({
  pem,
  profile: z.enum(['obwac', 'obseal', 'obTransport', 'obSigning', 'ca', 'plain', 'unknown']),
  subject: z.string().describe('RFC 4514 order, short names'),
  subjectAttributes: z.array(z.object({ oid: z.string(), name: z.string(), value: z.string(), stringType: z.string() })),
  issuer: z.string(),
  serialNumber: z.string().describe('Hexadecimal'),
  notBefore: timestamp,
  notAfter: timestamp,
  validity: z.enum(['valid', 'expired', 'notYetValid']),
  daysLeft: z.int(),
  selfSigned: z.boolean(),
  signatureAlgorithm: z.string(),
  publicKey: z.object({ type: z.string(), bits: z.int().nullable(), curve: z.string().nullable(), sha256: z.string() }),
  fingerprints: z.object({ sha256: z.string(), sha1: z.string() }).describe('Lower-case hexadecimal with colons'),
  x5tS256: z.string().describe('base64url SHA-256 of the certificate (RFC 8705 §3.1)'),
  subjectKeyIdentifier: z.string().nullable(),
  authorityKeyIdentifier: z.string().nullable(),
  basicConstraints: z.object({ critical: z.boolean(), ca: z.boolean(), pathLength: z.int().nullable() }).nullable(),
  keyUsage: z.object({ critical: z.boolean(), usages: z.array(z.string()) }).nullable(),
  extendedKeyUsage: z.object({ critical: z.boolean(), usages: z.array(namedOid) }).nullable(),
  subjectAltNames: z.array(z.string()),
  certificatePolicies: z.array(z.string()),
  authorityInfoAccess: z.array(z.string()),
  crlDistributionPoints: z.array(z.string()),
  otherExtensions: z.array(z.object({ oid: z.string(), critical: z.boolean() })),
  organizationIdentifier: z
    .object({ value: z.string(), country: z.string().nullable(), authority: z.string().nullable(), pspId: z.string().nullable() })
    .nullable(),
  qcStatements: z
    .object({
      critical: z.boolean(),
      statements: z.array(namedOid),
      qcTypes: z.array(namedOid),
      psd2: z
        .object({
          form: z.enum(['nested', 'flattened']).describe('flattened: all roles in one SEQUENCE, as some issued certificates have it'),
          roles: z.array(namedOid),
          ncaName: z.string(),
          ncaId: z.string(),
        })
        .nullable(),
    })
    .nullable(),
  roles: z.array(psd2Role),
  dnRenderings: z.array(dnRendering),
  problems: z.array(z.object({ code: z.string(), message: z.string() })),
})
export type InspectedCertificate = z.infer<typeof inspectedCertificate>

export const inspectedSigningRequest = z.object({
  pem,
  subject: z.string(),
  subjectAttributes: inspectedCertificate.shape.subjectAttributes,
  signatureValid: z.boolean(),
  publicKey: inspectedCertificate.shape.publicKey,
  keyUsage: inspectedCertificate.shape.keyUsage,
  extendedKeyUsage: inspectedCertificate.shape.extendedKeyUsage,
  subjectKeyIdentifier: z.string().nullable(),
  qcStatements: inspectedCertificate.shape.qcStatements,
  dnRenderings: z.array(dnRendering),
})
export type InspectedSigningRequest = z.infer<typeof inspectedSigningRequest>

export const inspectedKey = z.object({
  type: z.string(),
  bits: z.int().nullable(),
  curve: z.string().nullable(),
  encrypted: z.boolean(),
  publicKeySha256: z.string().nullable(),
  matchesCertificate: z.int().nullable().describe('Index in certificates'),
})

export const inspection = z.object({
  format: z.enum(['pem', 'der', 'pkcs12']),
  certificates: z.array(inspectedCertificate),
  signingRequests: z.array(inspectedSigningRequest),
  privateKeys: z.array(inspectedKey),
  chain: z.array(
    z.object({ certificate: z.int(), issuedBy: z.int().nullable().describe('Index of the issuer, null when it is not present') }),
  ),
  warnings: z.array(z.string()).describe('Such as an outdated encryption that could still be opened'),
})
export type Inspection = z.infer<typeof inspection>

/** PEM, DER or PKCS#12: text as it is, binary as base64. */
export const certificateInput = z.strictObject({
  pem: z.string().optional().describe('PEM text: certificates, and a private key in clear or encrypted').meta({ secret: true }),
  base64: z.string().optional().describe('DER or PKCS#12 bytes in base64').meta({ secret: true }),
  passphrase: secret('Passphrase of the PKCS#12 file or of the encrypted key').optional(),
})

export const inspectInput = certificateInput

const certificateRecord = z.object({
  id,
  created: timestamp,
  name: z.string(),
  certificate: pem,
  chain: z.array(pem),
  subject: z.string(),
  organisationId: z.string().nullable().describe('CN of an OBWAC or OBSeal'),
  serialNumber: z.string(),
  sha256Fingerprint: z.string(),
  notBefore: timestamp,
  notAfter: timestamp,
  roles: z.array(psd2Role),
  profile: inspectedCertificate.shape.profile,
  publicKeySha256: z.string(),
  sandboxCaId: id.nullable(),
})

export const obWacCertificate = certificateRecord
export type ObWacCertificate = z.infer<typeof obWacCertificate>
export const obSealCertificate = certificateRecord.extend({ keyId: z.string().describe('kid in the software statement’s JWKS') })
export type ObSealCertificate = z.infer<typeof obSealCertificate>

const renameFields = { id, name: z.string().min(1).max(100) }
export const updateObWacInput = z.strictObject(renameFields)
export const updateObSealInput = z.strictObject({
  ...renameFields,
  keyId: z.string().min(1).max(100).optional().describe('kid given by the directory; unchanged when absent'),
})

const importFields = {
  name: z.string().min(1).max(100),
  ...certificateInput.shape,
  signingRequestId: id.optional().describe('Pairs an issued certificate with the key of this signing request'),
}
export const createObWacInput = z.strictObject(importFields)
export const createObSealInput = z.strictObject({
  ...importFields,
  keyId: z.string().min(1).max(100).optional().describe('kid given by the directory; the RFC 7638 thumbprint of the key when absent'),
})

export const organisation = z.strictObject({
  name: z.string().min(1).max(64).describe('Legal name, the O of the subject'),
  organisationId: z
    .string()
    .regex(/^[0-9A-Za-z]{1,18}$/)
    .describe('Directory organisation id, the CN of the subject'),
  softwareId: z
    .string()
    .regex(/^[0-9A-Za-z]{1,22}$/)
    .describe('Software statement id'),
  authorisationNumber: z
    .string()
    .regex(/^PSD[A-Z]{2}-[A-Z]{2,8}-.+$/)
    .max(100)
    .describe('organizationIdentifier, such as PSDGB-FCA-123456 (ETSI TS 119 495 §5.2.1)'),
  roles: z.array(psd2Role).min(1),
})

const sandboxCommon = {
  name: z.string().min(1).max(100).default('sandbox'),
  sandboxCaId: id.optional().describe('Issues from a sandbox CA made before, as a renewal would; a new CA when absent'),
  signingKeyType: z
    .enum(['RSA', 'EC'])
    .optional()
    .describe('Of the signing certificate: RSA 2048 (PS256) when absent, or EC P-256 (ES256)'),
}
export const createSandboxInput = z.discriminatedUnion('profile', [
  z.strictObject({ profile: z.literal('psd2'), ...sandboxCommon, organisation }),
  z.strictObject({
    profile: z.literal('plain'),
    ...sandboxCommon,
    subject: z.string().min(1).max(300).describe('Such as C=GB,O=Example,OU=…,CN=…, in certificate order'),
  }),
])
export const sandboxCa = z.object({ id, created: timestamp, name: z.string(), certificate: pem })
export const redirectAuthority = z.object({ certificate: pem })
export const sandboxCertificates = z.object({
  sandboxCa,
  obWacCertificate,
  obSealCertificate,
})

export const createSigningRequestInput = z.strictObject({
  name: z.string().min(1).max(100),
  type: z.enum(['obwac', 'obseal']),
  organisation: organisation.omit({ softwareId: true }),
})
export const signingRequest = z.object({
  id,
  created: timestamp,
  name: z.string(),
  type: z.enum(['obwac', 'obseal']),
  signingRequest: pem,
  subject: z.string(),
})
export type SigningRequest = z.infer<typeof signingRequest>

export const exportInput = z.strictObject({
  obWacCertificateId: id.optional(),
  obSealCertificateId: id.optional(),
  format: z.enum(['pkcs8', 'pkcs12']),
  passphrase: secret('Encrypts the exported key; at least eight characters').pipe(z.string().min(8)),
})
export const exported = z.object({
  certificate: pem,
  chain: z.array(pem),
  encryptedPrivateKey: pem.nullable().describe('Encrypted PKCS#8, for the format pkcs8'),
  pkcs12: z.string().nullable().describe('Base64, for the format pkcs12'),
})
