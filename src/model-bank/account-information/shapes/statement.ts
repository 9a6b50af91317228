// OBStatement2. Both versions write the names of types with their namespace.
import { isoText } from '../../data/calendar.ts'
import type { StatementRecord } from '../../data/statements.ts'
import { amountOf, indicatorOf } from './parts.ts'
import type { Shape } from './shape.ts'

export const statementShape: Shape<StatementRecord> = (record, { detail }) => ({
  AccountId: record.accountId,
  StatementId: record.statementId,
  StatementReference: record.reference,
  Type: record.type,
  StartDateTime: isoText(record.from),
  EndDateTime: isoText(record.to),
  CreationDateTime: isoText(record.made),
  StatementDescription: [`Statement of ${record.reference.slice(4)}`],
  StatementFee: total(record.charges, record.currency, { CreditDebitIndicator: 'Debit', Frequency: 'UK.OBIE.StatementMonthly' }),
  StatementInterest: total(record.interest, record.currency, { CreditDebitIndicator: 'Credit', Frequency: 'UK.OBIE.Monthly' }),
  ...(detail && { StatementAmount: amounts(record) }),
  StatementDateTime: [{ DateTime: isoText(record.made), Type: 'UK.OBIE.StatementAvailable' }],
})

/** The total of a statement's fees or interest; an empty list where there was none. */
const total = (minor: number, currency: string, terms: { CreditDebitIndicator: string; Frequency: string }) =>
  minor === 0 ? [] : [{ ...terms, Type: 'UK.OBIE.Total', Amount: amountOf(minor, currency) }]

/** Elements of ReadStatementsDetail. */
const amounts = ({ opening, closing, credits, debits, limit, currency }: StatementRecord) => {
  const amount = (type: string, minor: number) => ({
    CreditDebitIndicator: indicatorOf(minor),
    Type: `UK.OBIE.${type}`,
    Amount: amountOf(minor, currency),
  })
  return [
    amount('PreviousClosingBalance', opening),
    amount('ClosingBalance', closing),
    amount('TotalCredits', credits),
    amount('TotalDebits', -debits),
    ...(limit === null ? [] : [amount('CreditLimit', limit)]),
  ]
}
