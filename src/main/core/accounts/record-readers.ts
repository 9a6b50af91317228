// One shape for beneficiaries, direct debits, standing orders, products, offers, parties, scheduled payments, statements and pots.
// Whatever is not as the standard has it is null here, a warning beside it, and whole in the original.

import type { AccountRecord, AccountResource } from '../../../shared/model/account-data.ts'
import { isObject, type Json, looseAmount, looseDateTime, looseText } from './answer-fields.ts'
import { mandateStatusCode } from './codes.ts'

export type RecordShape = Pick<
  AccountRecord,
  'recordId' | 'title' | 'reference' | 'kind' | 'status' | 'frequency' | 'amount' | 'currency' | 'dateTime' | 'identification'
>
export type RecordResource = Exclude<AccountResource, 'accounts' | 'balances' | 'transactions'>

const nothing: RecordShape = {
  ...{ recordId: null, title: null, reference: null, kind: null, status: null, frequency: null, amount: null, currency: null },
  ...{ dateTime: null, identification: null },
}

const part = (value: unknown): Json => (isObject(value) ? value : {})
const first = (value: unknown): unknown => (Array.isArray(value) ? value[0] : undefined)
const mandateOf = ({ MandateRelatedInformation: mandate }: Json): Json => part(mandate)

/** The account of the other side, and whose it is. */
const payee = (row: Json): Pick<RecordShape, 'title' | 'identification'> => {
  const { Name: name, Identification: identification } = part(row.CreditorAccount)
  return { title: looseText(name) ?? looseText(part(row.CreditorAgent).Name), identification: looseText(identification) }
}

/** 4.0 has moved the reference of a standing order into its remittance information. */
const remittance = ({ RemittanceInformation: information }: Json): string | null => {
  const { Structured: structured, Unstructured: unstructured } = part(information)
  return looseText(part(part(first(structured)).CreditorReferenceInformation).Reference) ?? looseText(first(unstructured))
}

/** What the account stood at when the statement ended. */
const closingBalance = ({ StatementAmount: amounts }: Json): Pick<RecordShape, 'amount' | 'currency'> => {
  const closing = (Array.isArray(amounts) ? amounts : []).map(part).find(({ Type: type }) => looseText(type)?.endsWith('ClosingBalance'))
  return closing ? looseAmount(closing.Amount, closing.CreditDebitIndicator) : { amount: null, currency: null }
}

const mandateStatus = (value: unknown): string | null => {
  const status = looseText(value)
  return status && mandateStatusCode(status)
}

export const recordReaders: Record<RecordResource, (row: Json) => RecordShape> = {
  beneficiaries: (row) => ({
    ...nothing,
    ...payee(row),
    recordId: looseText(row.BeneficiaryId),
    reference: looseText(row.Reference),
    kind: looseText(row.BeneficiaryType),
  }),
  directDebits: (row) => ({
    ...nothing,
    recordId: looseText(row.DirectDebitId),
    title: looseText(row.Name),
    reference: looseText(row.MandateIdentification) ?? looseText(mandateOf(row).MandateIdentification),
    kind: looseText(mandateOf(row).Classification),
    status: mandateStatus(row.DirectDebitStatusCode),
    frequency: looseText(row.Frequency) ?? looseText(part(mandateOf(row).Frequency).Type),
    ...looseAmount(row.PreviousPaymentAmount),
    dateTime: looseDateTime(row.PreviousPaymentDateTime),
  }),
  standingOrders: (row) => ({
    ...nothing,
    ...payee(row),
    recordId: looseText(row.StandingOrderId),
    reference: looseText(row.Reference) ?? remittance(row) ?? looseText(mandateOf(row).MandateIdentification),
    kind: looseText(mandateOf(row).Classification),
    status: mandateStatus(row.StandingOrderStatusCode),
    frequency: looseText(row.Frequency) ?? looseText(part(mandateOf(row).Frequency).Type),
    ...looseAmount(row.NextPaymentAmount ?? row.FirstPaymentAmount),
    dateTime: looseDateTime(row.NextPaymentDateTime),
  }),
  scheduledPayments: (row) => ({
    ...nothing,
    ...payee(row),
    recordId: looseText(row.ScheduledPaymentId),
    reference: looseText(row.Reference) ?? looseText(row.DebtorReference),
    kind: looseText(row.ScheduledType),
    ...looseAmount(row.InstructedAmount),
    dateTime: looseDateTime(row.ScheduledPaymentDateTime),
  }),
  products: (row) => ({
    ...nothing,
    recordId: looseText(row.ProductId),
    title: looseText(row.ProductName),
    reference: looseText(row.SecondaryProductId),
    kind: looseText(row.ProductType),
  }),
  offers: (row) => ({
    ...nothing,
    recordId: looseText(row.OfferId),
    title: looseText(row.Description),
    kind: looseText(row.OfferType),
    ...looseAmount(row.Amount),
    dateTime: looseDateTime(row.EndDateTime),
  }),
  parties: (row) => ({
    ...nothing,
    recordId: looseText(row.PartyId),
    title: looseText(row.Name) ?? looseText(row.FullLegalName),
    reference: looseText(row.PartyNumber),
    kind: looseText(row.PartyType),
  }),
  statements: (row) => ({
    ...nothing,
    recordId: looseText(row.StatementId),
    title: looseText(first(row.StatementDescription)) ?? looseText(row.StatementReference),
    reference: looseText(row.StatementReference),
    kind: looseText(row.Type),
    ...closingBalance(row),
    dateTime: looseDateTime(row.EndDateTime),
  }),
  pots: (row) => ({
    ...nothing,
    recordId: looseText(row.PotId),
    title: looseText(row.Name),
    kind: looseText(row.Type),
    status: looseText(row.Status),
    ...looseAmount(row.Balance, row.CreditDebitIndicator),
  }),
}
