import { useState } from 'react'
import { BackToList } from '../../frame/detail.tsx'
import { EntryLink, EntryList } from '../../frame/entry-list.tsx'
import { environmentName } from '../../frame/environment-picker.tsx'
import { ListDetail } from '../../frame/list-detail.tsx'
import { runWithModelBank } from '../../frame/run-walkthrough.ts'
import type { ScreenProps } from '../../frame/screens.ts'
import { setPreferences, usePreferences } from '../../preferences.ts'
import { href } from '../../router.ts'
import { dataText as t } from '../../text/data.ts'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText, money, plural } from '../../ui/format.ts'
import { accountName, mainBalance, numberOf } from './account-name.ts'
import { DataPage } from './data-page.tsx'
import { type DataPlace, pathOf, placeOf } from './data-path.ts'
import page from './page.module.css'
import { type ShownConsent, selectConsents } from './select-consents.ts'
import { type Consents, useConsents } from './use-consents.ts'

const label = text.nav.data

/** The local copy of what banks say about accounts, and its renewal. */
export const DataScreen = ({ path }: ScreenProps) => {
  const consents = useConsents()
  const { environment } = usePreferences()
  const [query, setQuery] = useState('')
  const place = placeOf(path)
  if (consents.error) return <Failed error={consents.error} />
  if (!consents.loading && consents.items.length === 0) return <Empty />
  const selection = selectConsents(consents.items, environment, query)
  return (
    <ListDetail
      label={label}
      list={
        <EntryList title={label} query={query} onQuery={setQuery} count={selection.consents.length}>
          {selection.consents.map((one) => (
            <ConsentGroup key={one.consent.id} data={one} place={place} />
          ))}
          {selection.hidden > 0 && (
            <div className={page.hidden}>
              <p className="caption">{t.hidden(selection.hidden, environmentName(environment))}</p>
              <Button onPress={() => setPreferences({ environment: 'all' })}>{t.showAll}</Button>
            </div>
          )}
          {consents.loading && <p className={page.note}>{loadingText}</p>}
        </EntryList>
      }
      detail={path.length === 0 ? null : <Detail place={place} consents={consents} />}
      empty={<EmptyState>{selection.consents.length > 0 || query ? t.choose : t.nothingIn(environmentName(environment))}</EmptyState>}
    />
  )
}

const Failed = ({ error }: { error: NonNullable<Consents['error']> }) => (
  <div className={page.blank}>
    <h1>{label}</h1>
    <ErrorNotice error={error} />
  </div>
)

const Empty = () => (
  <div className={page.blank}>
    <h1>{label}</h1>
    <EmptyState
      action={
        <div className={page.actions}>
          <Button kind="primary" onPress={runWithModelBank}>
            {t.useModelBank}
          </Button>
          <a href={href(['home'])}>{t.goHome}</a>
        </div>
      }
    >
      {t.empty}
    </EmptyState>
  </div>
)

const ConsentGroup = ({ data, place }: { data: ShownConsent; place: DataPlace | null }) => {
  const { consent, bank, name, accounts, shown, balances, loading, error } = data
  const isHere = place?.consentId === consent.id
  return (
    <section className={page.group} aria-label={`${bank?.displayName ?? ''} ${name}`}>
      <h2>{[bank?.displayName, name].filter(Boolean).join(' · ')}</h2>
      {error && <ErrorNotice error={error} />}
      <ul>
        <li>
          <EntryLink
            path={pathOf({ consentId: consent.id, accountId: null })}
            current={isHere && place.accountId === null}
            name={t.allAccounts}
            secondary={loading ? loadingText : accounts.length > 0 ? plural(accounts.length, 'account') : t.nothingFetched}
          />
        </li>
        {shown.map((account) => {
          const balance = mainBalance(balances, account.accountId)
          return (
            <li key={account.accountId}>
              <EntryLink
                path={pathOf({ consentId: consent.id, accountId: account.accountId })}
                current={isHere && place.accountId === account.accountId}
                name={accountName(account)}
                status={balance?.amount && <span className={page.amount}>{`${money(balance.amount)} ${balance.currency}`}</span>}
                secondary={numberOf(account)}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const Detail = ({ place, consents }: { place: DataPlace | null; consents: Consents }) => {
  const data = consents.items.find(({ consent }) => consent.id === place?.consentId)
  const account = data?.accounts.find(({ accountId }) => accountId === place?.accountId)
  if (place && data && (place.accountId === null || account)) {
    return <DataPage key={pathOf(place).join('/')} data={data} account={account ?? null} />
  }
  return (
    <div className={page.tab}>
      <BackToList path={['data']} label={label} />
      <EmptyState>{consents.loading || data?.loading ? loadingText : t.gone}</EmptyState>
    </div>
  )
}
