import { z } from 'zod'
import { tokenEndpointAuthMethod } from './bank-profile.ts'
import { id, secret, timestamp } from './common.ts'

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
    jwksUri: z.string(),
    pushedAuthorizationRequestEndpoint: z.string().nullable(),
  }),
  requested: z.record(z.string(), z.unknown()).nullable().describe('Claims of the registration request'),
  accepted: z.record(z.string(), z.unknown()).nullable().describe('What the bank answered, without secrets'),
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
