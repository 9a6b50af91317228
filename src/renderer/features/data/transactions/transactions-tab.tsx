import { useState } from 'react'
import type { Account, Transaction } from '../../../../shared/model/account-data.ts'
import { setPreferences, usePreferences } from '../../../preferences.ts'
import { dataText as t } from '../../../text/data.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { EmptyState } from '../../../ui/empty-state.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { loadingText } from '../../../ui/format.ts'
import { Splitter } from '../../../ui/splitter.tsx'
import { FetchButton, type FetchProps } from '../fetch/fetch-bar.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered, noFilters } from './filters.ts'
import { TotalsLine } from './totals-line.tsx'
import { TransactionDetail } from './transaction-detail.tsx'
import { focusTransactions, TransactionGrid } from './transaction-grid.tsx'
import styles from './transactions-tab.module.css'
import { useTransactions, useTransactionsState } from './use-transactions.ts'

interface Chosen {
  transaction: Transaction
  takesFocus: boolean
}

export const TransactionsTab = ({ data, accountId }: FetchProps) => {
  const { view, summary, error, filters } = useTransactionsState()
  const { transactionWidth } = usePreferences()
  const [chosen, setChosen] = useState<Chosen | null>(null)
  const close = () => {
    setChosen(null)
    // Where the focus was, or would have been.
    requestAnimationFrame(focusTransactions)
  }
  const accountOf = (id: string): Account | undefined => data.accounts.find((account) => account.accountId === id)

  const rows = () => {
    if (!view) return error ? null : <p className={styles.note}>{loadingText}</p>
    if (view.total === 0) return isFiltered(view.filters) ? <FilteredEmpty /> : <Empty data={data} accountId={accountId} />
    return (
      <TransactionGrid
        view={view}
        accounts={data.accounts}
        severalAccounts={accountId === null}
        selected={chosen?.transaction ?? null}
        onSelect={(transaction, takesFocus) => setChosen(transaction && { transaction, takesFocus })}
      />
    )
  }
  const isEmpty = view?.total === 0 && !isFiltered(filters)
  return (
    <div className={styles.tab}>
      {!isEmpty && <FilterBar />}
      {error && (
        <div className={styles.note}>
          <ErrorNotice error={error} />
        </div>
      )}
      <div
        className={classes(styles.panes, chosen && styles.chosen)}
        style={{ '--detail-width': `${transactionWidth}px` } as React.CSSProperties}
      >
        <div className={styles.list}>{rows()}</div>
        {chosen && (
          <>
            <Splitter
              label={t.transaction}
              orientation="vertical"
              size={transactionWidth}
              minimum={300}
              maximum={900}
              direction={-1}
              onSize={(width) => setPreferences({ transactionWidth: width })}
            />
            <div className={styles.detail}>
              <TransactionDetail {...chosen} account={accountOf(chosen.transaction.accountId)} onClose={close} />
            </div>
          </>
        )}
      </div>
      {summary && !isEmpty && <TotalsLine summary={summary} />}
    </div>
  )
}

const FilteredEmpty = () => {
  const { setFilters } = useTransactions()
  return <EmptyState action={<Button onPress={() => setFilters(noFilters)}>{t.filters.showAll}</Button>}>{t.filters.none}</EmptyState>
}

const Empty = (fetch: FetchProps) => (
  <EmptyState action={<FetchButton {...fetch}>{fetch.data.accounts.length > 0 ? t.fetch.transactions : t.fetch.first}</FetchButton>}>
    {t.filters.noneHere}
  </EmptyState>
)
