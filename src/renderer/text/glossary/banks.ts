import type { GlossaryEntry } from '../glossary.ts'

export const bankTerms = [
  {
    id: 'software-statement',
    term: 'Software statement',
    meaning:
      'One application of a provider as the directory knows it: name, redirect addresses, roles and keys. A provider can have several.',
    source: 'RFC 7591 §2.3; OB Directory',
    related: ['ssa', 'directory', 'redirect-uri'],
  },
  {
    id: 'ssa',
    term: 'Software statement assertion (SSA)',
    meaning: 'A software statement as a JWT that the directory signed. A bank checks the signature and believes what it says.',
    source: 'RFC 7591 §2.3; OB DCR 3.3',
    related: ['software-statement', 'jwt', 'dcr'],
  },
  {
    id: 'bank-profile',
    term: 'Bank profile',
    meaning: 'What is particular to one bank, as data: its addresses, the versions it serves and the dialect of registration it expects.',
    source: null,
    related: ['issuer', 'discovery', 'bank-registration'],
  },
  {
    id: 'bank-registration',
    term: 'Bank registration',
    meaning: 'An OAuth client at one bank: its client id, what it asked for, what the bank accepted, and the certificate it is bound to.',
    source: 'RFC 7591 §3.2.1',
    related: ['dcr', 'client-id', 'certificate-binding'],
  },
  {
    id: 'dcr',
    term: 'Dynamic client registration (DCR)',
    meaning:
      'Becoming a client of a bank with one signed request instead of a form. The request holds the assertion and the wished-for settings.',
    source: 'RFC 7591 §3; OB DCR 3.3',
    related: ['ssa', 'dcr-management', 'bank-registration'],
  },
  {
    id: 'dcr-management',
    term: 'Registration management',
    meaning: 'Reading, changing and deleting a client at the bank after its registration. Banks offer all of it, some of it or none.',
    source: 'RFC 7592 §2',
    related: ['dcr', 'bank-registration'],
  },
  {
    id: 'client-id',
    term: 'Client id',
    meaning: 'The name under which a bank knows one’s client. It is no secret.',
    source: 'RFC 6749 §2.2',
    related: ['bank-registration', 'client-authentication'],
  },
  {
    id: 'client-authentication',
    term: 'Client authentication',
    meaning: 'How a client proves to the token endpoint who it is: with its certificate, with a signed assertion, or with a secret.',
    source: 'OIDC Core §9; RFC 8705 §2',
    related: ['tls-client-auth', 'private-key-jwt', 'client-id'],
  },
  {
    id: 'tls-client-auth',
    term: 'tls_client_auth',
    meaning:
      'The client is whoever shows a certificate with the registered subject in TLS. The bank compares names, so their spelling matters.',
    source: 'RFC 8705 §2.1',
    related: ['mtls', 'subject-dn', 'client-authentication'],
  },
  {
    id: 'private-key-jwt',
    term: 'private_key_jwt',
    meaning: 'The client signs a short-lived JWT with its signing key and sends it with each token request.',
    source: 'OIDC Core §9; RFC 7523 §2.2',
    related: ['obseal', 'jwt', 'client-authentication'],
  },
  {
    id: 'certificate-binding',
    term: 'Certificate binding',
    meaning:
      'Which certificate a registration or enrolment stands for. Calls with any other are refused; a renewed certificate may need a change at the bank.',
    source: 'RFC 8705 §2',
    related: ['bound-token', 'fingerprint', 'subject-dn'],
  },
  {
    id: 'redirect-uri',
    term: 'Redirect address',
    meaning: 'Where the bank sends the customer’s browser afterwards. It must be registered beforehand and match exactly.',
    source: 'RFC 6749 §3.1.2; RFC 9700 §4.1.3',
    related: ['loopback', 'authorisation', 'response-mode'],
  },
  {
    id: 'issuer',
    term: 'Issuer',
    meaning: 'The address that names an authorisation server. Tokens carry it as iss, and its discovery document is found under it.',
    source: 'OIDC Discovery §3; RFC 8414 §2',
    related: ['discovery', 'id-token'],
  },
  {
    id: 'discovery',
    term: 'Discovery document',
    meaning:
      'What a bank’s authorisation server says of itself at /.well-known/openid-configuration: endpoints, algorithms, what it supports.',
    source: 'OIDC Discovery §4',
    related: ['issuer', 'jwks'],
  },
  {
    id: 'jwks',
    term: 'Key set (JWKS)',
    meaning: 'The public keys of a signer as JSON, at an address. Whoever checks a signature looks the key up by its kid.',
    source: 'RFC 7517 §5',
    related: ['kid', 'jws', 'discovery'],
  },
  {
    id: 'kid',
    term: 'Key id (kid)',
    meaning: 'The name of a key within a key set, written into the header of everything signed with it.',
    source: 'RFC 7515 §4.1.4',
    related: ['jwks', 'obseal'],
  },
  {
    id: 'override',
    term: 'Override',
    meaning:
      'A value of a shipped bank profile that was changed in this workspace. The shipped value stays beside it and holds again once the override is gone.',
    source: null,
    related: ['bank-profile', 'tolerance'],
  },
  {
    id: 'tolerance',
    term: 'Tolerance',
    meaning: 'A known fault of one bank that its profile lets pass: the check that would fail becomes a recorded warning instead.',
    source: null,
    related: ['bank-profile', 'conformance-warning', 'override'],
  },
  {
    id: 'registration-group',
    term: 'Registration group',
    meaning:
      'Brands of one bank that share a client: registered once, it serves them all. Which brands belong together is for the bank to say, and its profile holds it.',
    source: null,
    related: ['bank-registration', 'client-id', 'bank-profile'],
  },
  {
    id: 'client-secret',
    term: 'Client secret',
    meaning: 'A client’s password at the token endpoint, sent in a header (client_secret_basic) or in the form (client_secret_post).',
    source: 'RFC 6749 §2.3.1; OIDC Core §9',
    related: ['client-authentication', 'enrolment-portal', 'sealed'],
  },
] as const satisfies readonly GlossaryEntry[]
