// How a model bank behaves: the standard's way by default, and every known way of real banks by a switch.
// Each switch has its counterpart in a bank profile; bank-persona.ts says which.

import { z } from 'zod'
import { permission } from './account-access-consent.ts'
import { signingAlgorithm, subjectMeaning, tokenEndpointAuthMethod } from './bank-profile.ts'
import { standardCall } from './bank-profile-apis.ts'
import { dnRenderingName } from './certificate.ts'
import { apiVersion } from './common.ts'

/** Ways of account information to break the standard's schema. */
export const dataFault = z.enum([
  'transactionWithoutBookingDateTime',
  'transactionCodeWithoutSubCode',
  'exchangeWithoutRate',
  'cardWithoutScheme',
  'balanceWithoutAmount',
  'amountAsNumber',
  'unknownEnum',
  'missingMeta',
])
export type DataFault = z.infer<typeof dataFault>

const endpointOfIdToken = z.enum(['authorizationEndpoint', 'tokenEndpoint', 'refresh'])

export const bankBehaviour = z.strictObject({
  // Discovery
  discovery: z.enum(['wellKnown', 'elsewhere', 'none']).default('wellKnown').describe('Where the metadata are published'),
  issuerTrailingSlash: z.boolean().default(false).describe('The issuer ends with a slash'),
  publishesResponseModes: z.boolean().default(true).describe('Metadata hold response_modes_supported'),

  // Registration
  dcr: z.boolean().default(true).describe('Offers dynamic client registration'),
  dcrVersion: z.enum(['3.2', '3.3', '3.4']).nullable().default(null).describe('Takes requests of this version only'),
  dcrContentType: z.enum(['application/jose', 'application/jwt']).nullable().default(null).describe('Takes this content type only'),
  dcrAudience: z.enum(['issuer', 'financialId']).nullable().default(null).describe('Takes this aud only'),
  subjectDnRendering: dnRenderingName.nullable().default(null).describe('Takes the subject in this rendering only, compared as text'),
  dcrRefreshGrant: z.boolean().default(true).describe('Lets clients register the grant refresh_token'),
  dcrSubjectType: z.enum(['pairwise']).nullable().default(null).describe('Wants this subject_type'),
  dcrOperations: z
    .array(z.enum(['read', 'update', 'delete']))
    .default(['read', 'update', 'delete'])
    .describe('Beside POST'),
  dcrManagementScope: z
    .enum(['openid', 'accounts', 'functional'])
    .nullable()
    .default(null)
    .describe('Scope that a token for GET, PUT and DELETE must have; functional: accounts, payments or fundsconfirmations'),
  dcrManagementToken: z.enum(['clientCredentials', 'registrationAccessToken']).default('clientCredentials'),
  dcrSeparateScopes: z.boolean().default(false).describe('A client has accounts or payments, never both'),
  dcrClientIdIssuedAt: z.enum(['seconds', 'milliseconds']).default('seconds').describe('Unit in the answer'),
  dcrTimes: z.enum(['absent', 'milliseconds']).default('absent').describe('iat and exp in the answer'),
  dcrScope: z.enum(['text', 'list']).default('text').describe('Form of scope in the answer'),

  // Clients and tokens
  tokenEndpointAuthMethods: z.array(tokenEndpointAuthMethod).nullable().default(null).describe('Those it offers; null: all'),
  signingAlgorithms: z.array(signingAlgorithm).min(1).default(['PS256', 'ES256']).describe('Those it takes from clients'),
  clientAssertionAudience: z
    .enum(['tokenEndpoint', 'issuer'])
    .nullable()
    .default(null)
    .describe('Takes this aud of client assertions only'),
  tokenType: z.enum(['Bearer', 'bearer']).default('Bearer').describe('How token_type is written'),
  tokenScope: z.enum(['asAsked', 'extra', 'empty']).default('asAsked').describe('What the answer says of the scope'),
  scopeInTokenRequests: z.boolean().default(false).describe('Wants the scope with a code and a refresh token too'),
  refreshIdToken: z.boolean().default(true).describe('A refresh is answered with an ID token'),

  // Authorisation
  openIdConnect: z.boolean().default(true).describe('false: plain OAuth, without ID tokens'),
  authorisationScope: z.string().nullable().default(null).describe('Takes this scope only'),
  responseType: z.enum(['code id_token', 'code']).nullable().default(null).describe('Takes this response_type only'),
  responseMode: z.enum(['fragment', 'query', 'jwt']).nullable().default(null).describe('Answers in this way, whatever is asked for'),
  requiresPar: z.boolean().default(false),
  requestObject: z.enum(['signed', 'none']).default('signed').describe('none: refuses request objects'),
  requestObjectAudience: z.enum(['issuer', 'root']).default('issuer').describe('root: the address of the bank group'),
  repeatedParameters: z
    .array(z.enum(['nonce', 'state']))
    .default([])
    .describe('Wanted beside the request object'),
  authorisationParameters: z
    .array(z.strictObject({ name: z.string(), value: z.string(), when: z.enum(['always', 'reauthorisation']).default('always') }))
    .default([])
    .describe('Parameters of the bank’s own that must be there; {consentId} stands for the consent’s id'),
  authorisationQuery: z.enum(['parameters', 'data']).default('parameters'),
  reauthorisation: z.boolean().default(true).describe('The same consent can be authorised again'),

  // ID tokens
  idTokenIssuer: z.enum(['issuer', 'root']).default('issuer'),
  idTokenSubject: subjectMeaning.default('consentId'),
  idTokenSubjectOfRedirect: subjectMeaning.nullable().default(null),
  idTokenFaults: z
    .array(
      z.strictObject({
        claim: z.enum(['acr', 'auth_time', 'nonce', 'openbanking_intent_id', 'exp']),
        from: endpointOfIdToken,
        fault: z.enum(['absent', 'other', 'milliseconds']),
      }),
    )
    .default([]),
  idTokenSignature: z.enum(['valid', 'foreign']).default('valid').describe('foreign: signed with a key that is not published'),

  // Account information
  accountInformation: z.boolean().default(true).describe('Offers the account information API'),
  apiVersions: z.array(apiVersion).min(1).default(['3.1', '4.0']),
  financialId: z.string().nullable().default(null).describe('Wanted as x-fapi-financial-id, and as aud where dcrAudience says so'),
  financialIds: z.partialRecord(apiVersion, z.string()).default({}).describe('Where a version has another'),
  refusedPermissions: z.array(permission).default([]),
  missingCalls: z.array(standardCall).default([]).describe('Such as /party'),
  additionalCalls: z.array(z.enum(['pots'])).default([]),
  consentReadyAfterSeconds: z.int().min(0).default(0),
  approvesBySupplementaryData: z.boolean().default(false).describe('Data.SupplementaryData stands for the customer’s approval'),
  consentLinks: z.enum(['complete', 'consentIdOmitted']).default('complete'),
  links: z.enum(['own', 'trailingSlash', 'otherBase', 'httpWithoutPort']).default('own'),
  directDebitDates: z.enum(['valid', 'invalid']).default('valid'),
  dataFaults: z.array(dataFault).default([]),
})
export type BankBehaviour = z.infer<typeof bankBehaviour>

/** The standard's way. */
export const standardBehaviour: BankBehaviour = bankBehaviour.parse({})

type Shape = typeof bankBehaviour.shape
type Switches = { [Name in keyof Shape]: z.ZodOptional<ReturnType<Shape[Name]['unwrap']>> }

// `partial()` would fill in the defaults, which would then count as given and undo what a persona says.
const withoutDefault = (schema: Shape[keyof Shape]) => {
  const bare = schema.unwrap().optional()
  return schema.description === undefined ? bare : bare.describe(schema.description)
}

/** For a command line and for `modelBank.start`: some switches, the rest as the standard or a persona has it. */
export const bankBehaviourSwitches = z.strictObject(
  Object.fromEntries(Object.entries(bankBehaviour.shape).map(([name, schema]) => [name, withoutDefault(schema)])) as Switches,
)
