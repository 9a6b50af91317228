import { ChevronRight, PanelBottomOpen, SquareTerminal } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { isPage, isRedirect } from '../../../shared/browser-exchanges.ts'
import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import { get } from '../../api/client.ts'
import { showExchange } from '../../router.ts'
import { text } from '../../text/en.ts'
import { hostAndPath, pathParts } from '../../ui/address-parts.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { loadingText, milliseconds } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import styles from './exchanges.module.css'
import { hasFailed } from './view.ts'

const ExchangeDetail = lazy(async () => ({ default: (await import('./exchange-detail.tsx')).ExchangeDetail }))

const t = text.home.exchanges
/** So few leave room for what came out; one or two more are not worth a button. */
const few = 6
const atOnce = 100

/** What a step sent and what came back, oldest first; what the customer's browser did, apart from it. */
export const Exchanges = ({ entries, running }: { entries: readonly RequestLogEntry[]; running: boolean }) => {
  const pages = entries.filter(isPage)
  const own = entries.filter((entry) => !isPage(entry))
  return (
    <section className={styles.exchanges}>
      <h3>
        {t.heading} {own.length > 0 && <span className="muted">{own.length}</span>}
      </h3>
      {entries.length === 0 && <p className="muted">{running ? t.notYet : t.none}</p>}
      {own.length > 0 && <List entries={own} />}
      {pages.length > 0 && <Pages entries={pages} />}
    </section>
  )
}

const List = ({ entries }: { entries: readonly RequestLogEntry[] }) => {
  const [more, setMore] = useState(0)
  const shown = entries.length <= few + 2 ? entries.length : few + more
  const left = entries.length - shown
  return (
    <>
      <ul className={styles.list}>
        {entries.slice(0, shown).map((entry) => (
          <Exchange key={entry.id} entry={entry} />
        ))}
      </ul>
      {left > 0 && (
        <div>
          <Button onPress={() => setMore(more + atOnce)}>{text.home.actions.more(Math.min(left, atOnce))}</Button>
        </div>
      )}
    </>
  )
}

/** Folded away, unless something went wrong there. */
const Pages = ({ entries }: { entries: readonly RequestLogEntry[] }) => {
  const [opened, setOpened] = useState<boolean | null>(null)
  const open = opened ?? entries.some(hasFailed)
  return (
    <details open={open} onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className={styles.summary}>
        {t.pages} <span className="muted">{entries.length}</span>
      </summary>
      <p className="muted">{t.pagesNote}</p>
      <List entries={entries} />
    </details>
  )
}

const Answer = ({ entry }: { entry: RequestLogEntry }) => {
  const { status, errorCode } = entry
  if (isRedirect(entry) && errorCode === null) return <span className="muted">{t.redirect}</span>
  if (status !== null && !hasFailed(entry)) return status
  return <Status tone="failed">{status ?? errorCode ?? t.noStatus}</Status>
}

/** Its last part stays in view where the rest has no room. */
const Path = ({ url }: { url: string }) => {
  const { head, tail } = pathParts(hostAndPath(url).path)
  return (
    <span className={styles.path}>
      <span>{head}</span>
      <span>{tail}</span>
    </span>
  )
}

const copyAsCurl = async (id: string): Promise<void> => {
  const [{ curlOf }, detail] = await Promise.all([import('../request-log/curl.ts'), get('requestLog.get', { id })])
  const command = curlOf(detail)
  if (command !== null) await navigator.clipboard.writeText(command)
}

const Exchange = ({ entry }: { entry: RequestLogEntry }) => {
  const { id, method, url, durationMs } = entry
  const [open, setOpen] = useState(false)
  const sent = !isRedirect(entry)
  const copy = () =>
    copyAsCurl(id).then(
      () => announce(t.curlCopied),
      () => announce(t.curlFailed),
    )
  return (
    <li>
      <div className={styles.row}>
        <button type="button" className={styles.line} aria-expanded={open} title={url} onClick={() => setOpen(!open)}>
          <ChevronRight size={14} aria-hidden="true" className={classes(styles.chevron, open && styles.open)} />
          <span className={styles.method}>{method}</span>
          <Path url={url} />
          <span className={styles.status}>
            <Answer entry={entry} />
          </span>
          <span className={styles.time}>{milliseconds(durationMs)}</span>
        </button>
        {sent && (
          <IconButton label={text.actions.copyCurl} onPress={copy}>
            <SquareTerminal size={14} />
          </IconButton>
        )}
        <IconButton label={text.home.actions.showLog} onPress={() => showExchange(id)}>
          <PanelBottomOpen size={14} />
        </IconButton>
      </div>
      {open && (
        <Suspense fallback={<p className="muted">{loadingText}</p>}>
          <ExchangeDetail id={id} onCopyCurl={sent ? copy : null} />
        </Suspense>
      )}
    </li>
  )
}
