import type { AccountAccessConsent } from '../../../../shared/model/account-access-consent.ts'
import { useQuery } from '../../../api/query.ts'
import { Section } from '../../../frame/detail.tsx'
import { entityText } from '../../../text/entities/index.ts'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { loadingText } from '../../../ui/format.ts'
import { Mark } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import styles from './allowed-calls.module.css'
import { DataCalls } from './permission-picker.tsx'

const t = entityText.consentForm

/** What the consent lets us read of this bank, and why not the rest, before anything is asked. */
export const AllowedCalls = ({ consent: { id, permissions } }: { consent: AccountAccessConsent }) => {
  const { value, error, loading } = useQuery('accountAccessConsent.allowedCalls', { id })
  const calls = value?.items ?? []
  const allowed = calls.filter((one) => one.allowed)
  // Nothing at all, for one reason: said once, with what the permissions will come to.
  const reasons = new Set(calls.map(({ reason }) => reason))
  const [everywhere] = reasons.size === 1 ? [...reasons] : [null]
  return (
    <Section
      title={
        <>
          {t.dataCalls} {value && <span className="caption">{t.callCount(allowed.length, calls.length)}</span>}
        </>
      }
    >
      {error && <ErrorNotice error={error} />}
      {loading && !value && <p className="muted">{loadingText}</p>}
      {everywhere && (
        <>
          <p>{t.nothingYet(everywhere)}</p>
          <DataCalls chosen={permissions} />
        </>
      )}
      {value && !everywhere && (
        <div className={styles.calls}>
          <Table title={t.dataCalls} columns={[t.call, t.answerExpected]}>
            {[...allowed, ...calls.filter((one) => !one.allowed)].map(({ path, allowed: may, reason }) => (
              <tr key={path}>
                <td className="mono">GET {path}</td>
                <td>
                  <span className={styles.answer}>
                    <Mark tone={may ? 'good' : 'neutral'} />
                    <span className={may ? undefined : 'muted'}>{may ? t.callAllowed : t.callRefused(reason ?? '')}</span>
                  </span>
                </td>
              </tr>
            ))}
          </Table>
        </div>
      )}
    </Section>
  )
}
