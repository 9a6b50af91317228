import type { GlossaryEntry } from '../glossary.ts'

export const certificateTerms = [
  {
    id: 'obwac',
    term: 'OBWAC (transport certificate)',
    meaning:
      'The certificate a provider shows in TLS to prove who is calling. Banks take its subject or its fingerprint as the client’s identity.',
    source: 'OB certificate profiles; UK-RTS Art. 34; ETSI TS 119 495',
    related: ['obseal', 'mtls', 'certificate-binding', 'qc-statements'],
  },
  {
    id: 'obseal',
    term: 'OBSeal (signing certificate)',
    meaning: 'The certificate whose key signs registration requests, client assertions and request objects. It is never shown in TLS.',
    source: 'OB certificate profiles; UK-RTS Art. 34; ETSI TS 119 495',
    related: ['obwac', 'jws', 'kid', 'request-object'],
  },
  {
    id: 'sandbox-ca',
    term: 'Sandbox CA',
    meaning: 'A certificate authority made here, for certificates that look like the directory’s and are trusted by the model bank only.',
    source: null,
    related: ['chain', 'model-bank'],
  },
  {
    id: 'chain',
    term: 'Certificate chain',
    meaning: 'The certificates from one’s own up to a root that the other side trusts, each signed with the key of the next.',
    source: 'RFC 5280 §6.1',
    related: ['sandbox-ca', 'pem'],
  },
  {
    id: 'signing-request',
    term: 'Signing request (CSR)',
    meaning:
      'A public key and the wished-for subject, signed with the private key. The directory turns it into a certificate; the private key never leaves.',
    source: 'RFC 2986',
    related: ['obwac', 'obseal', 'subject-dn'],
  },
  {
    id: 'subject-dn',
    term: 'Subject (distinguished name)',
    meaning:
      'Who a certificate belongs to, as a list such as C, O, CN. One name can be written in several ways, and banks that compare text may accept only one of them.',
    source: 'RFC 4514; RFC 5280 §4.1.2.6',
    related: ['organization-identifier', 'tls-client-auth', 'certificate-binding'],
  },
  {
    id: 'organization-identifier',
    term: 'organizationIdentifier',
    meaning:
      'The part of a subject with the authorisation number, such as PSDGB-FCA-123456: country, authority, and the number it gave the firm.',
    source: 'ETSI TS 119 495 §5.2.1; ETSI EN 319 412-1 §5.1.4',
    related: ['subject-dn', 'competent-authority'],
  },
  {
    id: 'qc-statements',
    term: 'QcStatements',
    meaning: 'The extension of a certificate that carries the provider’s roles and its competent authority.',
    source: 'RFC 3739 §3.2.6; ETSI TS 119 495 §5.1',
    related: ['roles', 'competent-authority', 'obwac'],
  },
  {
    id: 'roles',
    term: 'Roles',
    meaning:
      'What a provider is authorised for: account information, payment initiation, card issuing, or keeping accounts. They stand in the certificate and in the software statement.',
    source: 'ETSI TS 119 495 §5.1',
    related: ['aisp', 'pisp', 'cbpii', 'qc-statements'],
  },
  {
    id: 'key-usage',
    term: 'Key usage',
    meaning:
      'What a certificate’s key may be used for, such as digital signatures. A transport certificate and a signing certificate differ in it.',
    source: 'RFC 5280 §4.2.1.3 and §4.2.1.12',
    related: ['obwac', 'obseal'],
  },
  {
    id: 'fingerprint',
    term: 'Fingerprint',
    meaning:
      'The SHA-256 hash of a whole certificate: two certificates with the same one are the same. In tokens it is written as x5t#S256.',
    source: 'RFC 8705 §3.1',
    related: ['certificate-binding', 'bound-token'],
  },
  {
    id: 'pem',
    term: 'PEM',
    meaning: 'Certificates and keys as text between BEGIN and END lines. The same bytes without that text are called DER.',
    source: 'RFC 7468',
    related: ['pkcs12', 'chain'],
  },
  {
    id: 'pkcs12',
    term: 'PKCS#12',
    meaning: 'One file with certificates and the private key, encrypted with a passphrase; its name ends in .p12 or .pfx.',
    source: 'RFC 7292',
    related: ['pem'],
  },
  {
    id: 'mtls',
    term: 'Mutual TLS (mTLS)',
    meaning:
      'A TLS connection on which the caller shows a certificate too. UK banks ask for it on the token endpoint and on every API call.',
    source: 'RFC 8446 §4.3.2; FAPI 1.0 Advanced §5.2.2',
    related: ['obwac', 'tls-client-auth', 'bound-token'],
  },
  {
    id: 'encryption-key',
    term: 'Encryption key',
    meaning:
      'What seals private keys, tokens and client secrets on this machine’s disk. It is wrapped by the keychain, a passphrase or a key in an environment variable.',
    source: null,
    related: ['workspace', 'sealed'],
  },
  {
    id: 'sealed',
    term: 'Sealed',
    meaning:
      'Encrypted with a key of the workspace, together with a note of what and whose it is, so that one sealed value cannot stand in for another.',
    source: null,
    related: ['encryption-key'],
  },
  {
    id: 'workspace',
    term: 'Workspace',
    meaning:
      'Everything the workbench knows: certificates, registrations, consents, data and the request log. It is kept in one folder, or is ephemeral and ends with the program.',
    source: null,
    related: ['encryption-key', 'request-log'],
  },
] as const satisfies readonly GlossaryEntry[]
