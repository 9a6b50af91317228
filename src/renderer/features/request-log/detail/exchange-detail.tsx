import { X } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react'
import { isRedirect } from '../../../../shared/browser-exchanges.ts'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { RequestLogDetail } from '../../../../shared/model/request-log.ts'
import { call } from '../../../api/client.ts'
import { text } from '../../../text/en.ts'
import { log } from '../../../text/log.ts'
import { IconButton } from '../../../ui/button.tsx'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { bytes, loadingText, milliseconds } from '../../../ui/format.ts'
import { Tabs } from '../../../ui/tabs.tsx'
import { Outcome } from '../exchange-facts.tsx'
import { preciseTime } from '../exchange-words.ts'
import { judgedJwt } from '../judged-claims.ts'
import { CopyCurl } from './copy-curl.tsx'
import styles from './detail.module.css'
import { JwtsTab } from './jwts-tab.tsx'
import { RequestTab, ResponseTab } from './message-tab.tsx'
import { RawTab } from './raw-tab.tsx'
import { TimingTab } from './timing-tab.tsx'
import { CertificateBadge, TlsTab } from './tls-tab.tsx'

interface Read {
  id: string
  detail?: RequestLogDetail
  error?: AppErrorData
}

/** One exchange is held at a time; bodies are long. */
const useExchange = (id: string): Omit<Read, 'id'> => {
  const [read, setRead] = useState<Read>({ id })
  useEffect(() => {
    let left = false
    void call('requestLog.get', { id }).then((reply) => {
      if (!left) setRead(reply.ok ? { id, detail: reply.value } : { id, error: reply.error })
    })
    return () => {
      left = true
    }
  }, [id])
  return read.id === id ? read : {}
}

const paneId = 'request-log-exchange'
let focused: string | null = null

/** Gives an exchange the focus, now if it is on show, otherwise once it is. */
export const focusExchange = (id: string): void => {
  focused = id
  const pane = document.getElementById(paneId)
  if (pane?.dataset.exchange === id) pane.focus()
}

export const ExchangeDetail = ({ id, onClose }: { id: string; onClose: () => void }) => {
  const { detail, error } = useExchange(id)
  useEffect(() => {
    if (focused === id) document.getElementById(paneId)?.focus()
    focused = null
  }, [id])
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    event.preventDefault()
    onClose()
  }
  return (
    <section
      id={paneId}
      data-exchange={id}
      tabIndex={-1}
      className={styles.detail}
      aria-label={log.detail}
      aria-busy={!detail && !error}
      onKeyDown={onKeyDown}
    >
      <header className={styles.header}>
        {detail ? <Heading detail={detail} /> : <span className={styles.facts} />}
        {detail && <CopyCurl detail={detail} />}
        {detail && <CopyButton value={detail.url} label={log.address} />}
        <IconButton label={log.closeDetail} onPress={onClose}>
          <X size={16} />
        </IconButton>
      </header>
      {error && (
        <div className={styles.section}>
          <ErrorNotice error={error} />
        </div>
      )}
      {!detail && !error && <p className={styles.loading}>{loadingText}</p>}
      {detail && <DetailTabs detail={detail} />}
    </section>
  )
}

const Heading = ({ detail }: { detail: RequestLogDetail }) => (
  <div className={styles.facts}>
    <p className={styles.address} title={detail.url}>
      <span className="mono">{detail.method}</span> {detail.url}
    </p>
    <p className={styles.line}>
      <Outcome entry={detail} />
      <span>{detail.step}</span>
      <span>{preciseTime(detail.started)}</span>
      {!isRedirect(detail) && <span>{milliseconds(detail.durationMs)}</span>}
      {detail.responseSize !== null && <span>{bytes(detail.responseSize)}</span>}
      <CertificateBadge tls={detail.tls} />
    </p>
    {detail.errorMessage && (
      <p className={styles.failure}>
        {detail.errorCode}: {detail.errorMessage}
      </p>
    )}
  </div>
)

/** The tab stays the same from one exchange to the next. */
let lastTab = 'request'

const DetailTabs = ({ detail }: { detail: RequestLogDetail }) => {
  const [tab, setTab] = useState(lastTab)
  const failed = detail.jwts.reduce((sum, jwt) => sum + judgedJwt(jwt).failed.length, 0)
  const items: { id: string; label: ReactNode; content: ReactNode }[] = [
    { id: 'request', label: log.tabs.request, content: <RequestTab detail={detail} /> },
    { id: 'response', label: log.tabs.response, content: <ResponseTab detail={detail} /> },
    { id: 'tls', label: log.tabs.tls, content: <TlsTab detail={detail} /> },
    { id: 'jwts', label: <JwtLabel count={detail.jwts.length} failed={failed} />, content: <JwtsTab jwts={detail.jwts} /> },
    { id: 'timing', label: log.tabs.timing, content: <TimingTab detail={detail} /> },
    { id: 'raw', label: log.tabs.raw, content: <RawTab detail={detail} /> },
  ]
  return (
    <Tabs
      label={text.log.title}
      items={items}
      selected={tab}
      onSelect={(id) => {
        lastTab = id
        setTab(id)
      }}
    />
  )
}

const JwtLabel = ({ count, failed }: { count: number; failed: number }) => (
  <span>
    {log.tabs.jwts}
    {count > 0 && <span className="muted"> {count}</span>}
    {failed > 0 && <span className={styles.failure}> {log.jwts.failing}</span>}
  </span>
)
