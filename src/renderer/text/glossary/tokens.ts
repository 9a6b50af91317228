import type { GlossaryEntry } from '../glossary.ts'

export const tokenTerms = [
  {
    id: 'jwt',
    term: 'JWT',
    meaning:
      'Claims as JSON, in three parts of base64url text: header, claims, signature. Anybody can read one; only the signer can make one.',
    source: 'RFC 7519',
    related: ['jws', 'id-token', 'ssa'],
  },
  {
    id: 'jws',
    term: 'JWS',
    meaning: 'The signature around a JWT. Its header names the algorithm and the key; UK banks ask for PS256.',
    source: 'RFC 7515; RFC 7518 §3.5',
    related: ['jwt', 'kid', 'obseal'],
  },
  {
    id: 'fapi',
    term: 'FAPI',
    meaning: 'The profile of OAuth 2.0 and OpenID Connect for financial data: which of their many choices are safe enough here.',
    source: 'FAPI 1.0 Baseline and Advanced',
    related: ['mtls', 'request-object', 'bound-token'],
  },
  {
    id: 'id-token',
    term: 'ID token',
    meaning:
      'A JWT signed by the bank that says who authorised what, when and how. In the hybrid flow it comes twice: with the redirect and with the tokens.',
    source: 'OIDC Core §2',
    related: ['nonce', 'acr', 'intent-id', 'hybrid-flow'],
  },
  {
    id: 'authorisation-code',
    term: 'Authorisation code',
    meaning: 'What the redirect brings: good once, for a minute or so, at the token endpoint and for the client that asked.',
    source: 'RFC 6749 §4.1.2',
    related: ['access-token', 'c-hash', 'pkce'],
  },
  {
    id: 'pkce',
    term: 'PKCE',
    meaning:
      'The client sends the hash of a secret with the request and the secret itself with the code, so that a stolen code is of no use.',
    source: 'RFC 7636',
    related: ['authorisation-code'],
  },
  {
    id: 'access-token',
    term: 'Access token',
    meaning: 'What is sent with every API call. It stands for one consent and lives for minutes to hours.',
    source: 'RFC 6749 §1.4',
    related: ['refresh-token', 'bound-token', 'scope'],
  },
  {
    id: 'refresh-token',
    term: 'Refresh token',
    meaning: 'What gets new access tokens without the customer. It ends with the consent, or earlier where the bank says so.',
    source: 'RFC 6749 §6',
    related: ['access-token', 'account-access-consent'],
  },
  {
    id: 'bound-token',
    term: 'Certificate-bound token',
    meaning: 'A token that works only on a TLS connection with the certificate it was issued to. A copy of the token alone is of no use.',
    source: 'RFC 8705 §3',
    related: ['mtls', 'fingerprint', 'access-token'],
  },
  {
    id: 'client-credentials',
    term: 'Client credentials grant',
    meaning: 'A token for the client itself, without any customer: enough to make a consent, not to read data.',
    source: 'RFC 6749 §4.4',
    related: ['access-token', 'account-access-consent', 'client-authentication'],
  },
  {
    id: 'scope',
    term: 'Scope',
    meaning: 'What a token is good for, as words. For account information that is “openid accounts”.',
    source: 'RFC 6749 §3.3',
    related: ['access-token', 'permission'],
  },
  {
    id: 'interaction-id',
    term: 'x-fapi-interaction-id',
    meaning: 'A header with an id of one call, which the bank sends back. It is what to quote to a bank’s support.',
    source: 'FAPI 1.0 Baseline §6.2.1',
    related: ['exchange', 'fapi'],
  },
  {
    id: 'detached-jws',
    term: 'Detached JWS',
    meaning:
      'A signature over a body that travels beside it: the header x-jws-signature holds the signature, and the part between its two dots is empty.',
    source: 'RFC 7515 Appendix F; RFC 7797',
    related: ['jws', 'kid'],
  },
] as const satisfies readonly GlossaryEntry[]
