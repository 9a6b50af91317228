import type { GlossaryEntry } from '../glossary.ts'

export const dataTerms = [
  {
    id: 'api-version',
    term: 'API version',
    meaning: 'Banks serve version 3.1 or 4.0 of the accounts API, or both. They differ in codes and field names more than in content.',
    source: 'OB Read/Write API 3.1.11 and 4.0',
    related: ['consent-status', 'balance-type'],
  },
  {
    id: 'account',
    term: 'Account',
    meaning: 'One account that the customer chose to share. Its AccountId is the bank’s own and may differ from consent to consent.',
    source: 'OB Read/Write API: Accounts',
    related: ['balance', 'transaction', 'account-access-consent'],
  },
  {
    id: 'balance',
    term: 'Balance',
    meaning: 'How much there is at one moment, in one of several senses; an account has one balance for each sense the bank offers.',
    source: 'OB Read/Write API: Balances',
    related: ['balance-type', 'account'],
  },
  {
    id: 'balance-type',
    term: 'Balance type',
    meaning:
      'The sense of a balance: booked counts what is final, available counts what can be spent, interim is during the day, closing at its end.',
    source: 'ISO 20022, external balance type codes',
    related: ['balance'],
  },
  {
    id: 'transaction',
    term: 'Transaction',
    meaning: 'One movement on an account. Here a debit has a minus sign, whichever way the bank writes it.',
    source: 'OB Read/Write API: Transactions',
    related: ['transaction-status', 'booking-date'],
  },
  {
    id: 'transaction-status',
    term: 'Transaction status',
    meaning: 'Booked is final; pending may still change or vanish, and may get another id when it is booked.',
    source: 'OB Read/Write API: Transactions',
    related: ['transaction', 'booking-date'],
  },
  {
    id: 'booking-date',
    term: 'Booking and value date',
    meaning: 'When a movement was entered on the account, and from when it counts for interest. They often differ by a day or two.',
    source: 'ISO 20022, BookingDate and ValueDate',
    related: ['transaction'],
  },
  {
    id: 'local-copy',
    term: 'Local copy',
    meaning: 'Accounts, balances and transactions as last fetched, searchable without asking the bank again.',
    source: null,
    related: ['account', 'workspace'],
  },
  {
    id: 'exchange',
    term: 'Exchange',
    meaning: 'One request and its answer, with the TLS facts, the timing and the certificate that was shown.',
    source: null,
    related: ['request-log', 'run'],
  },
  {
    id: 'request-log',
    term: 'Request log',
    meaning: 'Every exchange with a bank. Secrets in it are replaced by placeholders; the raw bytes are sealed.',
    source: null,
    related: ['exchange', 'har', 'sealed'],
  },
  {
    id: 'run',
    term: 'Run',
    meaning: 'One pass through the walkthrough. Its exchanges stand together in the request log.',
    source: null,
    related: ['exchange', 'request-log'],
  },
  {
    id: 'har',
    term: 'HAR',
    meaning: 'A file format for HTTP exchanges that browsers and most HTTP tools can open. What is exported here is redacted.',
    source: 'HAR 1.2',
    related: ['request-log'],
  },
] as const satisfies readonly GlossaryEntry[]
