// The fields of the form of a bank profile.

interface FieldOf<Kind extends string> {
  path: string
  kind: Kind
}
/** `empty`: what an empty text stands for, where it stands for something. */
export type TextField = FieldOf<'text'> & { empty?: 'absent' | 'null'; wide?: boolean }
export type WordsField = FieldOf<'words'> & { optional?: boolean }
export type ListField = FieldOf<'lines' | 'pems'>
export type ChoiceField = FieldOf<'choice'> & { options: readonly string[] }
export type SwitchField = FieldOf<'switch'>
export type ProfileField = TextField | WordsField | ListField | ChoiceField | SwitchField

export type SectionId = 'identity' | 'addresses' | 'registration' | 'clientAuthentication' | 'authorisation' | 'accountInformation'

const text = (path: string): TextField => ({ path, kind: 'text' })
const optional = (path: string): TextField => ({ path, kind: 'text', empty: 'absent' })
const address = (path: string): TextField => ({ path, kind: 'text', empty: 'absent', wide: true })
const words = (path: string): WordsField => ({ path, kind: 'words' })
const choice = (path: string, options: readonly string[]): ChoiceField => ({ path, kind: 'choice', options })
const toggle = (path: string): SwitchField => ({ path, kind: 'switch' })

const renderings = ['shortName', 'dottedHex', 'dottedString', 'oidPrefix', 'spaced', 'certificateOrder']
const methods = ['tls_client_auth', 'private_key_jwt', 'client_secret_basic', 'client_secret_post']

/** Every common value of a profile once. */
export const sections: { id: SectionId; fields: ProfileField[] }[] = [
  {
    id: 'identity',
    fields: [
      text('name'),
      text('displayName'),
      optional('group'),
      choice('environment', ['modelBank', 'sandbox', 'live']),
      address('issuer'),
      choice('discovery', ['wellKnown', 'none']),
      optional('financialId'),
      address('discoveryUrl'),
      { path: 'caCertificates', kind: 'pems' },
    ],
  },
  {
    id: 'addresses',
    fields: [
      address('accountInformation.baseUrls.4.0'),
      address('accountInformation.baseUrls.3.1'),
      choice('accountInformation.defaultVersion', ['4.0', '3.1']),
      address('endpoints.authorizationEndpoint'),
      address('endpoints.tokenEndpoint'),
      address('endpoints.registrationEndpoint'),
      address('endpoints.jwksUri'),
      address('endpoints.pushedAuthorizationRequestEndpoint'),
    ],
  },
  {
    id: 'registration',
    fields: [
      toggle('registration.dcr'),
      toggle('registration.separateScopes'),
      address('registration.portal'),
      choice('registration.version', ['3.4', '3.3', '3.2']),
      choice('registration.contentType', ['application/jose', 'application/jwt']),
      choice('registration.applicationType', ['web', 'mobile', 'native']),
      choice('registration.audienceFrom', ['issuer', 'financialId']),
      optional('registration.audience'),
      choice('registration.subjectDnRendering', renderings),
      words('registration.grantTypes'),
      words('registration.operations'),
      { path: 'registration.managementScope', kind: 'text', empty: 'null' },
      choice('registration.managementToken', ['clientCredentials', 'registrationAccessToken']),
    ],
  },
  {
    id: 'clientAuthentication',
    fields: [
      choice('tokenEndpointAuthMethod', methods),
      choice('tokenEndpointAuthAudience', ['tokenEndpoint', 'issuer']),
      words('signingAlgorithms'),
    ],
  },
  {
    id: 'authorisation',
    fields: [
      toggle('authorisation.openIdConnect'),
      toggle('authorisation.reauthorisation'),
      toggle('pushedAuthorizationRequest'),
      choice('responseType', ['code id_token', 'code']),
      choice('responseMode', ['fragment', 'query', 'jwt']),
      { path: 'responseModesSupported', kind: 'words', optional: true },
      optional('requestObjectAudience'),
      text('authorisation.scope'),
      text('tokens.clientCredentialsScope'),
      words('acrValues'),
      choice('idToken.subject', ['consentId', 'endUserId', 'clientId']),
      optional('idToken.issuer'),
    ],
  },
  {
    id: 'accountInformation',
    fields: [
      words('accountInformation.unsupportedPermissions'),
      words('accountInformation.unsupportedCalls'),
      { path: 'notes', kind: 'lines' },
    ],
  },
]

export const profileFields: readonly ProfileField[] = sections.flatMap(({ fields }) => fields)
export const profilePaths: readonly string[] = profileFields.map(({ path }) => path)

/** Values of a few banks, which are written as JSON. */
export const onlyInJson: readonly string[] = [
  'accountInformation.financialIds',
  'accountInformation.additionalCalls',
  'accountInformation.consentReadyAfterSeconds',
  'accountInformation.consentSupplementaryData',
  'accountInformation.linksTolerances',
  'accountInformation.linksBases',
  'accountInformation.dataFaults',
  'paymentInitiation',
  'variableRecurringPayments',
  'registration.subjectType',
  'registration.group',
  'registration.answerFaults',
  'authorisation.requestObject',
  'authorisation.repeatedParameters',
  'authorisation.parameters',
  'authorisation.query',
  'idToken.authorizationEndpointSubject',
  'idToken.tolerances',
  'idToken.judged',
  'tokens.sendsScope',
  'tokens.refreshIdToken',
  'tokens.tolerances',
]
