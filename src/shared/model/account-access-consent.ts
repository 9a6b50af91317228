import { z } from 'zod'
import { apiVersion, conformanceWarning, id, timestamp, verdict } from './common.ts'

export const permission = z.enum([
  'ReadAccountsBasic',
  'ReadAccountsDetail',
  'ReadBalances',
  'ReadBeneficiariesBasic',
  'ReadBeneficiariesDetail',
  'ReadDirectDebits',
  'ReadOffers',
  'ReadPAN',
  'ReadParty',
  'ReadPartyPSU',
  'ReadProducts',
  'ReadScheduledPaymentsBasic',
  'ReadScheduledPaymentsDetail',
  'ReadStandingOrdersBasic',
  'ReadStandingOrdersDetail',
  'ReadStatementsBasic',
  'ReadStatementsDetail',
  'ReadTransactionsBasic',
  'ReadTransactionsCredits',
  'ReadTransactionsDebits',
  'ReadTransactionsDetail',
])
export type Permission = z.infer<typeof permission>

/** Statuses under one name for both versions: 3.1 writes AwaitingAuthorisation, 4.0 writes AWAU, and so on. */
export const consentStatus = z.enum([
  'awaitingAuthorisation',
  'authorised',
  'rejected',
  'revoked',
  'cancelled',
  'expired',
  'consumed',
  'unknown',
])
export type ConsentStatus = z.infer<typeof consentStatus>

export const accountAccessConsent = z.object({
  id,
  created: timestamp,
  bankRegistrationId: id,
  reference: z.string().nullable().describe('Free text of the caller, such as whose consent it is'),
  apiVersion,
  consentId: z.string().nullable().describe('ConsentId at the bank; null while its creation is not confirmed'),
  state: z.enum(['creating', 'created', 'deleting']).describe('creating or deleting: the call was begun and its outcome is not known'),
  status: consentStatus,
  externalStatus: z.string().nullable().describe('As the bank wrote it'),
  statusUpdated: timestamp.nullable(),
  permissions: z.array(permission),
  expirationDateTime: timestamp.nullable(),
  transactionFromDateTime: timestamp.nullable(),
  transactionToDateTime: timestamp.nullable(),
  tokens: z
    .object({
      scope: z.string(),
      obtained: timestamp,
      accessTokenExpires: timestamp.nullable(),
      refreshable: z.boolean(),
      refreshTokenExpires: timestamp.nullable(),
    })
    .nullable()
    .describe('What is known of the tokens; never the tokens'),
  reconfirmation: z
    .object({
      authorised: timestamp.describe('When the customer last authorised the consent'),
      reconfirmed: timestamp.nullable().describe('When the customer last said that the consent still stands'),
      due: timestamp.describe('90 days after the later of the two (FCA PS21/19, SCA-RTS Article 36(6))'),
    })
    .nullable()
    .describe('Null while the consent has never been authorised'),
  readyFrom: timestamp.nullable().describe('The bank lets nobody authorise it before; null where it can be at once'),
  warnings: z.array(conformanceWarning).describe('What the standard has otherwise in the bank’s latest answer about the consent'),
})
export type AccountAccessConsent = z.infer<typeof accountAccessConsent>

/** How often the customer of an account information service says that a consent still stands (FCA PS21/19, SCA-RTS Article 36(6)). */
export const reconfirmationDays = 90

export const consentEvent = z.object({
  at: timestamp,
  event: z
    .enum([
      'created',
      'statusChanged',
      'authorisationStarted',
      'authorisationRefused',
      'authorisationExpired',
      'authorisationAbandoned',
      'authorisationFailed',
      'authorised',
      'refreshed',
      'refreshFailed',
      'reconfirmed',
    ])
    .describe('Refused by the customer or the bank; expired at the bank; abandoned: no answer came in time; failed: anything else'),
  status: consentStatus.nullable().describe('What it changed to'),
  detail: z.string().nullable(),
  requestLogId: z.string().nullable(),
})
export type ConsentEvent = z.infer<typeof consentEvent>

export const createConsentInput = z.strictObject({
  bankRegistrationId: id,
  reference: z.string().min(1).max(200).optional(),
  apiVersion: apiVersion.optional().describe('The profile’s default when absent'),
  permissions: z.array(permission),
  expirationDateTime: timestamp.optional(),
  transactionFromDateTime: timestamp.optional(),
  transactionToDateTime: timestamp.optional(),
})

export const getConsentInput = z.strictObject({ id, fromBank: z.boolean().default(false).describe('Reads the consent at the bank first') })
export const deleteConsentInput = z.strictObject({
  id,
  localOnly: z.boolean().default(false).describe('Forgets the consent here and leaves it at the bank'),
})

export const startAuthorisationInput = z.strictObject({
  id,
  redirectUri: z.url().optional().describe('One of the registration’s; the first when absent'),
  capture: z
    .enum(['loopback', 'window', 'paste'])
    .optional()
    .describe(
      'loopback listens on the redirect address, over https with a certificate of the sandbox CA where that is https, and is the default where it is a loopback address; window: the host opens a window and watches for the address',
    ),
  timeoutSeconds: z.int().min(1).max(600).default(600),
})
export const startedAuthorisation = z.object({
  authContextId: id,
  authorisationUrl: z.string().describe('For the customer’s browser'),
  redirectUri: z.string(),
  capture: z.enum(['loopback', 'window', 'paste']),
  expires: timestamp,
  warnings: z.array(verdict).describe('What the profile has otherwise than the standard in the request, such as no signed request object'),
})

export const completeAuthorisationInput = z.strictObject({
  authContextId: id.optional().describe('Needed when no redirect is given; otherwise found by its state'),
  redirect: z
    .string()
    .min(1)
    .optional()
    .describe('What the browser was sent to: the whole address, its query or fragment, or a JARM token. Waits for the listener when absent')
    .meta({ secret: true }),
})
export const completedAuthorisation = z.object({
  consent: accountAccessConsent,
  checks: z.array(verdict).describe('Every check made on the redirect and on both ID tokens'),
})
export const refreshConsentInput = z.strictObject({ id })

export const waitingAuthorisation = startedAuthorisation.extend({ accountAccessConsentId: id })
export type WaitingAuthorisation = z.infer<typeof waitingAuthorisation>
export const cancelAuthorisationInput = z.strictObject({ authContextId: id })
export const cancelledAuthorisation = z.object({ cancelled: z.boolean().describe('False when it was over already') })
