import { useState } from 'react'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { useQuery } from '../../api/query.ts'
import { Section } from '../../frame/detail.tsx'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { Mark } from '../../ui/status.tsx'
import { useTask } from '../../ui/use-task.ts'
import { ConformanceWarnings } from './conformance-warnings.tsx'
import styles from './consent-detail.module.css'
import { AllowedCalls } from './consents/allowed-calls.tsx'
import { AuthorisationSection } from './consents/authorisation-section.tsx'
import { ConsentActions, ConsentPanels } from './consents/consent-actions.tsx'
import { ConsentHistory } from './consents/history.tsx'
import { Reconfirmation } from './consents/reconfirmation.tsx'
import { consentName, consentStatus } from './consents.tsx'
import page from './entities.module.css'
import { EntityPage, TimeFact, To } from './parts.tsx'

const t = entityText.consent

interface Props {
  consent: AccountAccessConsent
  bank: BankProfile | undefined
}

export const ConsentDetail = ({ consent, bank }: Props) => {
  const [deleting, setDeleting] = useState(false)
  const [doing, setDoing] = useState('')
  const managed = { consent, bank, deleting, onDeleting: setDeleting, task: useTask(), doing, onDoing: setDoing }
  return (
    <EntityPage
      aggregate="accountAccessConsent"
      id={consent.id}
      name={consentName(consent, bank?.displayName ?? '')}
      status={consentStatus(consent)}
      actions={<ConsentActions {...managed} />}
    >
      <ConsentPanels {...managed} />
      <AuthorisationSection consent={consent} bank={bank} />
      <div className={page.tab}>
        <Overview consent={consent} bank={bank} />
        <ConsentHistory consent={consent} />
        <Reconfirmation consent={consent} />
        <Section title={t.permissionCount(consent.permissions.length)}>
          <ul className={styles.permissions}>
            {consent.permissions.map((permission) => (
              <li key={permission}>
                <Mark tone="good" />
                <div>
                  {t.permissions[permission].name} <span className="muted">{permission}</span>
                  <p className="caption">{t.permissions[permission].allows}</p>
                </div>
              </li>
            ))}
          </ul>
        </Section>
        <AllowedCalls consent={consent} />
        {consent.warnings.length > 0 && (
          <Section title={entityText.bank.warnings}>
            <ConformanceWarnings warnings={consent.warnings} />
          </Section>
        )}
        <Section title={t.tokens}>
          <Tokens {...consent} />
        </Section>
        <Section title={t.accounts}>
          <Accounts consentId={consent.id} />
        </Section>
      </div>
    </EntityPage>
  )
}

const Overview = ({ consent, bank }: Props) => (
  <Facts>
    <Fact label={t.status} term="consent-status">
      {t.statuses[consent.status]} {consent.externalStatus && <span className="muted">{t.writtenAs(consent.externalStatus)}</span>}
    </Fact>
    <TimeFact label={t.statusUpdated} iso={consent.statusUpdated} />
    <Fact label={t.state}>{t.states[consent.state]}</Fact>
    {consent.consentId ? (
      <IdFact label={t.consentId} term="intent-id" value={consent.consentId} full />
    ) : (
      <Fact label={t.consentId} term="intent-id">
        {entityText.unknown}
      </Fact>
    )}
    <Fact label={t.bank}>{bank ? <To path={['banks', 'bankProfile', bank.id]}>{bank.displayName}</To> : entityText.unknown}</Fact>
    <Fact label={t.registration} term="bank-registration">
      <To path={['banks', 'bankRegistration', consent.bankRegistrationId]}>{bank?.displayName ?? consent.bankRegistrationId}</To>
    </Fact>
    <Fact label={t.reference} copy={consent.reference ?? undefined}>
      {consent.reference ?? entityText.none}
    </Fact>
    <Fact label={t.version} term="api-version">
      {consent.apiVersion}
    </Fact>
    <TimeFact label={t.expires} iso={consent.expirationDateTime} absent={t.openEnded} />
    <TimeFact label={t.from} iso={consent.transactionFromDateTime} absent={t.unlimited} />
    <TimeFact label={t.to} iso={consent.transactionToDateTime} absent={t.unlimited} />
    <TimeFact label={entityText.created} iso={consent.created} />
    <IdFact label={entityText.id} value={consent.id} full />
  </Facts>
)

/** What is known of the tokens; the tokens themselves never leave the core. */
const Tokens = ({ tokens }: AccountAccessConsent) => {
  if (!tokens) return <p className="muted">{t.noTokens}</p>
  return (
    <Facts>
      <TimeFact label={t.obtained} iso={tokens.obtained} />
      <TimeFact label={t.accessToken} term="access-token" iso={tokens.accessTokenExpires} absent={t.notSaid} />
      <TimeFact
        label={t.refreshToken}
        term="refresh-token"
        iso={tokens.refreshTokenExpires}
        absent={tokens.refreshable ? t.notSaid : t.noRefresh}
      />
      <Fact label={t.scope} term="scope" mono copy={tokens.scope}>
        {tokens.scope}
      </Fact>
    </Facts>
  )
}

const Accounts = ({ consentId }: { consentId: string }) => {
  const { value } = useQuery('account.list', { accountAccessConsentId: consentId })
  if (!value?.items.length) return <p className="muted">{t.noAccounts}</p>
  return (
    <ul className={page.links}>
      {value.items.map((account) => (
        <li key={account.accountId}>
          <To path={['data', 'account', consentId, account.accountId]}>{account.name ?? account.accountId}</To>
        </li>
      ))}
    </ul>
  )
}
