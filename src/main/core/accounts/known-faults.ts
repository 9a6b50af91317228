// Faults of a bank's data that its profile names: they are reported all the same, as known.

import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ConformanceWarning } from '../../../shared/model/common.ts'

type Fault = NonNullable<BankProfile['accountInformation']>['dataFaults'][number]

const places: Record<Fault, RegExp> = { directDebitDates: /\.PreviousPaymentDateTime$/ }

interface Judged<Row> {
  rows: Row[]
  warnings: ConformanceWarning[]
}

export const markKnown = <Row extends { warnings: ConformanceWarning[] }>(
  { rows, warnings }: Judged<Row>,
  { accountInformation }: Pick<BankProfile, 'accountInformation'>,
): Judged<Row> => {
  const known = (accountInformation?.dataFaults ?? []).map((fault) => places[fault])
  if (known.length === 0) return { rows, warnings }
  const marked = (found: ConformanceWarning[]) =>
    found.map((warning) => (known.some((place) => place.test(warning.path)) ? { ...warning, known: true } : warning))
  return { rows: rows.map((row) => ({ ...row, warnings: marked(row.warnings) })), warnings: marked(warnings) }
}
