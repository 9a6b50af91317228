import { z } from 'zod'
import { bankBehaviourSwitches } from './bank-behaviour.ts'
import { id, pem, timestamp } from './common.ts'

export const modelBankCustomer = z.object({
  username: z.string(),
  password: z.string().describe('Public: an invented customer of an invented bank'),
  oneTimeCode: z.string(),
  name: z.string(),
  description: z.string(),
  accounts: z.int(),
})

/** Where a running model bank listens. */
export const modelBankAddresses = z.object({
  issuer: z.string().describe('https, mutual TLS'),
  discovery: z.string().nullable().describe('Where the metadata are; null: they are not published'),
  jwks: z.string(),
  token: z.string(),
  frontChannel: z.string().describe('Authorisation page for a browser: http on loopback'),
  directory: z.string(),
  enrolmentPortal: z.string(),
  accountInformation: z.object({ '3.1': z.string(), '4.0': z.string() }),
  caCertificate: pem.describe('Signs the bank’s own server certificate'),
})
export type ModelBankAddresses = z.infer<typeof modelBankAddresses>

export const modelBankClient = z.object({
  clientId: z.string(),
  name: z.string(),
  origin: z.enum(['dcr', 'enrolmentPortal']),
  tokenEndpointAuthMethod: z.string(),
  boundTo: z.string().describe('What a call’s certificate is compared with: a subject or a fingerprint'),
  created: timestamp,
})

export const modelBankEnrolment = z.object({
  id: z.string(),
  organisation: z.string(),
  subject: z.string(),
  sha256Fingerprint: z.string(),
  state: z.enum(['pending', 'approved', 'refused']),
  requested: timestamp,
})

export const byEnrolment = z.strictObject({ id: z.string().min(1).max(100).describe('Of the enrolment, as the model bank gave it') })

export const startModelBankInput = z.strictObject({
  port: z.int().min(0).max(65535).default(0),
  persona: z.string().max(60).optional().describe('Name of a known bank profile: the model bank behaves as that bank does'),
  behaviour: bankBehaviourSwitches.optional().describe('Single switches, over those of the persona'),
})

export const modelBankStatus = z.object({
  running: z.boolean(),
  persona: z.string().nullable().describe('The bank that it imitates'),
  bankProfileId: id.nullable(),
  addresses: modelBankAddresses.nullable(),
  customers: z.array(modelBankCustomer),
  dataAsAt: timestamp.nullable().describe('Where the history of every account ends, the same in every run; null while it does not run'),
  clients: z.array(modelBankClient),
  enrolments: z.array(modelBankEnrolment),
})
export type ModelBankStatus = z.infer<typeof modelBankStatus>
