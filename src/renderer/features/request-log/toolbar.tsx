import { ChevronDown, Ellipsis } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import { useLocation } from '../../router.ts'
import { text } from '../../text/en.ts'
import { log } from '../../text/log.ts'
import { announce } from '../../ui/announcer.tsx'
import { IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { plural } from '../../ui/format.ts'
import { Menu } from '../../ui/menu.tsx'
import { Select } from '../../ui/select.tsx'
import { useBankNames } from './bank-names.ts'
import { ClearDialog } from './clear-dialog.tsx'
import { exportHar } from './export-har.ts'
import { isFiltered, noFilters, thisRun } from './filters.ts'
import type { Layout, Order } from './layout.ts'
import { LimitsDialog } from './limits-dialog.tsx'
import { runOfExchange, setFilters, setOrder, useLog } from './log-store.ts'
import { SearchField } from './search-field.tsx'
import styles from './toolbar.module.css'

export interface ToolbarProps {
  layout: Layout
  finding: number
  onFailure: (error: AppErrorData | undefined) => void
  onClose: () => void
}

export const Toolbar = ({ layout, finding, onFailure, onClose }: ToolbarProps) => (
  <div className={styles.toolbar}>
    <h2 className={styles.title}>{text.log.title}</h2>
    <Chips />
    <Choices />
    <SearchField finding={finding} />
    <OrderChoice />
    <More layout={layout} onFailure={onFailure} />
    <IconButton label={text.log.close} onPress={onClose}>
      <ChevronDown size={16} />
    </IconButton>
  </div>
)

const Chips = () => {
  const { filters, view } = useLog()
  const { exchange } = useLocation()
  const run = thisRun(view?.summary, exchange ? runOfExchange(exchange) : null)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for fields of a form; these filter at once
    <div role="group" aria-label={log.chips.label} className={styles.chips}>
      <Chip pressed={!isFiltered(filters)} onPress={() => setFilters(noFilters)}>
        {log.chips.all}
      </Chip>
      <Chip pressed={filters.errorsOnly} onPress={() => setFilters({ errorsOnly: !filters.errorsOnly })}>
        {log.chips.errors}
      </Chip>
      <Chip
        pressed={filters.runId !== null}
        disabled={run === null && filters.runId === null}
        onPress={() => setFilters({ runId: filters.runId === null ? run : null })}
      >
        {log.chips.run}
      </Chip>
    </div>
  )
}

const Chip = ({
  pressed,
  disabled = false,
  onPress,
  children,
}: {
  pressed: boolean
  disabled?: boolean
  onPress: () => void
  children: ReactNode
}) => (
  <button
    type="button"
    aria-pressed={pressed}
    disabled={disabled}
    className={classes(styles.chip, pressed && styles.pressed)}
    onClick={onPress}
  >
    {children}
  </button>
)

const any = 'any'

const Choices = () => {
  const { filters, view } = useLog()
  const names = useBankNames()
  const steps = view?.summary.steps ?? []
  const banks = view?.summary.bankProfileIds ?? []
  return (
    <>
      <div className={styles.choice}>
        <Select
          aria-label={log.step}
          options={[{ id: any, label: log.allSteps }, ...steps.map((step) => ({ id: step, label: step }))]}
          value={filters.step ?? any}
          onChange={(step) => setFilters({ step: step === any ? null : step })}
        />
      </div>
      <div className={styles.choice}>
        <Select
          aria-label={log.bank}
          options={[{ id: any, label: log.allBanks }, ...banks.map((id) => ({ id, label: names.get(id) ?? id }))]}
          value={filters.bankProfileId ?? any}
          onChange={(id) => setFilters({ bankProfileId: id === any ? null : id })}
        />
      </div>
    </>
  )
}

const orders: { id: Order; label: string }[] = [
  { id: 'run', label: log.orders.run },
  { id: 'newest', label: log.orders.newest },
]

const OrderChoice = () => {
  const { order } = useLog()
  return (
    <div className={styles.order}>
      <Select aria-label={log.order} options={orders} value={order} onChange={setOrder} />
    </div>
  )
}

const More = ({ layout, onFailure }: Pick<ToolbarProps, 'layout' | 'onFailure'>) => {
  const { filters } = useLog()
  const [dialog, setDialog] = useState<'clear' | 'limits' | null>(null)
  const isEmpty = layout.exchanges === 0
  const download = async () => {
    const outcome = await exportHar(filters, layout.exchanges)
    onFailure(outcome.ok ? undefined : outcome.error)
    if (outcome.ok && outcome.value > 0) announce(log.exported(plural(outcome.value, 'exchange')))
  }
  const onAction = (id: string) => {
    if (id === 'export') void download()
    else setDialog(id === 'clear' ? 'clear' : 'limits')
  }
  return (
    <>
      <Menu
        label={log.more}
        trigger={
          <IconButton label={log.more}>
            <Ellipsis size={16} />
          </IconButton>
        }
        items={[
          { id: 'export', label: log.export, description: isFiltered(filters) ? log.exportFiltered : log.exportAll, isDisabled: isEmpty },
          { id: 'limits', label: log.limits },
          { id: 'clear', label: log.clear, danger: true, isDisabled: isEmpty },
        ]}
        onAction={onAction}
      />
      {dialog === 'clear' && <ClearDialog onClose={() => setDialog(null)} />}
      {dialog === 'limits' && <LimitsDialog onClose={() => setDialog(null)} />}
    </>
  )
}
