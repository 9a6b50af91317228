import { setImmediate } from 'node:timers/promises'
import { AppError } from '../../../shared/errors.ts'
import type { ExportTransactionsInput } from '../../../shared/model/account-data.ts'
import type { CallContext } from '../context.ts'
import { transactionFileFormats } from './transaction-file.ts'
import type { TransactionRepository } from './transaction-repository.ts'

const rowsAtATime = 1000
/** With their originals about 100 MB of text, a fifth of what one string can hold. */
const mostExported = 100_000

/** Everything that passes the filter, in its order. INVALID_INPUT where that is too much; CANCELLED. */
export async function exportTransactions(
  transactions: TransactionRepository,
  { format, ...listing }: ExportTransactionsInput,
  { signal }: CallContext,
): Promise<{ text: string; count: number }> {
  const { begin, row, between, end } = transactionFileFormats[format]
  const lines: string[] = []
  let total = 0
  do {
    const page = transactions.list({ ...listing, offset: lines.length, limit: rowsAtATime })
    if (page.total > mostExported) throw tooMany(page.total)
    // Rows that were fetched in between may have moved the pages.
    total = page.items.length === 0 ? lines.length : page.total
    lines.push(...page.items.map(row))
    // Other calls are answered in between.
    await setImmediate()
    if (signal?.aborted) throw new AppError('CANCELLED', 'The export was cancelled')
  } while (lines.length < total)
  return { text: begin + lines.join(between) + end(lines.length), count: lines.length }
}

const tooMany = (total: number): AppError =>
  new AppError('INVALID_INPUT', `Export would hold ${total} transactions; ${mostExported} are the most`, {
    remedy: 'Narrow the filter, such as to one account or fewer months.',
  })
