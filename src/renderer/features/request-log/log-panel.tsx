import { useEffect, useMemo, useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import { setPreferences, usePreferences } from '../../preferences.ts'
import { go, showExchange, useLocation } from '../../router.ts'
import { text } from '../../text/en.ts'
import { log } from '../../text/log.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText } from '../../ui/format.ts'
import { Splitter } from '../../ui/splitter.tsx'
import { ExchangeDetail } from './detail/exchange-detail.tsx'
import { isFiltered, noFilters } from './filters.ts'
import { createLayout } from './layout.ts'
import { focusGrid, LogGrid } from './log-grid.tsx'
import styles from './log-panel.module.css'
import { followLog, readLog, setFilters, useLog } from './log-store.ts'
import { Toolbar } from './toolbar.tsx'

/** `finding` counts how often the search field was asked for. */
export const LogPanel = ({ finding, onClose }: { finding: number; onClose: () => void }) => {
  const { view, order, error } = useLog()
  const { exchange } = useLocation()
  const [failure, setFailure] = useState<AppErrorData>()
  const layout = useMemo(() => createLayout(order, view?.summary.runs ?? []), [order, view?.summary])
  useEffect(followLog, [])

  const list = () => {
    if (!view) return error ? null : <p className={styles.loading}>{loadingText}</p>
    if (layout.exchanges > 0) return <LogGrid view={view} layout={layout} selected={exchange} />
    return isFiltered(view.filters) ? <FilteredEmpty /> : <Empty />
  }
  return (
    <div className={styles.panel}>
      <Toolbar layout={layout} finding={finding} onFailure={setFailure} onClose={onClose} />
      {(error ?? failure) && <Failure error={error} failure={failure} onDismiss={() => setFailure(undefined)} />}
      <div className={classes(styles.panes, exchange !== null && styles.chosen)}>
        <div className={styles.list}>{list()}</div>
        {exchange !== null && <DetailPane id={exchange} />}
      </div>
    </div>
  )
}

const DetailPane = ({ id }: { id: string }) => {
  const { exchangeWidth } = usePreferences()
  const close = () => {
    showExchange(null)
    focusGrid()
  }
  return (
    <>
      <Splitter
        label={text.log.resizeDetail}
        orientation="vertical"
        size={exchangeWidth}
        minimum={380}
        maximum={Math.max(380, window.innerWidth - 400)}
        direction={-1}
        onSize={(width) => setPreferences({ exchangeWidth: width })}
      />
      <div className={styles.detail} style={{ '--exchange-width': `${exchangeWidth}px` } as React.CSSProperties}>
        <ExchangeDetail id={id} onClose={close} />
      </div>
    </>
  )
}

const Failure = ({
  error,
  failure,
  onDismiss,
}: {
  error?: AppErrorData | undefined
  failure?: AppErrorData | undefined
  onDismiss: () => void
}) => (
  <div className={styles.failure}>
    {error && <ErrorNotice error={error} actions={<Button onPress={() => void readLog()}>{text.actions.retry}</Button>} />}
    {failure && <ErrorNotice error={failure} actions={<Button onPress={onDismiss}>{text.actions.close}</Button>} />}
  </div>
)

const Empty = () => <EmptyState action={<Button onPress={() => go(['home'])}>{log.emptyAction}</Button>}>{log.empty}</EmptyState>

const FilteredEmpty = () => (
  <EmptyState action={<Button onPress={() => setFilters(noFilters)}>{log.filteredAction}</Button>}>{log.filteredEmpty}</EmptyState>
)
