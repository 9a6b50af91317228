import { z } from 'zod'
import { id, pem, timestamp, verdict } from './common.ts'

/** Roles of a software statement as the directory writes them. */
export const softwareRole = z.enum(['AISP', 'PISP', 'CBPII', 'ASPSP'])
export type SoftwareRole = z.infer<typeof softwareRole>

export const softwareStatement = z.object({
  id,
  created: timestamp,
  organisationId: z.string(),
  organisationName: z.string(),
  softwareId: z.string(),
  clientName: z.string(),
  roles: z.array(softwareRole),
  redirectUris: z.array(z.string()),
  defaultObWacCertificateId: id,
  defaultObSealCertificateId: id,
  ssa: z
    .object({
      jwt: z.string(),
      header: z.record(z.string(), z.unknown()),
      claims: z.record(z.string(), z.unknown()),
      checks: z.array(verdict),
      obtained: timestamp,
    })
    .nullable()
    .describe('Software statement assertion, as the directory signed it'),
})
export type SoftwareStatement = z.infer<typeof softwareStatement>

export const fetchAssertionInput = z.strictObject({
  id,
  directory: z.string().default('modelBank').describe('modelBank, or one that directory.list names'),
})

export const directory = z.object({
  name: z.string(),
  displayName: z.string(),
  tokenEndpoint: z.string(),
  softwareStatementAssertion: z.string().describe('Address with {organisationId} and {softwareId}'),
  scope: z.string(),
  assertionAlgorithm: z.enum(['RS256', 'PS256']).describe('Of the client assertion'),
  caCertificates: z.array(pem).describe('Trusted for this directory, beside the public roots'),
})
export type Directory = z.infer<typeof directory>

export const setDirectoryCaCertificatesInput = z.strictObject({
  directory: z.string().describe('One that directory.list names'),
  caCertificates: z.array(pem).describe('Instead of those before; each text may hold several certificates'),
})

const redirectUris = z.array(z.url().max(255)).min(1)

export const createSoftwareStatementInput = z.strictObject({
  organisationId: z.string().regex(/^[0-9A-Za-z]{1,18}$/),
  organisationName: z.string().min(1).max(100),
  softwareId: z.string().regex(/^[0-9A-Za-z]{1,22}$/),
  clientName: z.string().min(1).max(40),
  roles: z.array(softwareRole).min(1),
  redirectUris,
  defaultObWacCertificateId: id,
  defaultObSealCertificateId: id,
  ssa: z.string().optional().describe('A software statement assertion obtained elsewhere'),
  directory: z.literal('modelBank').optional().describe('Enrols with the model bank’s directory, which signs the assertion'),
})

export const updateSoftwareStatementInput = z.strictObject({
  id,
  defaultObWacCertificateId: id.optional(),
  defaultObSealCertificateId: id.optional(),
  redirectUris: redirectUris.optional(),
  ssa: z.string().optional(),
  directory: z.literal('modelBank').optional(),
})
