// OBTransaction6.
import { isoText } from '../../data/calendar.ts'
import { maskCard } from '../../data/identifiers.ts'
import { kinds } from '../../data/kinds.ts'
import type { Exchange, TransactionRecord } from '../../data/records.ts'
import { balanceTypes } from './balance.ts'
import { amountOf, indicatorOf, optional, otherSide } from './parts.ts'
import type { Shape, View, Word } from './shape.ts'

const booked: Word = { '3.1': 'Booked', '4.0': 'BOOK' }
const pending: Word = { '3.1': 'Pending', '4.0': 'PDNG' }

export const transactionShape: Shape<TransactionRecord> = (record, view, version) => ({
  AccountId: record.accountId,
  TransactionId: record.transactionId,
  ...optional('TransactionReference', record.reference),
  StatementReference: record.statement === null ? [] : [record.statement],
  CreditDebitIndicator: indicatorOf(record.amount),
  Status: (record.pending ? pending : booked)[version],
  ...basic(record, view),
  ...(version === '4.0' && optional('CategoryPurposeCode', kinds[record.kind].purpose)),
  ...(view.detail && detail(record, view, balanceTypes.interimBooked[version])),
})

const basic = ({ booked, value, merchant, amount, currency, exchange, kind, card, pending }: TransactionRecord, { pan }: View) => {
  const { code, subCode, proprietary } = kinds[kind]
  return {
    TransactionMutability: pending ? 'Mutable' : 'Immutable',
    BookingDateTime: isoText(booked),
    ...optional('ValueDateTime', value, isoText),
    ...optional('AddressLine', merchant, ({ town }) => town),
    Amount: amountOf(amount, currency),
    ...(exchange && exchangeOf(exchange, booked, currency)),
    BankTransactionCode: { Code: code, SubCode: subCode },
    ProprietaryBankTransactionCode: { Code: proprietary, Issuer: 'Model Bank' },
    ...optional('CardInstrument', card, ({ number, holder, contactless }) => ({
      CardSchemeName: 'MasterCard',
      AuthorisationType: contactless ? 'Contactless' : 'PIN',
      Name: holder,
      Identification: pan ? number : maskCard(number),
    })),
  }
}

const exchangeOf = (exchange: Exchange, quoted: number, currency: string) => ({
  ...optional('ChargeAmount', exchange.charge, (charge) => amountOf(charge, currency)),
  CurrencyExchange: {
    SourceCurrency: exchange.source,
    TargetCurrency: exchange.target,
    UnitCurrency: exchange.source,
    ExchangeRate: exchange.rate,
    ...optional('ContractIdentification', exchange.contract),
    QuotationDate: isoText(quoted),
    InstructedAmount: amountOf(exchange.instructed, exchange.instructedCurrency),
  },
})

/** Elements of ReadTransactionsDetail, which can tell of people who gave no consent. */
const detail = ({ information, balance, currency, merchant, counterparty, amount }: TransactionRecord, { pan }: View, type: string) => ({
  TransactionInformation: information,
  ...optional('Balance', balance, (after) => ({
    CreditDebitIndicator: indicatorOf(after),
    Type: type,
    Amount: amountOf(after, currency),
  })),
  ...optional('MerchantDetails', merchant, ({ name, category }) => ({ MerchantName: name, MerchantCategoryCode: category })),
  ...(counterparty && otherSide(counterparty, amount < 0 ? 'Creditor' : 'Debtor', pan)),
})
