import type { GlossaryEntry } from '../glossary.ts'

export const peopleTerms = [
  {
    id: 'customer',
    term: 'Customer (PSU)',
    meaning:
      'The person or business whose accounts are at the bank. The standards say payment service user; only they can authorise a consent.',
    source: 'Payment Services Regulations 2017, reg. 2',
    related: ['authorisation', 'sca', 'aspsp'],
  },
  {
    id: 'tpp',
    term: 'Third-party provider (TPP)',
    meaning:
      'A firm other than the bank that works with a customer’s account because the customer asked it to. Its roles say what it may do.',
    source: 'Payment Services Regulations 2017, reg. 2',
    related: ['aisp', 'pisp', 'cbpii', 'roles'],
  },
  {
    id: 'aisp',
    term: 'Account information (AISP)',
    meaning:
      'The role of a provider that reads balances and transactions for a customer. Certificates write it PSP_AI, the directory writes it AISP.',
    source: 'Payment Services Regulations 2017, reg. 2; ETSI TS 119 495 §5.1',
    related: ['roles', 'account-access-consent', 'tpp'],
  },
  {
    id: 'pisp',
    term: 'Payment initiation (PISP)',
    meaning:
      'The role of a provider that starts a payment from a customer’s account at the customer’s request. Certificates write it PSP_PI.',
    source: 'Payment Services Regulations 2017, reg. 2; ETSI TS 119 495 §5.1',
    related: ['roles', 'tpp'],
  },
  {
    id: 'cbpii',
    term: 'Card issuer (CBPII)',
    meaning:
      'The role of a card issuer that asks the bank whether enough money is there, and gets yes or no. Certificates write it PSP_IC.',
    source: 'Payment Services Regulations 2017, reg. 68; ETSI TS 119 495 §5.1',
    related: ['roles', 'tpp'],
  },
  {
    id: 'aspsp',
    term: 'Bank (ASPSP)',
    meaning:
      'Whoever keeps the account: a bank, building society or payment institution. It runs the authorisation server and the accounts API.',
    source: 'Payment Services Regulations 2017, reg. 2',
    related: ['issuer', 'bank-profile', 'customer'],
  },
  {
    id: 'competent-authority',
    term: 'Competent authority (NCA)',
    meaning:
      'The regulator that authorised a firm, such as the FCA. Its name, and the number it gave the firm, are written into the firm’s certificates.',
    source: 'ETSI TS 119 495 §5.2.3',
    related: ['organization-identifier', 'qc-statements'],
  },
  {
    id: 'directory',
    term: 'Directory',
    meaning:
      'The register that banks trust to say which organisations and which software take part. It issues certificates and signs software statement assertions.',
    source: 'Open Banking Directory',
    related: ['ssa', 'software-statement', 'obwac', 'obseal'],
  },
  {
    id: 'model-bank',
    term: 'Model bank',
    meaning:
      'An invented bank inside this program, with its own directory, customers and pages. It checks what a real bank checks, and says why it refuses.',
    source: null,
    related: ['enrolment-portal', 'environment', 'bank-profile'],
  },
  {
    id: 'enrolment-portal',
    term: 'Enrolment portal',
    meaning:
      'Where a bank without dynamic registration takes a certificate and gives out a client id and secret. An operator compares and approves.',
    source: null,
    related: ['dcr', 'model-bank', 'certificate-binding'],
  },
  {
    id: 'environment',
    term: 'Environment',
    meaning: 'Model bank, sandbox or live. It decides which banks are listed, and in the live one every change asks first.',
    source: null,
    related: ['model-bank', 'bank-profile'],
  },
  {
    id: 'persona',
    term: 'Persona',
    meaning: 'A real bank that the model bank imitates: it registers, authorises and answers as that bank’s profile says.',
    source: null,
    related: ['model-bank', 'bank-profile', 'quirk'],
  },
  {
    id: 'quirk',
    term: 'Quirk',
    meaning: 'One single way in which a bank does not do as the standard says. The model bank can be started with any set of them.',
    source: null,
    related: ['persona', 'tolerance'],
  },
] as const satisfies readonly GlossaryEntry[]
