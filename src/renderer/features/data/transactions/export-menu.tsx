import { Download } from 'lucide-react'
import { useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import { dataText as t } from '../../../text/data.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { plural } from '../../../ui/format.ts'
import { Menu } from '../../../ui/menu.tsx'
import { exportTransactions } from './export-transactions.ts'
import { useTransactions, useTransactionsState } from './use-transactions.ts'

/** What is shown, filtered and sorted, as a file. */
export const ExportMenu = ({ name, onFailure }: { name: string; onFailure: (error: AppErrorData | undefined) => void }) => {
  const { input } = useTransactions()
  const { view } = useTransactionsState()
  const [busy, setBusy] = useState(false)
  const save = async (format: 'csv' | 'json') => {
    setBusy(true)
    onFailure(undefined)
    const outcome = await exportTransactions({ ...input(), format }, name, new Date().toISOString().slice(0, 10))
    setBusy(false)
    if (!outcome.ok) onFailure(outcome.error)
    else if (outcome.value > 0) announce(t.export.exported(plural(outcome.value, 'transaction')))
  }
  return (
    <Menu
      label={t.export.label}
      trigger={
        <Button isDisabled={busy || !view?.total}>
          <Download size={14} aria-hidden="true" /> {t.export.label}
        </Button>
      }
      items={[
        { id: 'csv', label: t.export.csv, description: t.export.csvWhat },
        { id: 'json', label: t.export.json, description: t.export.jsonWhat },
      ]}
      onAction={(id) => void save(id === 'json' ? 'json' : 'csv')}
    />
  )
}
