import { z } from 'zod'
import { dnRenderingName } from './certificate.ts'
import { apiVersion, id, pem, timestamp } from './common.ts'

export const tokenEndpointAuthMethod = z.enum(['tls_client_auth', 'private_key_jwt', 'client_secret_basic', 'client_secret_post'])
export type TokenEndpointAuthMethod = z.infer<typeof tokenEndpointAuthMethod>

const address = z.url({ protocol: /^https$/ })

/** What differs from bank to bank, as data. A bank's behaviour is read from here and nowhere else. */
export const bankProfileFields = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/)
    .describe('Short unique name'),
  displayName: z.string().min(1).max(100),
  environment: z.enum(['modelBank', 'sandbox', 'live']),
  issuer: address.describe('Issuer; discovery starts here'),
  discoveryUrl: address.optional().describe('When it cannot be derived from the issuer'),
  caCertificates: z.array(pem).default([]).describe('Trusted for this bank, beside the public roots'),
  financialId: z.string().optional().describe('Sent as x-fapi-financial-id'),
  endpoints: z
    .strictObject({
      authorizationEndpoint: z
        .url()
        .optional()
        .describe('Replaces the discovered one in the address a person opens; http is accepted on loopback addresses only'),
      tokenEndpoint: address.optional(),
      registrationEndpoint: address.optional(),
    })
    .default({}),
  accountInformation: z.strictObject({
    baseUrls: z.partialRecord(apiVersion, address).describe('Up to and including /aisp, by version'),
    defaultVersion: apiVersion,
  }),
  registration: z.strictObject({
    dcr: z.boolean().describe('Whether dynamic client registration is offered'),
    version: z.enum(['3.2', '3.3']).default('3.3'),
    contentType: z.enum(['application/jose', 'application/jwt']).default('application/jose'),
    audience: z.string().optional().describe('aud of the registration request; the issuer when absent'),
    applicationType: z.enum(['web', 'mobile', 'native']).default('web'),
    subjectDnRendering: dnRenderingName.default('shortName'),
    grantTypes: z.array(z.string()).default(['client_credentials', 'authorization_code', 'refresh_token']),
    managementScope: z.string().default('accounts').describe('Scope of the token for GET, PUT and DELETE'),
  }),
  tokenEndpointAuthMethod: tokenEndpointAuthMethod.default('tls_client_auth'),
  tokenEndpointAuthAudience: z.enum(['tokenEndpoint', 'issuer']).default('tokenEndpoint'),
  responseType: z.enum(['code id_token', 'code']).default('code id_token'),
  responseMode: z.enum(['fragment', 'query', 'jwt']).default('fragment'),
  pushedAuthorizationRequest: z.boolean().default(false),
  requestObjectAudience: z.string().optional().describe('aud of the request object; the issuer when absent'),
  acrValues: z.array(z.string()).default(['urn:openbanking:psd2:sca', 'urn:openbanking:psd2:ca']),
})
export type BankProfileFields = z.infer<typeof bankProfileFields>

export const bankProfile = bankProfileFields.extend({ id, created: timestamp, builtIn: z.boolean() })
export type BankProfile = z.infer<typeof bankProfile>

export const updateBankProfileInput = z.strictObject({ id, profile: bankProfileFields })
