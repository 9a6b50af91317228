// Error codes of banks in our own words. The same fact has a name in 3.1 (UK.OBIE.…) and a four-character code in 4.0.

export interface ErrorCode {
  /** Code of version 4.0, or an OAuth error. */
  code: string
  /** ErrorCode of version 3.1; null where it has none. */
  v3: string | null
  /** A clause in plain words, such as `a required field is missing`. */
  meaning: string
  remedy?: string
}

const askBank = 'Try again later; tell the bank the interaction id if it goes on.'
const checkHeaders = 'Compare the headers in the request log with what the bank documents.'
const fixRequest = 'Compare the request in the request log with the field that the bank names.'
const authoriseAgain = 'Let the customer authorise the consent again.'
const freshToken = 'Refresh the access token, or let the customer authorise the consent again.'
const checkSignature = 'Check that the signing key is in the JWKS of the software statement and that its key id is the one sent.'

const code = (v4: string, v3: string | null, meaning: string, remedy?: string): ErrorCode => ({
  code: v4,
  v3: v3 && `UK.OBIE.${v3}`,
  meaning,
  ...(remedy && { remedy }),
})

/** OB Read/Write, OBExternalStatusReason1Code (4.0) beside OBErrorResponseError1Code (3.1). */
const openBankingCodes: ErrorCode[] = [
  code('U000', 'UnexpectedError', 'the bank failed in a way it did not expect', askBank),
  code('U001', 'Field.Expected', 'a field is expected because of the value of another', fixRequest),
  code('U002', 'Field.Invalid', 'a field has a value that is not valid', fixRequest),
  code('U003', 'Field.InvalidDate', 'a date is not valid, or lies on the wrong side of today', fixRequest),
  code('U004', 'Field.Missing', 'a required field is missing', fixRequest),
  code('U005', 'Field.Unexpected', 'a field is present that does not go with the others', fixRequest),
  code('U006', 'Header.Invalid', 'a header has a value that is not valid', checkHeaders),
  code('U007', 'Header.Missing', 'a required header is missing', checkHeaders),
  code('U008', 'Resource.ConsentMismatch', 'the request does not repeat what the consent says'),
  code(
    'U009',
    'Resource.InvalidConsentStatus',
    'the status of the consent does not allow this',
    'Read the consent from the bank to see its status.',
  ),
  code('U010', 'Resource.InvalidFormat', 'the body does not have the shape that the endpoint asks for', fixRequest),
  code(
    'U011',
    'Resource.NotFound',
    'the bank does not know a resource with this identifier',
    'The consent may have been deleted; create a new one.',
  ),
  code('U012', 'Rules.AfterCutOffDateTime', 'the request came after the cut-off time'),
  code('U013', 'Rules.DuplicateReference', 'the reference was used before'),
  code('U014', 'Rules.FailsControlParameters', 'the request exceeds a limit of the consent'),
  code('U015', 'Signature.Invalid', 'the signature of the message does not hold', checkSignature),
  code('U016', 'Signature.InvalidClaim', 'the signature header has a claim that is not valid', checkSignature),
  code('U017', 'Signature.MissingClaim', 'the signature header lacks a claim', checkSignature),
  code('U018', 'Signature.Malformed', 'the signature cannot be read', checkSignature),
  code('U019', 'Signature.Missing', 'the message is not signed', checkSignature),
  code('U020', 'Signature.Unexpected', 'the message is signed where no signature is taken'),
  code('U021', 'Unsupported.AccountIdentifier', 'the bank does not take this account identifier'),
  code('U022', 'Unsupported.AccountSecondaryIdentifier', 'the bank does not take this secondary account identifier'),
  code('U023', 'Unsupported.Currency', 'the bank does not take this currency'),
  code('U024', 'Unsupported.EventType', 'the bank does not offer this type of event'),
  code('U025', 'Unsupported.Frequency', 'the bank does not offer this frequency'),
  code('U026', 'Unsupported.LocalInstrument', 'the bank does not take this local instrument'),
  code('U027', 'Unsupported.Scheme', 'the bank does not take this identification scheme'),
  code('U028', 'Reauthenticate', 'the customer must authenticate again', authoriseAgain),
  code('U029', 'Rules.ResourceAlreadyExists', 'the resource exists already'),
  code('U035', null, 'the consent was used up before', 'Create a new consent.'),
  code('U036', null, 'the customer has not finished the authorisation', authoriseAgain),
  code('U037', null, 'the authorisation failed', authoriseAgain),
  code('U039', null, 'the consent can no longer be reinstated', 'Create a new consent.'),
  code('U040', null, 'another customer has still to authorise', 'Wait until every holder of the account has authorised.'),
  code('U041', 'ExemptionNotApplied', 'no exemption from authentication was applied'),
  code('U042', 'OtherReason', 'the bank does not say why'),
  code('TK01', null, 'the access token is not valid', freshToken),
  code('TK09', null, 'the access token is missing'),
  code('TKSP', null, 'the access token is suspended', authoriseAgain),
  code('TKXP', null, 'the access token has expired', freshToken),
]

/** RFC 6749 §5.2, RFC 6750 §3.1, RFC 9101 §6.2, OB DCR 3.3 (RFC 7591 §3.2.2). */
const oauthErrors: ErrorCode[] = [
  {
    code: 'invalid_client',
    v3: null,
    meaning: 'the bank did not recognise the client',
    remedy: 'Compare the certificate, its subject, and the client’s secret or signing key with what the bank has registered.',
  },
  {
    code: 'invalid_grant',
    v3: null,
    meaning: 'the code or refresh token was used before, has expired, was revoked, or belongs to another client',
    remedy: authoriseAgain,
  },
  {
    code: 'unauthorized_client',
    v3: null,
    meaning: 'the client may not use this grant',
    remedy: 'Compare grant_types of the registration with what was asked for.',
  },
  { code: 'unsupported_grant_type', v3: null, meaning: 'the bank does not offer this grant' },
  {
    code: 'invalid_scope',
    v3: null,
    meaning: 'the scope is not one that this client may ask for',
    remedy: 'Compare the scope with that of the registration and with the roles of the software statement.',
  },
  { code: 'invalid_request', v3: null, meaning: 'a parameter is missing, repeated or not valid', remedy: fixRequest },
  {
    code: 'invalid_token',
    v3: null,
    meaning: 'the access token has expired, was revoked or is bound to another certificate',
    remedy: freshToken,
  },
  {
    code: 'insufficient_scope',
    v3: null,
    meaning: 'the access token does not cover this',
    remedy: 'Ask for the scope or permission in a new consent.',
  },
  { code: 'invalid_request_object', v3: null, meaning: 'the signed request object is not valid', remedy: checkSignature },
  { code: 'access_denied', v3: null, meaning: 'access was refused' },
  { code: 'server_error', v3: null, meaning: 'the bank failed', remedy: 'Try again later.' },
  { code: 'temporarily_unavailable', v3: null, meaning: 'the bank is not available at the moment', remedy: 'Try again later.' },
  {
    code: 'invalid_redirect_uri',
    v3: null,
    meaning: 'a redirect address is not one that may be registered',
    remedy: 'Register only addresses that the software statement assertion lists: https and not localhost for web clients.',
  },
  {
    code: 'invalid_client_metadata',
    v3: null,
    meaning: 'a claim of the registration request is not accepted',
    remedy: 'Compare the claims with what the bank documents.',
  },
  {
    code: 'invalid_software_statement',
    v3: null,
    meaning: 'the software statement assertion is not valid',
    remedy: 'Obtain a fresh assertion from the directory; banks take one for a few minutes only.',
  },
  {
    code: 'unapproved_software_statement',
    v3: null,
    meaning: 'the bank does not accept software statements of this directory or organisation',
    remedy: 'Ask the bank whether it has enrolled the organisation.',
  },
]

const byName = new Map(
  [...openBankingCodes, ...oauthErrors].flatMap((entry): [string, ErrorCode][] =>
    entry.v3
      ? [
          [entry.code, entry],
          [entry.v3, entry],
        ]
      : [[entry.code, entry]],
  ),
)

/** What a bank's code means: an ErrorCode of 3.1 or 4.0, or an OAuth error. */
export const explainErrorCode = (name: string): ErrorCode | undefined => byName.get(name)
