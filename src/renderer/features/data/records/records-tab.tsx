import { useId } from 'react'
import type { AccountRecord } from '../../../../shared/model/account-data.ts'
import { useQuery } from '../../../api/query.ts'
import { Section } from '../../../frame/detail.tsx'
import { recordsText as t } from '../../../text/account-records.ts'
import type { TermId } from '../../../text/glossary.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { loadingText } from '../../../ui/format.ts'
import { Term } from '../../../ui/term.tsx'
import type { FetchProps } from '../fetch/fetch-bar.tsx'
import { startFetchOf, useFetch } from '../fetch/fetch-store.ts'
import { type AllowedCalls, listCalls } from '../fetch/list-calls.ts'
import page from '../page.module.css'
import { listMethods, type RecordGroup, type RecordResource } from './record-groups.ts'
import { RecordsTable } from './records-table.tsx'
import { Refusals } from './refusals.tsx'

/** One kind of data below the other. */
export const RecordsTab = ({ group, ...place }: FetchProps & { group: RecordGroup }) => (
  <div className={page.tab}>
    {group.resources.map((resource) => (
      <Records key={resource} resource={resource} {...place} />
    ))}
  </div>
)

const termOf: Record<RecordResource, TermId> = {
  beneficiaries: 'beneficiary',
  directDebits: 'direct-debit',
  standingOrders: 'standing-order',
  scheduledPayments: 'scheduled-payment',
  products: 'product',
  offers: 'offer',
  parties: 'party',
  statements: 'statement',
  pots: 'pot',
}

/** The customer's own record, such as a party, belongs to every account. */
const belongsTo = (accountId: string | null, record: AccountRecord) => accountId === null || [accountId, null].includes(record.accountId)

/** The one call that tells of the holder alone. */
const mayAskHolder = (calls: AllowedCalls) => calls.some(({ path, allowed }) => allowed && path === '/accounts/{AccountId}/party')

const Records = ({ resource, data, accountId }: FetchProps & { resource: RecordResource }) => {
  const { consent } = data
  const { value, error } = useQuery(listMethods[resource], { accountAccessConsentId: consent.id })
  const calls = useQuery('accountAccessConsent.allowedCalls', { id: consent.id })
  const fetching = useFetch(consent.id)
  const lists = listCalls(calls.value?.items ?? [], resource)
  const isAllowed = lists.some(({ allowed }) => allowed)
  const reasons = useId()
  const isFetching = Boolean(fetching?.step)
  const records = value?.items.filter((record) => belongsTo(accountId, record)) ?? []
  const failure = fetching?.failures[resource]
  return (
    <Section title={<Term id={termOf[resource]}>{t.resources[resource]}</Term>}>
      {error && <ErrorNotice error={error} />}
      {failure && <ErrorNotice error={failure} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {records.length > 0 && <RecordsTable resource={resource} records={records} data={data} accountId={accountId} />}
      {value && isAllowed && (records.length === 0 || resource === 'parties') && (
        <div className={page.actions}>
          {records.length === 0 && <span className="muted">{t.none}</span>}
          <Button isDisabled={isFetching} onPress={() => void startFetchOf(consent, { resource, accountId })}>
            {t.fetch(t.resources[resource])}
          </Button>
          {resource === 'parties' && (
            <Button
              isDisabled={isFetching || !mayAskHolder(lists)}
              aria-describedby={mayAskHolder(lists) ? undefined : reasons}
              onPress={() => void startFetchOf(consent, { resource, accountId, holderOnly: true })}
            >
              {t.fetchHolders}
            </Button>
          )}
        </div>
      )}
      <Refusals id={reasons} calls={lists} />
    </Section>
  )
}
