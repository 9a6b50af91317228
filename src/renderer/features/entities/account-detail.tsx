import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { Account, Balance } from '../../../shared/model/account-data.ts'
import { Section } from '../../frame/detail.tsx'
import { entityText } from '../../text/entities/index.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { exactTime, money, relativeTime } from '../../ui/format.ts'
import { NumberCell, Table } from '../../ui/table.tsx'
import { balanceTypeText } from '../home/data-text.ts'
import { accountEntryId, identificationText } from './account-name.ts'
import { AccountTransactions } from './account-transactions.tsx'
import page from './entities.module.css'
import { Code, EntityPage, TimeFact, To } from './parts.tsx'

const t = entityText.data

interface Props {
  account: Account
  balances: readonly Balance[]
  consent: AccountAccessConsent
  consentName: string
}

export const AccountDetail = ({ account, balances, consent, consentName }: Props) => (
  <EntityPage aggregate="account" id={accountEntryId(account)} name={account.name ?? account.accountId} status={null}>
    <div className={page.tab}>
      <Balances balances={balances} />
      <AccountTransactions account={account} />
      <Facts>
        {account.identifications.map((one) => (
          <Fact key={`${one.scheme} ${one.identification}`} label={schemeName(one.scheme)} copy={one.identification} mono>
            {identificationText(one)} {one.name && <span className="muted">{one.name}</span>}
          </Fact>
        ))}
        {account.type && (
          <Fact label={t.type}>
            <Code words={t.types} code={account.type} />
          </Fact>
        )}
        {account.category && (
          <Fact label={t.category}>
            <Code words={t.categories} code={account.category} />
          </Fact>
        )}
        {account.status && (
          <Fact label={t.status}>
            <Code words={t.statuses} code={account.status} />
          </Fact>
        )}
        {account.currency && <Fact label={t.currency}>{account.currency}</Fact>}
        <IdFact label={t.accountId} term="account" value={account.accountId} full />
        <Fact label={t.consent} term="account-access-consent">
          <To path={['consents', 'accountAccessConsent', consent.id]}>{consentName}</To>
        </Fact>
        <Fact label={t.version} term="api-version">
          {account.apiVersion}
        </Fact>
        <TimeFact label={t.fetched} term="local-copy" iso={account.fetched} />
      </Facts>
      <CodeBlock label={entityText.original}>{JSON.stringify(account.original, null, 2)}</CodeBlock>
    </div>
  </EntityPage>
)

const schemeName = (scheme: string): string => {
  const words: Record<string, string> = t.schemes
  return words[scheme] ?? words[`UK.OBIE.${scheme}`] ?? scheme
}

const Balances = ({ balances }: { balances: readonly Balance[] }) => {
  if (balances.length === 0) return null
  return (
    <Section title={t.balances}>
      <Table title={t.balances} columns={[t.balanceType, t.at, { title: t.balance, number: true }]}>
        {balances.map(({ type, dateTime, amount, currency }) => (
          <tr key={`${type} ${dateTime}`}>
            <td>
              {balanceTypeText(type)} <span className="muted">{type}</span>
            </td>
            <td>
              <time dateTime={dateTime} title={exactTime(dateTime)}>
                {relativeTime(dateTime)}
              </time>
            </td>
            <NumberCell>
              {money(amount)} <span className="muted">{currency}</span>
            </NumberCell>
          </tr>
        ))}
      </Table>
    </Section>
  )
}
