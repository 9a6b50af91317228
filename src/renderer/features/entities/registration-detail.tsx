import { useState } from 'react'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { useQuery } from '../../api/query.ts'
import { bankProfileText } from '../../text/bank-profile.ts'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { Status } from '../../ui/status.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { useTask } from '../../ui/use-task.ts'
import { RegistrationActions, type RegistrationPanel, RegistrationPanels } from './banks/registration-actions.tsx'
import { groupName, sharing } from './banks/sharing.ts'
import { registrationStatus } from './banks.tsx'
import { ConformanceWarnings } from './conformance-warnings.tsx'
import styles from './entities.module.css'
import { EntityPage, ListFact, TimeFact, To } from './parts.tsx'
import { RegistrationBinding } from './registration-binding.tsx'
import { RegistrationMetadata } from './registration-metadata.tsx'

const t = entityText.bank

interface Props {
  registration: BankRegistration
  profile: BankProfile | undefined
}

export const RegistrationDetail = ({ registration, profile }: Props) => {
  const [panel, setPanel] = useState<RegistrationPanel | null>(null)
  const managed = { registration, profile, panel, onPanel: setPanel, reading: useTask() }
  return (
    <EntityPage
      aggregate="bankRegistration"
      id={registration.id}
      name={profile?.displayName ?? registration.bankProfileId}
      status={registrationStatus(registration)}
      actions={<RegistrationActions {...managed} />}
    >
      <RegistrationPanels {...managed} />
      <Tabs
        label={t.tabs}
        items={[
          {
            id: 'overview',
            label: t.overview,
            content: <div className={styles.tab}>{<Overview registration={registration} profile={profile} />}</div>,
          },
          {
            id: 'metadata',
            label: t.metadata,
            content: (
              <div className={styles.tab}>
                <ConformanceWarnings warnings={registration.warnings} />
                <RegistrationMetadata {...registration} />
              </div>
            ),
          },
          { id: 'endpoints', label: t.endpoints, content: <div className={styles.tab}>{<Endpoints {...registration} />}</div> },
          {
            id: 'certificate',
            label: t.certificate,
            content: <div className={styles.tab}>{<RegistrationBinding {...registration} />}</div>,
          },
        ]}
      />
    </EntityPage>
  )
}

const Overview = ({ registration, profile }: Props) => {
  const statements = useQuery('softwareStatement.list', {})
  const consents = useQuery('accountAccessConsent.list', {})
  const statement = statements.value?.items.find(({ id }) => id === registration.softwareStatementId)
  const own = consents.value?.items.filter(({ bankRegistrationId }) => bankRegistrationId === registration.id) ?? []
  return (
    <Facts>
      {registration.externalApiId ? (
        <IdFact label={t.clientId} term="client-id" value={registration.externalApiId} full />
      ) : (
        <Fact label={t.clientId}>{t.noClientId}</Fact>
      )}
      <Fact label={t.state}>{t.stateMeanings[registration.state]}</Fact>
      <Fact label={t.bank} term="bank-profile">
        <To path={['banks', 'bankProfile', registration.bankProfileId]}>{profile?.displayName ?? registration.bankProfileId}</To>
      </Fact>
      <Fact label={t.software} term="software-statement">
        <To path={['software', 'softwareStatement', registration.softwareStatementId]}>
          {statement?.clientName ?? registration.softwareStatementId}
        </To>
      </Fact>
      <Fact label={t.authMethod} term="client-authentication">
        {bankProfileText.authMethods[registration.tokenEndpointAuthMethod]}
      </Fact>
      {registration.tlsClientAuthSubjectDn && (
        <IdFact label={t.subjectDn} term="tls-client-auth" value={registration.tlsClientAuthSubjectDn} full />
      )}
      <Fact label={t.algorithm} mono>
        {registration.signingAlgorithm}
      </Fact>
      <Fact label={t.secret} term="client-secret">
        {registration.hasClientSecret ? t.hasSecret : t.noSecret}
      </Fact>
      <Fact label={t.scope} term="scope" copy={registration.scope} mono>
        {registration.scope}
      </Fact>
      <ListFact label={t.redirectUris} term="redirect-uri" values={registration.redirectUris} mono />
      <Fact label={t.origin}>{registration.registeredElsewhere ? t.registeredElsewhere : t.registeredHere}</Fact>
      <Fact label={t.group} term="registration-group">
        {registration.registrationGroup === null ? entityText.none : groupName(registration.registrationGroup, profile)}
      </Fact>
      <SharedWith {...registration} />
      <Fact label={t.answer}>
        {registration.warnings.length === 0 ? (
          t.noWarnings
        ) : (
          <Status tone="attention">{t.warningCount(registration.warnings.length)}</Status>
        )}
      </Fact>
      <Fact label={t.consents} term="account-access-consent">
        {own.length === 0
          ? entityText.none
          : own.map(({ id, reference, consentId }) => (
              <div key={id}>
                <To path={['consents', 'accountAccessConsent', id]}>{reference ?? consentId ?? id}</To>
              </div>
            ))}
      </Fact>
      <TimeFact label={entityText.created} iso={registration.created} />
      <IdFact label={entityText.id} value={registration.id} full />
    </Facts>
  )
}

/** The registrations that have the same client, as links. */
const SharedWith = ({ id, sharesClientOf }: BankRegistration) => {
  const registrations = useQuery('bankRegistration.list', {}).value?.items ?? []
  const profiles = useQuery('bankProfile.list', {}).value?.items ?? []
  const nameOf = (one: BankRegistration) => profiles.find((profile) => profile.id === one.bankProfileId)?.displayName ?? one.id
  const others = sharing(registrations, { id, sharesClientOf })
  return (
    <Fact label={sharesClientOf === null ? t.sharedWith : t.sharesClientOf}>
      {others.length === 0
        ? t.sharedWithNone
        : others.map((one) => (
            <div key={one.id}>
              <To path={['banks', 'bankRegistration', one.id]}>{nameOf(one)}</To>
            </div>
          ))}
    </Fact>
  )
}

const Endpoints = ({ endpoints }: BankRegistration) => (
  <Facts>
    <IdFact label={t.issuer} term="issuer" value={endpoints.issuer} full />
    <IdFact label={t.authorizationEndpoint} term="authorisation" value={endpoints.authorizationEndpoint} full />
    <IdFact label={t.tokenEndpoint} term="client-authentication" value={endpoints.tokenEndpoint} full />
    {endpoints.registrationEndpoint ? (
      <IdFact label={t.registrationEndpoint} term="dcr" value={endpoints.registrationEndpoint} full />
    ) : (
      <Fact label={t.registrationEndpoint} term="dcr">
        {entityText.none}
      </Fact>
    )}
    {endpoints.pushedAuthorizationRequestEndpoint ? (
      <IdFact label={t.parEndpoint} term="par" value={endpoints.pushedAuthorizationRequestEndpoint} full />
    ) : (
      <Fact label={t.parEndpoint} term="par">
        {entityText.none}
      </Fact>
    )}
    {endpoints.jwksUri && <IdFact label={t.jwksUri} term="jwks" value={endpoints.jwksUri} full />}
  </Facts>
)
