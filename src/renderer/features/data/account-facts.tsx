import type { Account } from '../../../shared/model/account-data.ts'
import { Section } from '../../frame/detail.tsx'
import { href } from '../../router.ts'
import { dataText as t } from '../../text/data.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { exactTime, relativeTime } from '../../ui/format.ts'
import { JsonText } from '../../ui/json-text.tsx'
import { identificationText } from './account-name.ts'
import page from './page.module.css'
import type { ConsentData } from './use-consents.ts'

/** A word for a code, with the code beside it; a code that is not known stays as it is. */
const Code = ({ words, code }: { words: Readonly<Record<string, string>>; code: string }) =>
  words[code] && words[code] !== code ? (
    <>
      {words[code]} <span className="muted">{code}</span>
    </>
  ) : (
    code
  )

const schemeName = (scheme: string): string => {
  const words: Record<string, string> = t.schemes
  return words[scheme] ?? words[`UK.OBIE.${scheme}`] ?? scheme
}

export const AccountFacts = ({ account, data: { consent, bank, name } }: { account: Account; data: ConsentData }) => (
  <div className={page.tab}>
    <Facts>
      {account.name && <Fact label={t.name}>{account.name}</Fact>}
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
      {bank && (
        <Fact label={t.bank}>
          <a href={href(['banks', 'bankProfile', bank.id])}>{bank.displayName}</a>
        </Fact>
      )}
      <Fact label={t.consent} term="account-access-consent">
        <a href={href(['consents', 'accountAccessConsent', consent.id])}>{name}</a>
      </Fact>
      <Fact label={t.version} term="api-version">
        {account.apiVersion}
      </Fact>
      <Fact label={t.fetch.fetched} term="local-copy" copy={account.fetched}>
        <time dateTime={account.fetched}>
          {relativeTime(account.fetched)} <span className="muted">({exactTime(account.fetched)})</span>
        </time>
      </Fact>
    </Facts>
    <Section title={t.accountOriginal}>
      <JsonText label={t.accountOriginal}>{JSON.stringify(account.original, null, 2)}</JsonText>
    </Section>
  </div>
)
