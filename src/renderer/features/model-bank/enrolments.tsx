import { useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { ModelBankStatus } from '../../../shared/model/model-bank.ts'
import { call } from '../../api/client.ts'
import { modelBankText as t } from '../../text/model-bank.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { exactTime, relativeTime } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { Table } from '../../ui/table.tsx'
import styles from './model-bank.module.css'

type Enrolment = ModelBankStatus['enrolments'][number]

const tones = { pending: 'information', approved: 'good', refused: 'failed' } as const

/** Waiting ones first, then the newest. */
const inOrder = (enrolments: readonly Enrolment[]): Enrolment[] =>
  enrolments.toSorted((a, b) => Number(b.state === 'pending') - Number(a.state === 'pending') || b.requested.localeCompare(a.requested))

export const Enrolments = ({ enrolments }: Pick<ModelBankStatus, 'enrolments'>) => {
  const [error, setError] = useState<AppErrorData | null>(null)
  const [deciding, setDeciding] = useState<string | null>(null)

  const decide = async (method: 'modelBank.approveEnrolment' | 'modelBank.refuseEnrolment', { id, organisation }: Enrolment) => {
    setDeciding(id)
    const reply = await call(method, { id })
    setDeciding(null)
    setError(reply.ok ? null : reply.error)
    if (reply.ok) announce(method === 'modelBank.approveEnrolment' ? t.approved(organisation) : t.refused(organisation))
  }

  if (enrolments.length === 0) return <p className="muted">{t.noEnrolments}</p>
  return (
    <>
      {error && <ErrorNotice error={error} />}
      <Table title={t.enrolments} columns={[t.organisation, t.fingerprint, t.requested, t.state]}>
        {inOrder(enrolments).map((enrolment) => (
          <tr key={enrolment.id}>
            <td>
              {enrolment.organisation}
              <div className="caption">{enrolment.subject}</div>
            </td>
            <td>
              <div className={styles.copied}>
                <span className="mono">{enrolment.sha256Fingerprint}</span>
                <CopyButton value={enrolment.sha256Fingerprint} label={`${t.fingerprint} ${enrolment.organisation}`} />
              </div>
            </td>
            <td className={styles.short}>
              <time dateTime={enrolment.requested} title={exactTime(enrolment.requested)}>
                {relativeTime(enrolment.requested)}
              </time>
            </td>
            <td className={styles.short}>
              {enrolment.state === 'pending' ? (
                <span className={styles.decision}>
                  <Button
                    kind="primary"
                    isDisabled={deciding !== null}
                    aria-label={t.decide(t.approve, enrolment.organisation)}
                    onPress={() => decide('modelBank.approveEnrolment', enrolment)}
                  >
                    {t.approve}
                  </Button>
                  <Button
                    isDisabled={deciding !== null}
                    aria-label={t.decide(t.refuse, enrolment.organisation)}
                    onPress={() => decide('modelBank.refuseEnrolment', enrolment)}
                  >
                    {t.refuse}
                  </Button>
                </span>
              ) : (
                <Status tone={tones[enrolment.state]}>{t.states[enrolment.state]}</Status>
              )}
            </td>
          </tr>
        ))}
      </Table>
    </>
  )
}
