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
import page from '../page.module.css'
import { listMethods, type RecordGroup, type RecordResource } from './record-groups.ts'
import { RecordsTable } from './records-table.tsx'

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

const Records = ({ resource, data, accountId }: FetchProps & { resource: RecordResource }) => {
  const { consent } = data
  const { value, error } = useQuery(listMethods[resource], { accountAccessConsentId: consent.id })
  const calls = useQuery('accountAccessConsent.allowedCalls', { id: consent.id })
  const fetching = useFetch(consent.id)
  const own = calls.value?.items.filter((call) => call.resource === resource && !call.bulk) ?? []
  const refused = own.length > 0 && own.every(({ allowed }) => !allowed) ? own[0] : undefined
  const records = value?.items.filter((record) => belongsTo(accountId, record)) ?? []
  const failure = fetching?.failures[resource]
  return (
    <Section title={<Term id={termOf[resource]}>{t.resources[resource]}</Term>}>
      {error && <ErrorNotice error={error} />}
      {failure && <ErrorNotice error={failure} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {records.length > 0 && <RecordsTable resource={resource} records={records} data={data} accountId={accountId} />}
      {value && records.length === 0 && !refused && (
        <div className={page.actions}>
          <span className="muted">{t.none}</span>
          <Button isDisabled={Boolean(fetching?.step)} onPress={() => void startFetchOf(consent, accountId, [resource])}>
            {t.fetch(t.resources[resource])}
          </Button>
        </div>
      )}
      {refused?.reason && <p className="muted">{refused.reason}</p>}
    </Section>
  )
}
