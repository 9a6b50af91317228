import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { entityText } from '../../text/entities/index.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { shortened } from '../../ui/format.ts'
import { Status, type Tone } from '../../ui/status.tsx'
import { Table } from '../../ui/table.tsx'
import { claimMeanings } from '../request-log/claim-meanings.ts'
import { type Difference, metadataRows } from './metadata-differences.ts'
import styles from './registration-metadata.module.css'

const t = entityText.bank

const tones: Record<Difference, Tone> = {
  same: 'good',
  changed: 'attention',
  onlyAsked: 'attention',
  onlyAccepted: 'information',
  envelope: 'neutral',
}

/** What the client asked for and what the bank made of it, with every difference marked. */
export const RegistrationMetadata = ({ requested, accepted }: BankRegistration) => {
  if (!requested) return <p className="muted">{t.nothingAsked}</p>
  const rows = metadataRows(requested, accepted ?? {})
  const count = (wanted: Difference) => rows.filter(({ difference }) => difference === wanted).length
  const [changed, missing] = [count('changed'), count('onlyAsked')]
  return (
    <>
      <p>
        <Status tone={changed + missing === 0 ? 'good' : 'attention'}>{t.counts(changed, missing)}</Status>
      </p>
      <div className={styles.table}>
        <Table title={t.metadata} columns={[t.field, t.asked, t.accepted]}>
          {rows.map(({ field, asked, accepted, difference }) => (
            <tr key={field}>
              <th scope="row" className={styles.field}>
                <span className="mono" title={claimMeanings[field]}>
                  {field}
                </span>
                <span className="caption">
                  <Status tone={tones[difference]}>{t.differences[difference]}</Status>
                </span>
              </th>
              {difference === 'same' ? (
                <td colSpan={2}>
                  <Value field={field} value={asked} />
                </td>
              ) : (
                <>
                  <td>
                    <Value field={field} value={asked} />
                  </td>
                  <td>
                    <Value field={field} value={accepted} />
                  </td>
                </>
              )}
            </tr>
          ))}
        </Table>
      </div>
    </>
  )
}

const Value = ({ field, value }: { field: string; value: string | null }) =>
  value === null ? (
    <span className="muted">–</span>
  ) : (
    <div className={styles.value}>
      <span className="mono">{shortened(value, 300)}</span>
      <CopyButton value={value} label={field} />
    </div>
  )
