import { ChevronUp } from 'lucide-react'
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react'
import { Address, Outcome } from '../features/request-log/exchange-facts.tsx'
import { preciseTime } from '../features/request-log/exchange-words.ts'
import { useLatestExchange } from '../features/request-log/latest.ts'
import { setPreferences, usePreferences } from '../preferences.ts'
import { showExchange, useLocation } from '../router.ts'
import { text } from '../text/en.ts'
import { loadingText, milliseconds } from '../ui/format.ts'
import { Splitter } from '../ui/splitter.tsx'
import styles from './log-drawer.module.css'
import { keysOf } from './shortcut-list.ts'
import { useShortcut } from './shortcuts.ts'

const LogPanel = lazy(async () => ({ default: (await import('../features/request-log/log-panel.tsx')).LogPanel }))

const least = 140
/** The screen above keeps at least this much. */
const keptAbove = 200

export const LogDrawer = () => {
  const { drawerOpen, drawerHeight } = usePreferences()
  const { exchange } = useLocation()
  const [finding, setFinding] = useState(0)
  const latest = useLatestExchange()
  const find = useCallback(() => {
    setPreferences({ drawerOpen: true })
    setFinding((count) => count + 1)
  }, [])
  useShortcut('findInLog', find)
  useDeepLink(drawerOpen, exchange)

  if (!drawerOpen) return <Bar latest={latest} />
  return (
    <section className={styles.drawer} aria-label={text.log.title}>
      <Splitter
        label={text.log.resize}
        orientation="horizontal"
        size={drawerHeight}
        minimum={least}
        maximum={Math.max(least, window.innerHeight - keptAbove)}
        direction={-1}
        onSize={(height) => setPreferences({ drawerHeight: height })}
      />
      <div className={styles.panel} style={{ height: drawerHeight }}>
        <Suspense fallback={<p className={styles.loading}>{loadingText}</p>}>
          <LogPanel finding={finding} onClose={() => setPreferences({ drawerOpen: false })} />
        </Suspense>
      </div>
    </section>
  )
}

/** An exchange in the location opens the drawer; closing the drawer takes it out of the location, so that it can be asked for again. */
const useDeepLink = (open: boolean, exchange: string | null) => {
  const wasOpen = useRef(open)
  useEffect(() => {
    if (exchange) setPreferences({ drawerOpen: true })
  }, [exchange])
  useEffect(() => {
    if (wasOpen.current && !open && exchange) showExchange(null)
    wasOpen.current = open
  }, [open, exchange])
}

const Bar = ({ latest }: { latest: ReturnType<typeof useLatestExchange> }) => (
  <section className={styles.bar} aria-label={text.log.title}>
    <button
      type="button"
      aria-expanded={false}
      title={text.log.open}
      className={styles.open}
      onClick={() => setPreferences({ drawerOpen: true })}
    >
      <ChevronUp size={14} aria-hidden="true" />
      <span className={styles.title}>{text.log.short}</span>
      {latest ? (
        <>
          <span className="muted">{preciseTime(latest.started)}</span>
          <span>{latest.step}</span>
          <span className="mono">{latest.method}</span>
          <Address url={latest.url} />
          <Outcome entry={latest} />
          <span className={styles.duration}>{milliseconds(latest.durationMs)}</span>
        </>
      ) : (
        <span className="muted">{text.log.none}</span>
      )}
      <kbd className={styles.keys}>{keysOf('log')}</kbd>
    </button>
  </section>
)
