import type { Input } from '../../../../shared/api.ts'
import type { Reply } from '../../../../shared/errors.ts'
import { call, host } from '../../../api/client.ts'
import { dataText as t } from '../../../text/data.ts'

/** SECURITY: a bank's account id goes into a file name; what is no plain character leads nowhere. */
const plainName = (name: string): string =>
  name
    .replaceAll(/[^\w-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 60) || 'all'

/** Saves what the filter leaves, and gives how many that were; 0 when the person saved nothing. */
export const exportTransactions = async (input: Input<'transaction.export'>, name: string, day: string): Promise<Reply<number>> => {
  const exported = await call('transaction.export', input)
  if (!exported.ok) return exported
  const saved = await host().saveText(t.export.fileName(plainName(name), day, input.format), exported.value.text)
  return saved.ok ? { ok: true, value: saved.value.saved ? exported.value.count : 0 } : saved
}
