import { z } from 'zod'
import { signingAlgorithm, tokenEndpointAuthMethod } from './bank-profile.ts'
import { dnRenderingName } from './certificate.ts'
import { conformanceWarning, id, secret, timestamp } from './common.ts'

/** The certificate a registration is bound to: what the bank was shown when the client came to be, or was renewed with. */
export const certificateBinding = z.object({
  obWacCertificateId: id,
  subject: z.string(),
  sha256Fingerprint: z.string(),
  bound: timestamp,
})

export const bankRegistration = z.object({
  id,
  created: timestamp,
  bankProfileId: id,
  softwareStatementId: id,
  state: z
    .enum(['registering', 'registered', 'deleting'])
    .describe('registering or deleting: the call was begun and its outcome is not known'),
  externalApiId: z.string().nullable().describe('client_id at the bank'),
  hasClientSecret: z.boolean(),
  hasRegistrationAccessToken: z.boolean(),
  registeredElsewhere: z.boolean(),
  tokenEndpointAuthMethod,
  tlsClientAuthSubjectDn: z.string().nullable(),
  scope: z.string(),
  redirectUris: z.array(z.string()),
  endpoints: z.object({
    issuer: z.string(),
    authorizationEndpoint: z.string(),
    tokenEndpoint: z.string(),
    registrationEndpoint: z.string().nullable(),
    jwksUri: z.string().nullable().describe('Null: the bank signs nothing for its clients'),
    pushedAuthorizationRequestEndpoint: z.string().nullable(),
    issInAuthorisationResponse: z
      .boolean()
      .optional()
      .describe('Whether the bank publishes that it names itself in every authorisation answer (RFC 9207); false when absent'),
  }),
  requested: z.record(z.string(), z.unknown()).nullable().describe('Claims of the registration request'),
  accepted: z.record(z.string(), z.unknown()).nullable().describe('What the bank answered, without secrets'),
  signingAlgorithm: signingAlgorithm.describe('Of what the client signs'),
  registrationGroup: z.string().nullable().describe('Registrations of one bank group and one registration group share a client'),
  sharesClientOf: id.nullable().describe('The registration whose client this one uses'),
  warnings: z.array(conformanceWarning).describe('What the standard has otherwise in the bank’s answer'),
  binding: certificateBinding,
  bindingHistory: z.array(certificateBinding),
})
export type BankRegistration = z.infer<typeof bankRegistration>

export const createBankRegistrationInput = z.strictObject({
  bankProfileId: id,
  softwareStatementId: id,
  tokenEndpointAuthMethod: tokenEndpointAuthMethod.optional().describe('The profile’s when absent'),
  scope: z.string().default('openid accounts'),
  redirectUris: z.array(z.url()).optional().describe('The software statement’s when absent'),
  externalApiId: z.string().min(1).max(200).optional().describe('client_id of a client registered elsewhere; nothing is registered then'),
  externalApiSecret: secret('client_secret of a client registered elsewhere').optional(),
  registrationAccessToken: secret('registration_access_token of a client registered elsewhere').optional(),
  subjectDnRendering: dnRenderingName.optional().describe('The profile’s when absent'),
  tlsClientAuthSubjectDn: z.string().min(1).max(512).optional().describe('A subject written by hand, instead of a rendering'),
  reuse: z
    .enum(['ifPossible', 'never'])
    .default('ifPossible')
    .describe('ifPossible: the client of another registration in the same group is used, and must fit'),
})

/** The DN doctor: every way to write the subject of the transport certificate. */
export const subjectDnsInput = z.strictObject({
  bankProfileId: id,
  softwareStatementId: id,
  refused: z.array(z.string()).default([]).describe('Values that the bank refused already'),
})
export const subjectDns = z.object({
  limit: z.int().describe('Most characters that the bank’s version of OB DCR allows'),
  items: z.array(
    z.object({
      rendering: dnRenderingName,
      value: z.string(),
      length: z.int(),
      fits: z.boolean(),
      problem: z
        .enum(['length', 'form'])
        .nullable()
        .describe('Why it does not fit: longer than the version of OB DCR allows, or written in another form than that has'),
      ofProfile: z.boolean(),
      refused: z.boolean(),
    }),
  ),
  next: dnRenderingName.nullable().describe('To be tried next; null when none is left that fits'),
})

export const reusableClientsInput = z.strictObject({
  bankProfileId: id,
  softwareStatementId: id,
  scope: z.string().default('openid accounts'),
})
export const reusableClients = z.object({
  registrationGroup: z.string().nullable(),
  items: z
    .array(
      z.object({
        bankRegistrationId: id,
        bankDisplayName: z.string(),
        externalApiId: z.string(),
        created: timestamp,
        problem: z.string().nullable().describe('Why it does not fit; null when it does'),
      }),
    )
    .describe('Newest first; the first is the one that is used'),
})

export const updateBankRegistrationInput = z.strictObject({
  id,
  redirectUris: z.array(z.url()).optional(),
  scope: z.string().optional(),
})

export const deleteBankRegistrationInput = z.strictObject({
  id,
  localOnly: z.boolean().default(false).describe('Forgets the registration here and leaves the client at the bank'),
})

export const getBankRegistrationInput = z.strictObject({
  id,
  fromBank: z.boolean().default(false).describe('Reads the client at the bank first (RFC 7592 §2.1) and keeps the answer'),
})
