// Statements, and what is found below one.
import type { StatementRecord } from '../data/statements.ts'
import { statementsOf } from '../data/statements.ts'
import type { Answer, DataCall } from './calls.ts'
import { paged, written } from './lists.ts'
import { consentPeriod, readPeriod } from './periods.ts'
import { problem, Rejection } from './problems.ts'
import { statementShape } from './shapes/statement.ts'
import { statementFile } from './statement-file.ts'
import { listTransactionsOf } from './transactions.ts'

/** Newest first: those that lie in the consent's period from end to end (OB AIS profile, Statements). */
const visibleStatements = ({ accounts, consent }: DataCall): StatementRecord[] => {
  const period = consentPeriod(consent)
  return accounts
    .flatMap(({ accountId }) => statementsOf(accountId))
    .filter(({ from, to }) => from >= period.from && to <= period.to)
    .sort((one, other) => other.from - one.from)
}

/** The filters are about StartDateTime. */
export const listStatements = (call: DataCall): Answer => {
  const { texts, holds } = readPeriod(call.query, 'Statement')
  return pageOf(
    call,
    visibleStatements(call).filter(({ from }) => holds(from)),
    texts,
  )
}

export const readStatement = (call: DataCall): Answer => pageOf(call, [statementOf(call)], {})

export const readStatementFile = (call: DataCall): Answer => {
  const statement = statementOf(call)
  const name = `statement-${statement.statementId}.pdf`
  return {
    status: 200,
    body: statementFile(statement),
    type: 'application/pdf',
    headers: { 'content-disposition': `attachment; filename="${name}"` },
  }
}

export const listStatementTransactions = (call: DataCall): Answer => listTransactionsOf(call, statementOf(call).transactions)

/** The statement of the path; throws a 400 Rejection for one that the account has not. */
const statementOf = (call: DataCall): StatementRecord => {
  const found = visibleStatements(call).find(({ statementId }) => statementId === call.statementId)
  if (found === undefined) {
    throw new Rejection(400, [problem('Resource.NotFound', `Statement ${call.statementId} is not known`, 'StatementId')])
  }
  return found
}

const pageOf = (call: DataCall, records: readonly StatementRecord[], filters: Record<string, string>) =>
  paged(call, {
    name: 'Statement',
    records,
    write: (record) => Buffer.from(JSON.stringify(written(call, 'Statement', statementShape, record))),
    filters,
  })
