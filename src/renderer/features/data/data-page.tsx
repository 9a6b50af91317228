import { useEffect, useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { Account } from '../../../shared/model/account-data.ts'
import { BackToList, DetailHeader } from '../../frame/detail.tsx'
import { href } from '../../router.ts'
import { recordsText } from '../../text/account-records.ts'
import { dataText as t } from '../../text/data.ts'
import { text } from '../../text/en.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { money, plural } from '../../ui/format.ts'
import { type TabItem, Tabs } from '../../ui/tabs.tsx'
import { balanceTypeText } from '../home/data-text.ts'
import { AccountFacts } from './account-facts.tsx'
import { accountName, byWeight, numberOf } from './account-name.ts'
import { AccountsTab } from './accounts-tab.tsx'
import { BalancesTab } from './balances/balances-tab.tsx'
import { FetchBar, FetchButton } from './fetch/fetch-bar.tsx'
import page from './page.module.css'
import { ConformanceTab } from './records/conformance-tab.tsx'
import { groupsFor } from './records/record-groups.ts'
import { RecordsTab } from './records/records-tab.tsx'
import { ExportMenu } from './transactions/export-menu.tsx'
import { createTransactions } from './transactions/transaction-store.ts'
import { TransactionsTab } from './transactions/transactions-tab.tsx'
import { TransactionsProvider } from './transactions/use-transactions.ts'
import type { ConsentData } from './use-consents.ts'

/** One account, or every account of a consent when `account` is null. */
export const DataPage = ({ data, account }: { data: ConsentData; account: Account | null }) => {
  const accountId = account?.accountId ?? null
  const [transactions] = useState(() => createTransactions({ consentId: data.consent.id, accountId }))
  const [failure, setFailure] = useState<AppErrorData>()
  useEffect(() => transactions.follow(), [transactions])
  const name = account ? accountName(account) : t.allAccounts
  const place = { data, accountId }
  return (
    <TransactionsProvider value={transactions}>
      <article className={page.page} aria-label={name}>
        <header className={page.head}>
          <BackToList path={['data']} label={text.nav.data} />
          <DetailHeader
            name={name}
            actions={
              <>
                <FetchButton {...place} />
                <ExportMenu name={name} onFailure={setFailure} />
              </>
            }
          />
          <Subtitle data={data} account={account} />
          <FetchBar {...place} />
          {failure && <ErrorNotice error={failure} />}
        </header>
        <div className={page.body}>
          {data.accounts.length === 0 ? (
            <div className={page.tab}>
              <EmptyState action={<FetchButton {...place} />}>{t.nothingFetched}</EmptyState>
            </div>
          ) : (
            <Tabs label={t.tabs.label} items={account ? accountTabs(data, account) : consentTabs(data)} />
          )}
        </div>
      </article>
    </TransactionsProvider>
  )
}

const accountTabs = (data: ConsentData, account: Account): TabItem[] => {
  const { accountId } = account
  const balances = data.balances.filter((balance) => balance.accountId === accountId)
  return [
    { id: 'transactions', label: t.tabs.transactions, content: <TransactionsTab data={data} accountId={accountId} /> },
    { id: 'balances', label: t.tabs.balances, content: <BalancesTab data={data} accountId={accountId} balances={balances} /> },
    ...recordTabs(data, accountId),
    { id: 'details', label: t.tabs.details, content: <AccountFacts account={account} data={data} /> },
  ]
}

const consentTabs = (data: ConsentData): TabItem[] => [
  { id: 'transactions', label: t.tabs.transactions, content: <TransactionsTab data={data} accountId={null} /> },
  { id: 'accounts', label: t.tabs.accounts, content: <AccountsTab data={data} /> },
  ...recordTabs(data, null),
]

const recordTabs = (data: ConsentData, accountId: string | null): TabItem[] => [
  ...groupsFor(data.bank?.accountInformation?.additionalCalls ?? []).map((group) => ({
    id: group.id,
    label: recordsText.tabs[group.id],
    content: <RecordsTab group={group} data={data} accountId={accountId} />,
  })),
  {
    id: 'conformance',
    label: recordsText.tabs.conformance,
    content: <ConformanceTab consentId={data.consent.id} accountId={accountId} />,
  },
]

const Subtitle = ({ data: { bank, consent, name, accounts, balances }, account }: { data: ConsentData; account: Account | null }) => {
  const own = account ? byWeight(balances.filter(({ accountId }) => accountId === account.accountId)).slice(0, 2) : []
  return (
    <p className={page.facts}>
      {account && <span className="muted">{numberOf(account)}</span>}
      {!account && <span className="muted">{plural(accounts.length, 'account')}</span>}
      <span className="muted">
        {bank && `${bank.displayName} · `}
        <a href={href(['consents', 'accountAccessConsent', consent.id])}>{name}</a>
      </span>
      {own.map(({ type, dateTime, amount, currency }) => (
        <span key={`${type} ${dateTime} ${currency}`}>
          <span className="muted">{type && balanceTypeText(type)}</span> <strong>{amount && money(amount)}</strong>{' '}
          <span className="muted">{currency}</span>
        </span>
      ))}
    </p>
  )
}
