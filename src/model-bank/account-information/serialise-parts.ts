// The parts of answers that both versions write alike. Amounts become decimal text here, and nowhere before.
import { isoText } from '../data/calendar.ts'
import { bankBic, maskCard } from '../data/identifiers.ts'
import { kinds } from '../data/kinds.ts'
import type { AccountRecord, BalanceRecord, Counterparty, Identification, TransactionRecord } from '../data/records.ts'
import type { View } from './permissions.ts'

/** Minor units without their sign, such as 1234 → "12.34": the sign is in CreditDebitIndicator. */
export const amountText = (minor: number) => {
  const digits = String(Math.abs(minor)).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

export const amountOf = (minor: number, currency: string) => ({ Amount: amountText(minor), Currency: currency })
export const indicatorOf = (minor: number) => (minor < 0 ? 'Debit' : 'Credit')

const identificationOf = ({ scheme, identification, name }: Identification, pan: boolean) => ({
  SchemeName: `UK.OBIE.${scheme}`,
  Identification: scheme === 'PAN' && !pan ? maskCard(identification) : identification,
  Name: name,
})

/** What an account shows to every caller, before the version's own words for its type. */
export const accountHead = ({ accountId, opened, currency }: AccountRecord) => ({
  AccountId: accountId,
  Status: 'Enabled',
  StatusUpdateDateTime: isoText(opened),
  Currency: currency,
})

export const accountNames = ({ description, nickname, opened }: AccountRecord) => ({
  Description: description,
  Nickname: nickname,
  OpeningDate: isoText(opened),
})

/** Elements of ReadAccountsDetail. */
export const accountDetail = ({ identifications }: AccountRecord, { detail, pan }: View) =>
  detail
    ? {
        Account: identifications.map((one) => identificationOf(one, pan)),
        Servicer: { SchemeName: 'UK.OBIE.BICFI', Identification: bankBic },
      }
    : {}

export const balanceBody = ({ accountId, amount, at, currency, credit }: BalanceRecord, type: string) => ({
  AccountId: accountId,
  CreditDebitIndicator: indicatorOf(amount),
  Type: type,
  DateTime: isoText(at),
  Amount: amountOf(amount, currency),
  CreditLine: credit === null ? [] : [{ Included: false, Type: credit.type, Amount: amountOf(credit.limit, currency) }],
})

/** A transaction's elements up to its status. */
export const transactionHead = ({ accountId, transactionId, reference, statement, amount }: TransactionRecord) => ({
  AccountId: accountId,
  TransactionId: transactionId,
  ...(reference === null ? {} : { TransactionReference: reference }),
  StatementReference: statement === null ? [] : [statement],
  CreditDebitIndicator: indicatorOf(amount),
})

/** Elements of ReadTransactionsBasic that follow the status. */
export const transactionBasic = (record: TransactionRecord, { pan }: View) => {
  const { booked, value, merchant, amount, currency, exchange, kind, card, pending } = record
  const { code, subCode, proprietary } = kinds[kind]
  return {
    TransactionMutability: pending ? 'Mutable' : 'Immutable',
    BookingDateTime: isoText(booked),
    ...(value === null ? {} : { ValueDateTime: isoText(value) }),
    ...(merchant === null ? {} : { AddressLine: merchant.town }),
    Amount: amountOf(amount, currency),
    ...(exchange === null ? {} : exchangeOf(exchange, booked, currency)),
    BankTransactionCode: { Code: code, SubCode: subCode },
    ProprietaryBankTransactionCode: { Code: proprietary, Issuer: 'Model Bank' },
    ...(card === null
      ? {}
      : {
          CardInstrument: {
            CardSchemeName: 'MasterCard',
            AuthorisationType: card.contactless ? 'Contactless' : 'PIN',
            Name: card.holder,
            Identification: pan ? card.number : maskCard(card.number),
          },
        }),
  }
}

const exchangeOf = (exchange: NonNullable<TransactionRecord['exchange']>, quoted: number, currency: string) => ({
  ...(exchange.charge === null ? {} : { ChargeAmount: amountOf(exchange.charge, currency) }),
  CurrencyExchange: {
    SourceCurrency: exchange.source,
    TargetCurrency: exchange.target,
    UnitCurrency: exchange.source,
    ExchangeRate: exchange.rate,
    ...(exchange.contract === null ? {} : { ContractIdentification: exchange.contract }),
    QuotationDate: isoText(quoted),
    InstructedAmount: amountOf(exchange.instructed, exchange.instructedCurrency),
  },
})

/** Elements of ReadTransactionsDetail, which can tell of people who gave no consent. */
export const transactionDetail = (record: TransactionRecord, { detail }: View, balanceType: string) => {
  if (!detail) return {}
  const { information, balance, currency, merchant, counterparty, amount } = record
  return {
    TransactionInformation: information,
    ...(balance === null
      ? {}
      : { Balance: { CreditDebitIndicator: indicatorOf(balance), Type: balanceType, Amount: amountOf(balance, currency) } }),
    ...(merchant === null ? {} : { MerchantDetails: { MerchantName: merchant.name, MerchantCategoryCode: merchant.category } }),
    ...(counterparty === null ? {} : otherSide(counterparty, amount < 0 ? 'Creditor' : 'Debtor')),
  }
}

const otherSide = ({ account, bic }: Counterparty, role: 'Creditor' | 'Debtor') => ({
  ...(bic === null ? {} : { [`${role}Agent`]: { SchemeName: 'UK.OBIE.BICFI', Identification: bic } }),
  [`${role}Account`]: identificationOf(account, false),
})

/** The parts of a consent that were asked for. */
export const consentTerms = (consent: {
  permissions: string[]
  expires: string | null
  transactionFrom: string | null
  transactionTo: string | null
}) => ({
  Permissions: consent.permissions,
  ...(consent.expires === null ? {} : { ExpirationDateTime: consent.expires }),
  ...(consent.transactionFrom === null ? {} : { TransactionFromDateTime: consent.transactionFrom }),
  ...(consent.transactionTo === null ? {} : { TransactionToDateTime: consent.transactionTo }),
})
