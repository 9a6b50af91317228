import type { AccountRecord } from '../../../../shared/model/account-data.ts'
import { recordsText as t } from '../../../text/account-records.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Fact, Facts, IdFact } from '../../../ui/facts.tsx'
import { exactTime, relativeTime } from '../../../ui/format.ts'
import { JsonText } from '../../../ui/json-text.tsx'
import { recordName } from './record-columns.ts'
import styles from './records-table.module.css'
import { StatementActions } from './statement-actions.tsx'

/** What is not in the row, what is not as the standard has it, and the bank's own words. */
export const RecordDetail = ({ record }: { record: AccountRecord }) => {
  const { identification, recordId, fetched, apiVersion, warnings, original } = record
  const label = t.original(recordName(record))
  const text = JSON.stringify(original, null, 2)
  return (
    <div className={styles.detail}>
      <Facts>
        {identification && (
          <Fact label={t.fields.identification} copy={identification} mono>
            {identification}
          </Fact>
        )}
        {recordId && <IdFact label={t.fields.recordId} value={recordId} full />}
        <Fact label={t.fields.fetched} copy={fetched}>
          <time dateTime={fetched}>
            {exactTime(fetched)} <span className="muted">{relativeTime(fetched)}</span>
          </time>
        </Fact>
        <Fact label={t.fields.version}>{apiVersion}</Fact>
      </Facts>
      {record.resource === 'statements' && <StatementActions record={record} />}
      {warnings.length > 0 && (
        <section>
          <h3>{t.warnings}</h3>
          <ul className={styles.warnings}>
            {warnings.map(({ path, message, clause, known }) => (
              <li key={`${path} ${message}`}>
                <code>{path}</code>: {message} <span className="muted">{known ? `${clause} · ${t.known}` : clause}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <div>
        <CopyButton value={text} label={label} />
        <JsonText label={label}>{text}</JsonText>
      </div>
    </div>
  )
}
