// Payees and payments to come as the standard has them (OB Read/Write 3.1.11 and 4.0).

import type { ApiVersion } from '../../../shared/model/common.ts'
import { type Check, dateTime, integer, list, object, oneOf, pattern, text } from './conformance.ts'
import { accountId, byVersion, money, otherAccount, otherAgent, servicer, supplementaryData } from './conformance-parts.ts'

export const beneficiaries = byVersion(
  {
    ...{ AccountId: accountId, BeneficiaryId: text(40), BeneficiaryType: oneOf('Trusted', 'Ordinary'), Reference: text(35) },
    SupplementaryData: supplementaryData,
  },
  {
    '3.1': { CreditorAgent: otherAgent['3.1'], CreditorAccount: otherAccount('3.1') },
    '4.0': { CreditorAgent: otherAgent['4.0'], CreditorAccount: otherAccount('4.0') },
  },
  { closed: true },
)

// The words of 3.1, which 4.0 allows beside its codes (OBFrequency6).
const words =
  /^(NotKnown|EvryDay|EvryWorkgDay|IntrvlDay:(0[2-9]|[12]\d|3[01])|IntrvlWkDay:0[1-9]:0[1-7]|WkInMnthDay:0[1-5]:0[1-7]|IntrvlMnthDay:(0[1-6]|12|24):(-0[1-5]|0[1-9]|[12]\d|3[01])|QtrDay:(ENGLISH|SCOTTISH|RECEIVED))$/
const codes = /^(ADHO|YEAR|DAIL|FRTN|INDA|MNTH|QURT|MIAN|WEEK|WODL|FOWK|TWMH|FOMH|FIMH|ALMH|NONE)$/
const mandate = object({
  ...{ MandateIdentification: text(35), Classification: oneOf('FIXE', 'USGB', 'VARI'), CategoryPurposeCode: text(4) },
  ...{ FirstPaymentDateTime: dateTime, RecurringPaymentDateTime: dateTime, FinalPaymentDateTime: dateTime, Reason: text(256) },
  'Frequency*': object({
    'Type*': pattern(new RegExp(`${words.source}|${codes.source}`), 'a frequency of the standard'),
    CountPerPeriod: integer,
    PointInTime: text(2),
  }),
})
const mandateStatus: Record<ApiVersion, Check> = { '3.1': oneOf('Active', 'Inactive'), '4.0': oneOf('ACTV', 'CANC', 'EXPI', 'SUSP') }

export const directDebits = byVersion(
  {
    ...{ 'AccountId*': accountId, DirectDebitId: text(40), 'Name*': text(70), PreviousPaymentDateTime: dateTime },
    PreviousPaymentAmount: money,
  },
  {
    '3.1': { 'MandateIdentification*': text(35), DirectDebitStatusCode: mandateStatus['3.1'], Frequency: text() },
    '4.0': { MandateRelatedInformation: mandate, DirectDebitStatusCode: mandateStatus['4.0'] },
  },
)

const structuredRemittance = object({
  ReferredDocumentInformation: list(
    object({
      Code: oneOf(
        ...['CINV', 'CNFA', 'CONT', 'CREN', 'DEBN', 'DISP', 'DNFA', 'HIRI', 'INVS', 'MSIN', 'PROF', 'PUOR', 'QUOT', 'SBIN', 'SPRR', 'TISH'],
      ),
      ...{ Issuer: text(140), Number: text(35), RelatedDate: dateTime, LineDetails: list(text()) },
    }),
  ),
  ReferredDocumentAmount: integer,
  CreditorReferenceInformation: object({
    Code: oneOf('DISP', 'FXDR', 'PUOR', 'RADM', 'RPIN', 'SCOR'),
    ...{ Issuer: text(35), Reference: text(35) },
  }),
  ...{ Invoicer: text(256), Invoicee: text(256), TaxRemittance: text(140), AdditionalRemittanceInformation: list(text(140), { most: 3 }) },
})
// OBRemittanceInformation2.
const remittance = object({ Structured: list(structuredRemittance), Unstructured: list(text(140)) })

export const standingOrders = byVersion(
  {
    ...{ 'AccountId*': accountId, StandingOrderId: text(40), NextPaymentDateTime: dateTime, LastPaymentDateTime: dateTime },
    ...{ NumberOfPayments: text(35), FirstPaymentAmount: money, NextPaymentAmount: money, LastPaymentAmount: money },
    ...{ FinalPaymentAmount: money, SupplementaryData: supplementaryData },
  },
  {
    '3.1': {
      ...{ 'Frequency*': pattern(words, 'a frequency of the standard'), Reference: text(35), FirstPaymentDateTime: dateTime },
      ...{ FinalPaymentDateTime: dateTime, StandingOrderStatusCode: mandateStatus['3.1'] },
      ...{ CreditorAgent: servicer['3.1'], CreditorAccount: otherAccount('3.1') },
    },
    '4.0': {
      ...{ StandingOrderStatusCode: mandateStatus['4.0'], MandateRelatedInformation: mandate },
      ...{ CreditorAgent: servicer['4.0'], CreditorAccount: otherAccount('4.0'), RemittanceInformation: remittance },
    },
  },
  { closed: true },
)

export const scheduledPayments = byVersion(
  {
    ...{ 'AccountId*': accountId, ScheduledPaymentId: text(40), 'ScheduledPaymentDateTime*': dateTime },
    ...{ 'ScheduledType*': oneOf('Arrival', 'Execution'), Reference: text(35), DebtorReference: text(35), 'InstructedAmount*': money },
  },
  {
    '3.1': { CreditorAgent: servicer['3.1'], CreditorAccount: otherAccount('3.1') },
    '4.0': { CreditorAgent: servicer['4.0'], CreditorAccount: otherAccount('4.0') },
  },
  { closed: true },
)
