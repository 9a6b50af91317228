import type { GlossaryEntry } from '../glossary.ts'

export const consentTerms = [
  {
    id: 'account-access-consent',
    term: 'Account access consent',
    meaning: 'What a provider asks to see and for how long, put on record at the bank. It counts once the customer has authorised it.',
    source: 'OB Read/Write API: Account Access Consents',
    related: ['permission', 'consent-status', 'authorisation'],
  },
  {
    id: 'permission',
    term: 'Permission',
    meaning: 'One kind of data that a consent covers, such as ReadBalances. The bank shows the customer what they mean before they decide.',
    source: 'OB Read/Write API: Permissions',
    related: ['account-access-consent'],
  },
  {
    id: 'consent-status',
    term: 'Consent status',
    meaning:
      'Awaiting authorisation, authorised, rejected, revoked and so on. Version 3.1 writes words, version 4.0 writes codes such as AWAU and AUTH.',
    source: 'OB Read/Write API: Account Access Consents',
    related: ['account-access-consent', 'api-version'],
  },
  {
    id: 'authorisation',
    term: 'Authorisation',
    meaning:
      'The customer logs in at the bank, chooses accounts and agrees or refuses. The provider sees none of that, only where the browser is sent afterwards.',
    source: 'RFC 6749 §4.1; OIDC Core §3',
    related: ['sca', 'hybrid-flow', 'authorisation-code', 'redirect-uri'],
  },
  {
    id: 'sca',
    term: 'Strong customer authentication (SCA)',
    meaning: 'Two independent proofs that it is the customer, such as a password and a one-time code. The acr claim tells how it was done.',
    source: 'Payment Services Regulations 2017, reg. 100; UK-RTS Art. 4',
    related: ['acr', 'customer'],
  },
  {
    id: 'acr',
    term: 'acr',
    meaning: 'How strongly the customer was authenticated, asked for in the request object and answered in the ID token.',
    source: 'OIDC Core §2',
    related: ['sca', 'id-token'],
  },
  {
    id: 'intent-id',
    term: 'openbanking_intent_id',
    meaning: 'The claim that ties an authorisation to one consent. It holds the ConsentId, in the request object and in the ID token.',
    source: 'OB Security Profile; OIDC Core §5.5',
    related: ['account-access-consent', 'request-object', 'id-token'],
  },
  {
    id: 'request-object',
    term: 'Request object',
    meaning: 'The parameters of an authorisation as one signed JWT, so that nobody on the way through the browser can change them.',
    source: 'RFC 9101; OIDC Core §6',
    related: ['obseal', 'par', 'jwt'],
  },
  {
    id: 'par',
    term: 'Pushed authorisation request (PAR)',
    meaning: 'The request object is sent to the bank first; the browser carries only a reference to it.',
    source: 'RFC 9126',
    related: ['request-object'],
  },
  {
    id: 'hybrid-flow',
    term: 'Hybrid flow',
    meaning:
      'The redirect brings a code and at once a signed ID token that vouches for the code and the state (response type “code id_token”).',
    source: 'OIDC Core §3.3; FAPI 1.0 Advanced §5.1.1',
    related: ['id-token', 'c-hash', 's-hash', 'response-mode'],
  },
  {
    id: 'response-mode',
    term: 'Response mode',
    meaning:
      'Where in the redirect the answer stands: after a question mark, after a hash sign, or inside one JWT. What follows a hash sign is never sent to a server.',
    source: 'OAuth 2.0 Multiple Response Types §2.1',
    related: ['jarm', 'redirect-uri', 'hybrid-flow'],
  },
  {
    id: 'jarm',
    term: 'JARM',
    meaning: 'The answer to an authorisation as one signed JWT in the parameter “response”.',
    source: 'JARM §2',
    related: ['response-mode', 'jwt'],
  },
  {
    id: 'state',
    term: 'state',
    meaning:
      'A random value that goes out with the request and must come back with the answer. An answer with another one belongs to somebody else’s request.',
    source: 'RFC 6749 §10.12',
    related: ['s-hash', 'nonce'],
  },
  {
    id: 'nonce',
    term: 'nonce',
    meaning: 'A random value of one authorisation that must stand in its ID tokens, so that an old one cannot be used again.',
    source: 'OIDC Core §3.1.2.1 and §15.5.2',
    related: ['id-token', 'state'],
  },
  {
    id: 's-hash',
    term: 's_hash',
    meaning: 'Half of the hash of state, inside the signed ID token: it shows that the state in the redirect is the one the bank was sent.',
    source: 'FAPI 1.0 Advanced §5.1.1',
    related: ['state', 'c-hash', 'hybrid-flow'],
  },
  {
    id: 'c-hash',
    term: 'c_hash',
    meaning: 'Half of the hash of the code, inside the signed ID token: a code that was swapped on the way does not fit it.',
    source: 'OIDC Core §3.3.2.11',
    related: ['authorisation-code', 's-hash', 'hybrid-flow'],
  },
  {
    id: 'loopback',
    term: 'Loopback capture',
    meaning:
      'The workbench listens on an address of this machine and takes the redirect itself. Where a bank does not allow such an address, the redirect is pasted back.',
    source: 'RFC 8252 §7.3',
    related: ['redirect-uri', 'response-mode'],
  },
  {
    id: 'reauthorisation',
    term: 'Re-authorisation',
    meaning:
      'The customer authorises the same consent once more, such as after its refresh token ended. Consent and history stay as they are.',
    source: 'OB Read/Write API: Consent Re-authentication',
    related: ['authorisation', 'account-access-consent', 'reconfirmation'],
  },
  {
    id: 'reconfirmation',
    term: '90-day reconfirmation',
    meaning:
      'Every 90 days the provider asks its customer whether reading may go on; the bank is not told. Without a yes, reading stops until there is one.',
    source: 'FCA PS21/19; SCA-RTS Article 36(6)',
    related: ['account-access-consent', 'reauthorisation', 'sca'],
  },
] as const satisfies readonly GlossaryEntry[]
