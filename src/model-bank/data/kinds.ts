// How each kind of transaction is coded.
import type { TransactionKind } from './records.ts'

export interface KindCodes {
  /** BankTransactionCode: ISO 20022 family and sub-family by name, as the standard's examples write them in both versions. */
  code: string
  subCode: string
  /** ProprietaryBankTransactionCode: the letters on a paper statement. */
  proprietary: string
  /** 4.0 CategoryPurposeCode (ExternalCategoryPurpose1Code); null where none fits. */
  purpose: string | null
  /** Working days between booking and value. */
  valueDays: number
}

const kind = (code: string, subCode: string, proprietary: string, purpose: string | null = null, valueDays = 0): KindCodes => ({
  code,
  subCode,
  proprietary,
  purpose,
  valueDays,
})

export const kinds: Record<TransactionKind, KindCodes> = {
  salary: kind('ReceivedCreditTransfer', 'PayrollSalaryPayment', 'BGC', 'SALA'),
  transferIn: kind('ReceivedCreditTransfer', 'DomesticCreditTransfer', 'FPI'),
  transferOut: kind('IssuedCreditTransfer', 'DomesticCreditTransfer', 'FPO'),
  standingOrder: kind('IssuedCreditTransfer', 'StandingOrder', 'SO'),
  directDebit: kind('ReceivedDirectDebit', 'DirectDebitPayment', 'DD'),
  cardPurchase: kind('CustomerCardTransaction', 'PointOfSaleDebitCard', 'DEB', 'DCRD', 1),
  creditCardPurchase: kind('CustomerCardTransaction', 'PointOfSaleCreditCard', 'CRD', 'CCRD', 1),
  refund: kind('CustomerCardTransaction', 'ReimbursementOrRefund', 'REF', null, 1),
  cash: kind('CustomerCardTransaction', 'CashWithdrawal', 'CPT', 'CASH'),
  interest: kind('MiscellaneousCreditOperation', 'Interest', 'INT', 'INTE'),
  charge: kind('MiscellaneousDebitOperation', 'Charges', 'CHG'),
  payroll: kind('IssuedCreditTransfer', 'PayrollSalaryPayment', 'BP', 'SALA'),
  tax: kind('IssuedCreditTransfer', 'DomesticCreditTransfer', 'BP', 'TAXS'),
  supplier: kind('IssuedCreditTransfer', 'DomesticCreditTransfer', 'BP', 'SUPP'),
  crossBorderOut: kind('IssuedCreditTransfer', 'CrossBorderCreditTransfer', 'INTL', 'SUPP', 2),
  crossBorderIn: kind('ReceivedCreditTransfer', 'CrossBorderCreditTransfer', 'INTL', 'TRAD', 2),
  cardRepayment: kind('ReceivedCreditTransfer', 'DirectDebitPayment', 'PYT', 'CCRD'),
}

/** Kinds whose newest entries are still pending. */
export const cardKinds: ReadonlySet<TransactionKind> = new Set(['cardPurchase', 'creditCardPurchase', 'refund'])
