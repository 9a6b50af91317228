// biome-ignore-all lint/a11y/useSemanticElements: a virtual list cannot be a table; the grid has the focus and names its active row
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtual list cannot be a table; the grid has the focus and names its active row

import { memo, type ReactNode } from 'react'
import { isPage, isRedirect } from '../../../shared/browser-exchanges.ts'
import type { RequestLogEntry, RequestLogRun } from '../../../shared/model/request-log.ts'
import { log } from '../../text/log.ts'
import { classes } from '../../ui/classes.ts'
import { bytes, clockTime, exactTime, milliseconds, plural } from '../../ui/format.ts'
import { Status } from '../../ui/status.tsx'
import { type Column, columnClass, columnCount, columnIndex } from './columns.tsx'
import { Address, Outcome } from './exchange-facts.tsx'
import { listTime, shortFingerprint } from './exchange-words.ts'
import styles from './log-grid.module.css'
import { barInRun } from './waterfall.ts'

interface RowProps {
  index: number
  id: string
  /** Pixels from the first row. */
  top: number
  isActive: boolean
}

interface RowFrameProps extends RowProps {
  className?: string | undefined
  isSelected?: boolean
  children: ReactNode
}

const Row = ({ index, id, top, isActive, isSelected = false, className, children }: RowFrameProps) => (
  <div
    role="row"
    id={id}
    data-row={index}
    aria-rowindex={index + 2}
    aria-selected={isSelected}
    className={classes(styles.row, className, isActive && styles.active, isSelected && styles.selected)}
    style={{ transform: `translateY(${top}px)` }}
  >
    {children}
  </div>
)

export const RunRow = memo(({ run, ...row }: RowProps & { run: RequestLogRun }) => (
  <Row {...row} className={styles.run}>
    <div role="gridcell" aria-colindex={1} aria-colspan={columnCount} className={styles.runCell}>
      <strong>{run.runId === null ? log.noRun : `${log.run} ${runTime(run.started)}`}</strong>
      <span>{plural(run.exchanges, 'exchange')}</span>
      {run.runId !== null && <span>{milliseconds(Date.parse(run.ended) - Date.parse(run.started))}</span>}
      {run.errors > 0 && <Status tone="failed">{plural(run.errors, 'error')}</Status>}
    </div>
  </Row>
))
RunRow.displayName = 'RunRow'

const runTime = (iso: string) => (new Date(iso).toDateString() === new Date().toDateString() ? clockTime(iso) : listTime(iso))

const Cell = ({ column, children }: { column: Column; children: ReactNode }) => (
  <div role="gridcell" aria-colindex={columnIndex(column)} className={classes(styles.cell, columnClass(column))}>
    {children}
  </div>
)

export interface ExchangeRowProps extends RowProps {
  /** Undefined until its page is read. */
  entry: RequestLogEntry | undefined
  run: RequestLogRun | null
  bank: string
  isSelected: boolean
}

export const ExchangeRow = memo(({ entry, run, bank, ...row }: ExchangeRowProps) => (
  <Row {...row} className={styles.columns}>
    {entry ? <Cells entry={entry} run={run} bank={bank} /> : <Cell column="time">{log.notRead}</Cell>}
  </Row>
))
ExchangeRow.displayName = 'ExchangeRow'

const Cells = ({ entry, run, bank }: Pick<ExchangeRowProps, 'run' | 'bank'> & { entry: RequestLogEntry }) => (
  <>
    <Cell column="time">
      <span title={exactTime(entry.started)}>{listTime(entry.started)}</span>
    </Cell>
    <Cell column="step">
      <span title={entry.step}>{entry.step}</span>
    </Cell>
    <Cell column="bank">{bank}</Cell>
    <Cell column="method">{entry.method}</Cell>
    <Cell column="address">
      <Address url={entry.url} />
    </Cell>
    <Cell column="status">
      <span title={failureOf(entry)}>
        <Outcome entry={entry} />
      </span>
    </Cell>
    <Cell column="size">{entry.responseSize === null ? '–' : bytes(entry.responseSize)}</Cell>
    <Cell column="certificate">
      <span title={entry.clientCertificate ?? undefined}>{certificateOf(entry)}</span>
    </Cell>
    <Cell column="duration">
      <span className={styles.ms}>{isRedirect(entry) ? '–' : milliseconds(entry.durationMs)}</span>
      {run?.runId && <Bar entry={entry} run={run} />}
    </Cell>
  </>
)

const failureOf = ({ errorCode, errorMessage }: RequestLogEntry) => (errorCode ? `${errorCode}: ${errorMessage ?? ''}` : undefined)

// The customer's browser offers no certificate of ours.
const certificateOf = (entry: RequestLogEntry) => {
  if (entry.clientCertificate) return shortFingerprint(entry.clientCertificate)
  return isRedirect(entry) || isPage(entry) ? '–' : log.noCertificate
}

const Bar = ({ entry, run }: { entry: RequestLogEntry; run: RequestLogRun }) => {
  const { start, width } = barInRun(entry, run)
  return (
    <span className={styles.track}>
      <span
        className={classes(styles.bar, entry.errorCode !== null && styles.failedBar)}
        style={{ left: `min(${start * 100}%, calc(100% - 2px))`, width: `${width * 100}%` }}
      />
    </span>
  )
}
