import { isPage, isRedirect } from '../../../shared/browser-exchanges.ts'
import { useQuery } from '../../api/query.ts'
import { showExchange } from '../../router.ts'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText } from '../../ui/format.ts'
import styles from './exchange-detail.module.css'
import { shownMessage } from './exchange-text.ts'

const t = text.home.exchanges

/** One exchange in short; the log shows everything that is known of it. */
export const ExchangeDetail = ({ id, onCopyCurl }: { id: string; onCopyCurl: (() => void) | null }) => {
  const { value, error } = useQuery('requestLog.get', { id })
  if (error) return <ErrorNotice error={error} />
  if (!value) return <p className="muted">{loadingText}</p>
  const { method, url, request, response, status, tls, errorMessage } = value
  // A redirect reached us through the customer's browser: it has no certificate, and no answer that is known here.
  const caught = isRedirect(value)
  return (
    <div className={styles.detail}>
      {errorMessage && <p className={styles.wide}>{errorMessage}</p>}
      {!caught && !isPage(value) && (
        <p className={styles.wide}>
          {t.certificate}: {tls?.clientCertificateOffered?.subject ?? t.noCertificate}
        </p>
      )}
      <Message heading={t.request} first={`${method} ${url}`} {...request} wide={caught} />
      {response && <Message heading={t.response} first={`${status} ${response.statusText}`} {...response} />}
      {!response && !caught && <p className="muted">{t.noResponse}</p>}
      <div className={styles.actions}>
        {onCopyCurl && <Button onPress={onCopyCurl}>{text.actions.copyCurl}</Button>}
        <Button onPress={() => showExchange(id)}>{text.home.actions.showLog}</Button>
      </div>
    </div>
  )
}

interface MessageProps {
  heading: string
  first: string
  headers: [string, string][]
  body: string | null
  /** Has nothing beside it. */
  wide?: boolean
}

const Message = ({ heading, first, headers, body, wide = false }: MessageProps) => (
  <section className={classes(wide && styles.wide)}>
    <h4>{heading}</h4>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to be reached by keyboard for that */}
    <pre tabIndex={0}>
      <strong>{first}</strong>
      {shownMessage(headers, body)}
    </pre>
  </section>
)
