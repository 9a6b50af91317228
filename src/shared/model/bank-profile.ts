// What differs from bank to bank, as data. A bank's behaviour is read from here and nowhere else.
// The format is documented in resources/bank-profiles.md; the known banks are in resources/bank-profiles.json.

import { z } from 'zod'
import { accountInformation, address, api } from './bank-profile-apis.ts'
import { dnRenderingName } from './certificate.ts'
import { id, pem, timestamp } from './common.ts'

export { linksTolerance } from './bank-profile-apis.ts'

export const tokenEndpointAuthMethod = z.enum(['tls_client_auth', 'private_key_jwt', 'client_secret_basic', 'client_secret_post'])
export type TokenEndpointAuthMethod = z.infer<typeof tokenEndpointAuthMethod>

export const signingAlgorithm = z.enum(['PS256', 'ES256'])
export type SigningAlgorithm = z.infer<typeof signingAlgorithm>

const endpoints = z
  .strictObject({
    authorizationEndpoint: z
      .url()
      .optional()
      .describe('Replaces the discovered one in the address a person opens; http is accepted on loopback addresses only'),
    tokenEndpoint: address.optional(),
    registrationEndpoint: address.optional(),
    jwksUri: address.optional(),
    pushedAuthorizationRequestEndpoint: address.optional(),
  })
  .describe('Instead of what discovery says; token endpoint and authorisation endpoint are needed where there is no discovery')

/** Scopes that let a client do something (OB DCR, scope), in the order in which one of them is chosen. */
export const functionalScopes = ['accounts', 'payments', 'fundsconfirmations'] as const

const registration = z.strictObject({
  dcr: z.boolean().describe('Whether dynamic client registration is offered'),
  version: z.enum(['3.2', '3.3', '3.4']).default('3.3'),
  contentType: z.enum(['application/jose', 'application/jwt']).default('application/jose'),
  audience: z.string().optional().describe('aud of the registration request, where it is neither of the two below'),
  audienceFrom: z.enum(['issuer', 'financialId']).default('issuer').describe('Whose value aud has'),
  applicationType: z.enum(['web', 'mobile', 'native']).default('web'),
  subjectDnRendering: dnRenderingName.default('shortName'),
  grantTypes: z.array(z.string()).default(['client_credentials', 'authorization_code', 'refresh_token']),
  subjectType: z.enum(['public', 'pairwise']).optional().describe('Sent only when given'),
  operations: z
    .array(z.enum(['read', 'update', 'delete']))
    .default(['read', 'update', 'delete'])
    .describe('What the bank offers beside POST'),
  managementScope: z
    .string()
    .nullable()
    .default('accounts')
    .describe(
      'Scope of the token for GET, PUT and DELETE; null: none is sent; functional: the first of accounts, payments and ' +
        'fundsconfirmations that the client has',
    ),
  managementToken: z
    .enum(['clientCredentials', 'registrationAccessToken'])
    .default('clientCredentials')
    .describe('What GET, PUT and DELETE are authorised with'),
  group: z
    .union([z.string(), z.record(z.string(), z.string())])
    .optional()
    .describe(
      'Brands of one bank group with the same value share a client; by scope (accounts, payments) where that decides. By itself when absent',
    ),
  separateScopes: z.boolean().default(false).describe('A client has accounts or payments, never both'),
  portal: z.string().optional().describe('Where a person registers'),
  answerFaults: z
    .array(z.enum(['clientIdIssuedAtInMilliseconds', 'timesInMilliseconds', 'scopeAsList']))
    .default([])
    .describe('What is known to be wrong in the bank’s answer; each becomes a warning'),
})

/** One fault of an ID token that is put up with: its verdict becomes a warning. */
export const idTokenTolerance = z.strictObject({
  claim: z.enum(['acr', 'auth_time', 'nonce', 'openbanking_intent_id', 'exp']),
  from: z.array(z.enum(['authorizationEndpoint', 'tokenEndpoint', 'refresh'])).min(1),
  fault: z.enum(['absent', 'other', 'milliseconds']),
})
export type IdTokenTolerance = z.infer<typeof idTokenTolerance>

export const subjectMeaning = z.enum(['consentId', 'endUserId', 'clientId'])
export type SubjectMeaning = z.infer<typeof subjectMeaning>

const idToken = z.strictObject({
  issuer: z.string().optional().describe('iss, where it is not the issuer'),
  subject: subjectMeaning.default('consentId').describe('What sub stands for'),
  authorizationEndpointSubject: subjectMeaning.optional().describe('The same in the redirect’s ID token, where it differs'),
  tolerances: z.array(idTokenTolerance).default([]),
  judged: z.enum(['strictly', 'asWarnings']).default('strictly').describe('asWarnings: sandboxes only; every failed verdict is a warning'),
})

const authorisation = z.strictObject({
  openIdConnect: z.boolean().default(true).describe('false: plain OAuth; there is no ID token'),
  scope: z.string().default('openid accounts'),
  requestObject: z.enum(['signed', 'none']).default('signed').describe('none: sandboxes only; the parameters then go in clear'),
  repeatedParameters: z
    .array(z.enum(['nonce', 'state']))
    .default([])
    .describe('Also sent beside the request object'),
  parameters: z
    .array(
      z.strictObject({
        name: z.string().min(1),
        value: z.string().describe('{consentId} stands for the consent’s id'),
        when: z.enum(['always', 'reauthorisation']).default('always'),
      }),
    )
    .default([])
    .describe('Parameters of the bank’s own'),
  query: z.enum(['parameters', 'data']).default('parameters').describe('data: the whole query, not escaped, as base64url in one parameter'),
  reauthorisation: z.boolean().default(true).describe('Whether the same consent can be authorised again'),
})

const tokens = z.strictObject({
  clientCredentialsScope: z.string().default('accounts'),
  sendsScope: z.boolean().default(false).describe('Scope is sent with a code and with a refresh token too'),
  // OIDC Core 12.2 leaves it to the bank: one is judged where it comes, and a warning where none does, whatever is known.
  refreshIdToken: z.boolean().default(true).describe('false: a refresh is known to be answered without an ID token'),
  tolerances: z.array(z.enum(['extraScope', 'emptyScope', 'tokenTypeCase'])).default([]),
})

export const bankProfileFields = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,60}$/)
    .describe('Short unique name'),
  displayName: z.string().min(1).max(100),
  group: z.string().optional().describe('Bank group, such as NatWest'),
  environment: z.enum(['modelBank', 'sandbox', 'live']),
  issuer: address.optional().describe('Issuer; discovery starts here'),
  discovery: z.enum(['wellKnown', 'none']).default('wellKnown').describe('none: the bank publishes no metadata; `endpoints` says it all'),
  discoveryUrl: address.optional().describe('When it cannot be derived from the issuer'),
  responseModesSupported: z.array(z.string()).optional().describe('Where the bank’s metadata leave it out'),
  caCertificates: z.array(pem).default([]).describe('Trusted for this bank, beside the public roots'),
  financialId: z.string().optional().describe('Sent as x-fapi-financial-id'),
  endpoints: endpoints.default({}),
  accountInformation: accountInformation.nullable(),
  paymentInitiation: z.strictObject(api).nullable().default(null),
  variableRecurringPayments: z.strictObject(api).nullable().default(null),
  registration,
  tokenEndpointAuthMethod: tokenEndpointAuthMethod.default('tls_client_auth'),
  tokenEndpointAuthAudience: z.enum(['tokenEndpoint', 'issuer']).default('tokenEndpoint'),
  signingAlgorithms: z.array(signingAlgorithm).min(1).default(['PS256']).describe('What the bank accepts from us and signs with itself'),
  responseType: z.enum(['code id_token', 'code']).default('code id_token'),
  responseMode: z.enum(['fragment', 'query', 'jwt']).default('fragment'),
  pushedAuthorizationRequest: z.boolean().default(false),
  requestObjectAudience: z.string().optional().describe('aud of the request object; the issuer when absent'),
  acrValues: z.array(z.string()).default(['urn:openbanking:psd2:sca', 'urn:openbanking:psd2:ca']),
  authorisation: authorisation.prefault({}),
  idToken: idToken.prefault({}),
  tokens: tokens.prefault({}),
  notes: z.array(z.string()).default([]),
})
export type BankProfileFields = z.infer<typeof bankProfileFields>

/** A value that the bank does not publish; the person who registers there has it. */
export const neededValue = z.strictObject({
  pointer: z.string().describe('JSON pointer (RFC 6901) into the profile, such as /financialId'),
  what: z.string(),
  where: z.string().describe('Where it can be found'),
})
export type NeededValue = z.infer<typeof neededValue>

/** Where a value is known from. The longest pointer that leads to a value, or to what holds it, is the one that counts. */
export const valueSource = z.strictObject({
  pointer: z.string().describe('JSON pointer; empty: the whole profile'),
  source: z.string(),
  date: z.iso.date(),
})
export type ValueSource = z.infer<typeof valueSource>

export const bankProfile = bankProfileFields.extend({
  id,
  created: timestamp,
  builtIn: z.boolean().describe('Comes with the workbench'),
  overrides: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('What was changed here of a built-in profile, as a merge patch (RFC 7396, and null where null is a value)'),
  overrideProblem: z
    .object({ field: z.string(), message: z.string() })
    .nullable()
    .optional()
    .describe('Why the overrides are kept but not applied: a newer version of the built-in profile does not go with them; else absent'),
  needs: z.array(neededValue).describe('What has to be filled in before the profile can be used'),
  sources: z.array(valueSource),
})
export type BankProfile = z.infer<typeof bankProfile>

export const updateBankProfileInput = z.strictObject({ id, profile: bankProfileFields })

export const overrideBankProfileInput = z.strictObject({
  id,
  overrides: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe(
      'A merge patch (RFC 7396) on the built-in profile, instead of the one before; a member whose value can be null becomes null by it, ' +
        'any other is taken away; null as a whole takes every change back',
    ),
})

export const importBankProfilesInput = z.strictObject({
  text: z.string().min(2).max(4_000_000).describe('JSON: one profile, or a file in the format of resources/bank-profiles.json'),
})

/** A profile as the file of known banks has it. */
export const knownProfile = bankProfileFields.extend({ needs: z.array(neededValue).default([]), sources: z.array(valueSource).min(1) })
export type KnownProfile = z.infer<typeof knownProfile>

/** A profile in a file of a person's own, who need not say where each value is from. */
export const writtenProfile = knownProfile.extend({ sources: z.array(valueSource).default([]) })

/** The file of known banks. */
export const bankProfileCatalogue = z.strictObject({
  format: z.literal(1),
  profiles: z.array(knownProfile),
  directories: z.record(
    z.string(),
    z.strictObject({
      displayName: z.string(),
      tokenEndpoint: address,
      softwareStatementAssertion: z.string().describe('Address with {organisationId} and {softwareId}'),
      scope: z.string(),
      assertionAlgorithm: z.enum(['RS256', 'PS256']),
      sources: z.array(valueSource).min(1),
    }),
  ),
})
export type BankProfileCatalogue = z.infer<typeof bankProfileCatalogue>
