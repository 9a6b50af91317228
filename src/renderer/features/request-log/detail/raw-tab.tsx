import { isRedirect } from '../../../../shared/browser-exchanges.ts'
import type { RequestLogDetail } from '../../../../shared/model/request-log.ts'
import { log } from '../../../text/log.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { requestText, responseText } from '../http-text.ts'
import styles from './detail.module.css'
import { Section } from './message-tab.tsx'

export const RawTab = ({ detail }: { detail: RequestLogDetail }) => {
  if (isRedirect(detail)) return <p className={styles.note}>{log.redirectMessage}</p>
  return (
    <>
      <p className={styles.note}>{detail.rawAvailable ? log.raw.kept : log.raw.removed}</p>
      <Message title={log.raw.request} message={requestText(detail)} />
      <Message title={log.raw.response} message={responseText(detail)} />
    </>
  )
}

const Message = ({ title, message }: { title: string; message: string | null }) => (
  <Section title={title} action={message && <CopyButton value={message} label={title} />}>
    {message === null ? <p className="muted">{log.noAnswer}</p> : <pre className={styles.plain}>{message}</pre>}
  </Section>
)
