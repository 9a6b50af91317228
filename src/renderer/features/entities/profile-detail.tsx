import { useState } from 'react'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { Section } from '../../frame/detail.tsx'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { ProfileActions, type ProfilePanel, ProfilePanels } from './banks/profile-actions.tsx'
import { profileStatus } from './banks.tsx'
import styles from './entities.module.css'
import { EntityPage, ListFact, TimeFact, To, YesNo } from './parts.tsx'

const { bank: b, certificate } = entityText
const t = b.profile

export const ProfileDetail = ({ profile, registrations }: { profile: BankProfile; registrations: readonly BankRegistration[] }) => {
  const own = registrations.filter(({ bankProfileId }) => bankProfileId === profile.id)
  const [panel, setPanel] = useState<ProfilePanel | null>(null)
  const managed = { profile, registrations: own, panel, onPanel: setPanel }
  return (
    <EntityPage
      aggregate="bankProfile"
      id={profile.id}
      name={profile.displayName}
      status={profileStatus(profile, registrations)}
      actions={<ProfileActions {...managed} />}
    >
      <ProfilePanels {...managed} />
      <div className={styles.tab}>
        <Facts>
          <IdFact label={t.name} term="bank-profile" value={profile.name} full />
          <Fact label={t.environment} term="environment">
            {text.bar.environments[profile.environment]}
          </Fact>
          <Fact label={b.registrations} term="bank-registration">
            {own.length === 0
              ? t.notRegistered
              : own.map(({ id, externalApiId }) => (
                  <div key={id}>
                    <To path={['banks', 'bankRegistration', id]}>{externalApiId ?? id}</To>
                  </div>
                ))}
          </Fact>
          <YesNo label={t.builtIn} value={profile.builtIn} />
          <TimeFact label={entityText.created} iso={profile.created} />
          <IdFact label={entityText.id} value={profile.id} full />
        </Facts>
        <Section title={t.addresses}>
          <Addresses {...profile} />
        </Section>
        <Section title={t.registration}>
          <Registration {...profile} />
        </Section>
        <Section title={t.authorisation}>
          <Authorisation {...profile} />
        </Section>
        {profile.caCertificates.map((pem, index) => (
          <CodeBlock key={pem} label={`${t.caCertificates} ${index + 1}`}>
            {pem}
          </CodeBlock>
        ))}
      </div>
    </EntityPage>
  )
}

const Addresses = ({ issuer, discoveryUrl, endpoints, accountInformation, financialId, caCertificates }: BankProfile) => (
  <Facts>
    <IdFact label={b.issuer} term="issuer" value={issuer} full />
    {discoveryUrl ? (
      <IdFact label={t.discoveryUrl} term="discovery" value={discoveryUrl} full />
    ) : (
      <Fact label={t.discoveryUrl} term="discovery">
        {t.derived}
      </Fact>
    )}
    {endpoints.authorizationEndpoint && <IdFact label={b.authorizationEndpoint} value={endpoints.authorizationEndpoint} full />}
    {endpoints.tokenEndpoint && <IdFact label={b.tokenEndpoint} value={endpoints.tokenEndpoint} full />}
    {endpoints.registrationEndpoint && <IdFact label={b.registrationEndpoint} value={endpoints.registrationEndpoint} full />}
    {Object.entries(accountInformation.baseUrls).map(([version, address]) => (
      <IdFact
        key={version}
        label={version === accountInformation.defaultVersion ? `${t.api(version)}, ${t.preferred}` : t.api(version)}
        term="api-version"
        value={address}
        full
      />
    ))}
    {financialId && <IdFact label={t.financialId} value={financialId} full />}
    {caCertificates.length === 0 && <Fact label={t.caCertificates}>{t.onlyPublic}</Fact>}
  </Facts>
)

const Registration = ({ registration, tokenEndpointAuthMethod, tokenEndpointAuthAudience }: BankProfile) => (
  <Facts>
    <YesNo label={t.dcr} term="dcr" value={registration.dcr} />
    <Fact label={t.dcrVersion}>{registration.version}</Fact>
    <Fact label={t.contentType}>{registration.contentType}</Fact>
    <Fact label={t.audience}>{registration.audience ?? t.theIssuer}</Fact>
    <Fact label={t.applicationType}>{registration.applicationType}</Fact>
    <Fact label={t.dnRendering} term="subject-dn">
      {certificate.renderingNames[registration.subjectDnRendering]} <span className="muted">{registration.subjectDnRendering}</span>
    </Fact>
    <ListFact label={t.grantTypes} values={registration.grantTypes} mono />
    <Fact label={t.managementScope} term="dcr-management">
      {registration.managementScope}
    </Fact>
    <Fact label={b.authMethod} term="client-authentication">
      {b.authMethods[tokenEndpointAuthMethod]}
    </Fact>
    <Fact label={t.authAudience}>{t.authAudiences[tokenEndpointAuthAudience]}</Fact>
  </Facts>
)

const Authorisation = ({ responseType, responseMode, pushedAuthorizationRequest, requestObjectAudience, acrValues }: BankProfile) => (
  <Facts>
    <Fact label={t.responseType} term="hybrid-flow" mono>
      {responseType}
    </Fact>
    <Fact label={t.responseMode} term="response-mode" mono>
      {responseMode}
    </Fact>
    <YesNo label={t.par} term="par" value={pushedAuthorizationRequest} />
    <Fact label={t.requestAudience} term="request-object">
      {requestObjectAudience ?? t.theIssuer}
    </Fact>
    <ListFact label={t.acrValues} term="acr" values={acrValues} mono />
  </Facts>
)
