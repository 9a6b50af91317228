import { type ReactNode, useId, useState } from 'react'
import type { Output } from '../../../../shared/api.ts'
import type { AccountRecord } from '../../../../shared/model/account-data.ts'
import { call, host } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { recordsText } from '../../../text/account-records.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { exactDay } from '../../../ui/format.ts'
import { type Task, useTask } from '../../../ui/use-task.ts'
import page from '../page.module.css'
import { recordName } from './record-columns.ts'
import { StatementTransactions, type StatementTransactionsProps } from './statement-transactions.tsx'

const t = recordsText.statement

interface Statement {
  accountAccessConsentId: string
  accountId: string
  statementId: string
}

/** The file of a statement, and the transactions that it lists. */
export const StatementActions = ({ record }: { record: AccountRecord }) => {
  const { accountAccessConsentId, accountId, recordId: statementId } = record
  if (accountId === null || statementId === null) return null
  const statement = { accountAccessConsentId, accountId, statementId }
  return (
    <>
      <StatementFile statement={statement} />
      <TransactionsOfStatement statement={statement} name={recordName(record)} />
    </>
  )
}

const StatementFile = ({ statement }: { statement: Statement }) => {
  const task = useTask()
  const save = async ({ fileName, content }: Output<'statement.file'>) => {
    const saved = await task.run(() => host().saveText(fileName, content, 'base64'))
    if (saved?.saved) announce(t.saved)
  }
  const fetch = async () => {
    const file = await task.run(() => call('statement.file', { ...statement, source: 'bank' }))
    if (file) await save(file)
  }
  return (
    <Asked
      {...{ statement, task }}
      part="file"
      label={t.file}
      running={t.saving}
      onPress={fetch}
      kept={<KeptFile statement={statement} onSave={save} />}
    />
  )
}

const TransactionsOfStatement = ({ statement, name }: { statement: Statement; name: string }) => {
  const task = useTask()
  const [shown, setShown] = useState<StatementTransactionsProps>()
  const fetch = async () => {
    const found = await task.run(() => call('statement.transactions', { ...statement, source: 'bank' }))
    if (found) setShown({ title: t.list(name), items: found.items })
  }
  const showKept = ({ items, fetched }: Output<'statement.transactions'>) =>
    setShown({ title: t.list(name), kept: t.keptNote(dayOf(fetched)), items })
  return (
    <>
      <Asked
        {...{ statement, task }}
        part="transactions"
        label={t.transactions}
        running={t.reading}
        onPress={fetch}
        kept={<KeptTransactions statement={statement} onShow={showKept} />}
      />
      {shown && <StatementTransactions {...shown} />}
    </>
  )
}

interface AskedProps {
  statement: Statement
  /** What its path ends with. */
  part: 'file' | 'transactions'
  label: string
  running: string
  task: Task
  onPress: () => Promise<void>
  /** The way to the local copy, for when the bank will not answer or did not. */
  kept: ReactNode
}

/** Asks the bank; where it is known to refuse, says why instead. */
const Asked = ({ statement, part, label, running, task, onPress, kept }: AskedProps) => {
  const calls = useQuery('accountAccessConsent.allowedCalls', { id: statement.accountAccessConsentId })
  const reasonId = useId()
  const reason = calls.value?.items.find(({ path }) => path === `/accounts/{AccountId}/statements/{StatementId}/${part}`)?.reason
  return (
    <>
      <div className={page.actions}>
        <Button
          isDisabled={task.running || calls.loading || Boolean(reason)}
          aria-describedby={reason ? reasonId : undefined}
          onPress={() => void onPress()}
        >
          {label}
        </Button>
        {reason && (
          <span id={reasonId} className="muted">
            {reason}
          </span>
        )}
        {reason && kept}
        {task.running && <output className="muted">{running}</output>}
      </div>
      {task.error && <ErrorNotice error={task.error} actions={reason ? undefined : kept} />}
    </>
  )
}

const dayOf = (fetched: string | null): string | null => fetched && exactDay(fetched)

const KeptFile = ({ statement, onSave }: { statement: Statement; onSave: (file: Output<'statement.file'>) => Promise<void> }) => {
  const { value } = useQuery('statement.file', statement)
  return value ? <Button onPress={() => void onSave(value)}>{t.saveKept(exactDay(value.fetched))}</Button> : null
}

const KeptTransactions = ({ statement, onShow }: { statement: Statement; onShow: (found: Output<'statement.transactions'>) => void }) => {
  const { value } = useQuery('statement.transactions', statement)
  return value && value.items.length > 0 ? <Button onPress={() => onShow(value)}>{t.showKept(dayOf(value.fetched))}</Button> : null
}
