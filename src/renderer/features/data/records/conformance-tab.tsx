import { useQuery } from '../../../api/query.ts'
import { showExchange } from '../../../router.ts'
import { recordsText as t } from '../../../text/account-records.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { loadingText } from '../../../ui/format.ts'
import { NumberCell, Table } from '../../../ui/table.tsx'
import page from '../page.module.css'
import styles from './records-table.module.css'

const c = t.conformance.columns
const columns = [c.resource, c.path, c.message, c.clause, { title: c.count, number: true }, t.conformance.exchange]

/** What a bank answered otherwise than the standard has it; of one account, or of all. */
export const ConformanceTab = ({ consentId, accountId }: { consentId: string; accountId: string | null }) => {
  const { value, error } = useQuery('conformance.list', { accountAccessConsentId: consentId })
  const items = value?.items.filter((item) => accountId === null || item.accountId === accountId) ?? []
  return (
    <div className={page.tab}>
      {error && <ErrorNotice error={error} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {value && <p className="muted">{items.length === 0 ? t.conformance.none : t.conformance.what}</p>}
      {items.length > 0 && (
        <Table title={t.tabs.conformance} columns={columns}>
          {items.map(({ resource, accountId: account, path, message, clause, count, known, requestLogId }) => (
            <tr key={`${resource} ${account} ${path} ${message}`}>
              <td>{t.resources[resource]}</td>
              <td className={styles.warnings}>
                <code>{path}</code>
              </td>
              <td>
                {message} {known && <span className="muted">{t.known}</span>}
              </td>
              <td>{clause}</td>
              <NumberCell>{count}</NumberCell>
              <td>
                {requestLogId && (
                  <Button kind="quiet" onPress={() => showExchange(requestLogId)}>
                    {t.conformance.exchange}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </div>
  )
}
