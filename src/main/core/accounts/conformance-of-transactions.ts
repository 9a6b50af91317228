// OBTransaction6 of both versions.

import { type Check, dateTime, list, number, object, oneOf, pattern, text } from './conformance.ts'
import {
  accountId,
  balanceType,
  byVersion,
  currency,
  direction,
  legalEntity,
  money,
  otherAccount,
  otherAgent,
  postalAddress,
  supplementaryData,
} from './conformance-parts.ts'

const purpose = pattern(/^[A-Z0-9]{4}$/, 'a code of four characters')
const currencyExchange = object({
  'SourceCurrency*': currency,
  TargetCurrency: currency,
  UnitCurrency: currency,
  'ExchangeRate*': number,
  ContractIdentification: text(35),
  QuotationDate: dateTime,
  InstructedAmount: money,
})
const cardInstrument = object(
  {
    'CardSchemeName*': oneOf('AmericanExpress', 'Diners', 'Discover', 'MasterCard', 'VISA'),
    AuthorisationType: oneOf('ConsumerDevice', 'Contactless', 'None', 'PIN'),
    Name: text(70),
    Identification: text(34),
  },
  { closed: true },
)
const balanceAfter = (type: Check) => object({ 'CreditDebitIndicator*': direction, 'Type*': type, 'Amount*': money }, { closed: true })
const ultimate = object({
  ...{ Name: text(140), Identification: text(256), SchemeName: text(), PostalAddress: postalAddress['4.0'] },
  ...legalEntity,
})

export const transactions = byVersion(
  {
    'AccountId*': accountId,
    TransactionId: text(210),
    TransactionReference: text(210),
    StatementReference: list(text(35)),
    'CreditDebitIndicator*': direction,
    TransactionMutability: oneOf('Mutable', 'Immutable'),
    'BookingDateTime*': dateTime,
    ValueDateTime: dateTime,
    TransactionInformation: text(500),
    AddressLine: text(70),
    'Amount*': money,
    ChargeAmount: money,
    CurrencyExchange: currencyExchange,
    BankTransactionCode: object({ 'Code*': text(), 'SubCode*': text() }),
    ProprietaryBankTransactionCode: object({ 'Code*': text(35), Issuer: text(35) }, { closed: true }),
    MerchantDetails: object({ MerchantName: text(350), MerchantCategoryCode: pattern(/^.{3,4}$/, 'a code of three or four characters') }),
    CardInstrument: cardInstrument,
    SupplementaryData: supplementaryData,
  },
  {
    '3.1': {
      'Status*': oneOf('Booked', 'Pending', 'Rejected'),
      Balance: balanceAfter(balanceType['3.1']),
      ...{ CreditorAgent: otherAgent['3.1'], DebtorAgent: otherAgent['3.1'] },
      ...{ CreditorAccount: otherAccount('3.1', { optional: true }), DebtorAccount: otherAccount('3.1', { optional: true }) },
    },
    '4.0': {
      'Status*': oneOf('BOOK', 'FUTR', 'INFO', 'PDNG', 'RJCT'),
      Balance: balanceAfter(balanceType['4.0']),
      ...{ CreditorAgent: otherAgent['4.0'], DebtorAgent: otherAgent['4.0'] },
      ...{ CreditorAccount: otherAccount('4.0', { optional: true }), DebtorAccount: otherAccount('4.0', { optional: true }) },
      ...{ CategoryPurposeCode: purpose, PaymentPurposeCode: purpose, UltimateCreditor: ultimate, UltimateDebtor: ultimate },
      ExtendedProprietaryBankTransactionCodes: list(object({ 'Code*': text(35), Issuer: text(35), Description: text(500) })),
    },
  },
  { closed: true },
)
