import { useState } from 'react'
import type { Balance, BalancePoint } from '../../../../shared/model/account-data.ts'
import { useQuery } from '../../../api/query.ts'
import { Section } from '../../../frame/detail.tsx'
import { dataText as t } from '../../../text/data.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { exactTime, loadingText, money, relativeTime } from '../../../ui/format.ts'
import { Select } from '../../../ui/select.tsx'
import { NumberCell, Table } from '../../../ui/table.tsx'
import { balanceTypeText } from '../../home/data-text.ts'
import { byWeight } from '../account-name.ts'
import { FetchButton, type FetchProps } from '../fetch/fetch-bar.tsx'
import page from '../page.module.css'
import { BalanceChart } from './balance-chart.tsx'
import styles from './balances-tab.module.css'
import { seriesOf } from './chart-scale.ts'

interface Props extends FetchProps {
  accountId: string
  balances: readonly Balance[]
}

export const BalancesTab = ({ data, accountId, balances }: Props) => {
  const { value, error } = useQuery('balance.history', { accountAccessConsentId: data.consent.id, accountId })
  return (
    <div className={page.tab}>
      {balances.length > 0 && <Now balances={balances} />}
      {error && <ErrorNotice error={error} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {value && value.items.length > 0 && (
        <Section title={t.chart.heading}>
          <History points={value.items} />
        </Section>
      )}
      {value?.items.length === 0 && balances.length === 0 && (
        <EmptyState action={<FetchButton data={data} accountId={accountId} />}>{t.chart.none}</EmptyState>
      )}
    </div>
  )
}

const Now = ({ balances }: Pick<Props, 'balances'>) => (
  <Section title={t.balances}>
    <Table title={t.balances} columns={[t.balanceType, t.at, t.fetch.fetched, { title: t.balance, number: true }]}>
      {byWeight(balances).map(({ type, dateTime, fetched, amount, currency }) => (
        <tr key={`${type} ${dateTime} ${currency}`}>
          <td>
            {type && balanceTypeText(type)} <span className="muted">{type}</span>
          </td>
          <td>{dateTime && <Moment iso={dateTime} />}</td>
          <td>
            <Moment iso={fetched} />
          </td>
          <NumberCell>
            {amount && money(amount)} <span className="muted">{currency}</span>
          </NumberCell>
        </tr>
      ))}
    </Table>
  </Section>
)

const Moment = ({ iso }: { iso: string }) => (
  <time dateTime={iso} title={relativeTime(iso)}>
    {exactTime(iso)}
  </time>
)

const History = ({ points }: { points: BalancePoint[] }) => {
  const all = seriesOf(points)
  const [wanted, setWanted] = useState('')
  const keyOf = ({ type, currency }: { type: string; currency: string }) => `${type} ${currency}`
  const series = all.find((one) => keyOf(one) === wanted) ?? all[0]
  if (!series) return null
  return (
    <div className={styles.history}>
      {all.length > 1 && (
        <div className={styles.choice}>
          <Select
            label={t.chart.series}
            options={all.map((one) => ({ id: keyOf(one), label: t.chart.title(balanceTypeText(one.type), one.currency) }))}
            value={keyOf(series)}
            onChange={setWanted}
          />
        </div>
      )}
      <BalanceChart key={keyOf(series)} series={series} />
      {series.points.length === 1 && <p className="muted">{t.chart.one}</p>}
      <AsTable points={series.points} />
    </div>
  )
}

const AsTable = ({ points }: { points: readonly BalancePoint[] }) => {
  const [open, setOpen] = useState(false)
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className={styles.summary}>{t.chart.table}</summary>
      {open && (
        <Table title={t.chart.table} columns={[t.chart.at, t.chart.source, { title: t.balance, number: true }]}>
          {points.toReversed().map(({ dateTime, amount, currency, origin }) => (
            <tr key={`${dateTime} ${origin} ${amount}`}>
              <td>{exactTime(dateTime)}</td>
              <td>{t.chart.origins[origin]}</td>
              <NumberCell>
                {money(amount)} <span className="muted">{currency}</span>
              </NumberCell>
            </tr>
          ))}
        </Table>
      )}
    </details>
  )
}
