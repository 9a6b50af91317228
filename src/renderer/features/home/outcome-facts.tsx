import type { Output } from '../../../shared/api.ts'
import type { AccountAccessConsent } from '../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { ObWacCertificate } from '../../../shared/model/certificate.ts'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { href } from '../../router.ts'
import { text } from '../../text/en.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { exactTime, relativeTime } from '../../ui/format.ts'
import styles from './outcome.module.css'
import { entityPath } from './view.ts'

const t = text.home.outcome

const Time = ({ iso }: { iso: string }) => (
  <time dateTime={iso} title={exactTime(iso)}>
    {exactTime(iso)} ({relativeTime(iso)})
  </time>
)

/** The entity's name as a link to where everything is known of it. */
const EntityFact = ({ label, aggregate, id, children }: { label: string; aggregate: string; id: string; children: string }) => {
  const path = entityPath({ aggregate, id })
  return (
    <Fact label={label} copy={children}>
      {path ? <a href={href(path)}>{children}</a> : children}
    </Fact>
  )
}

export const BankFacts = ({ id, displayName, issuer, endpoints, accountInformation, tokenEndpointAuthMethod }: BankProfile) => (
  <Facts>
    <EntityFact label={t.profile} aggregate="bankProfile" id={id}>
      {displayName}
    </EntityFact>
    {issuer && <IdFact label={t.issuer} value={issuer} full />}
    {endpoints.authorizationEndpoint && <IdFact label={t.frontChannel} value={endpoints.authorizationEndpoint} full />}
    {Object.entries(accountInformation?.baseUrls ?? {}).map(([version, address]) => (
      <IdFact key={version} label={t.apis(version)} value={address} full />
    ))}
    <Fact label={t.authMethod}>{tokenEndpointAuthMethod}</Fact>
  </Facts>
)

interface CertificateFactsProps {
  heading: string
  aggregate: string
  certificate: ObWacCertificate
  keyId?: string
}

export const CertificateFacts = ({ heading, aggregate, certificate, keyId }: CertificateFactsProps) => (
  <div className={styles.part}>
    <Facts>
      <EntityFact label={heading} aggregate={aggregate} id={certificate.id}>
        {certificate.name}
      </EntityFact>
      <IdFact label={t.subject} value={certificate.subject} full />
      <Fact label={t.expires} copy={certificate.notAfter}>
        <Time iso={certificate.notAfter} />
      </Fact>
      {keyId ? <IdFact label={t.keyId} value={keyId} /> : <IdFact label={t.fingerprint} value={certificate.sha256Fingerprint} />}
    </Facts>
  </div>
)

export const StatementFacts = ({
  id,
  clientName,
  organisationName,
  organisationId,
  softwareId,
  roles,
  redirectUris,
  ssa,
}: SoftwareStatement) => (
  <Facts>
    <EntityFact label={t.client} aggregate="softwareStatement" id={id}>
      {clientName}
    </EntityFact>
    <Fact label={t.organisation} copy={organisationId}>
      {organisationName}, <code>{organisationId}</code>
    </Fact>
    <IdFact label={t.softwareId} value={softwareId} />
    <Fact label={t.roles}>{roles.join(', ')}</Fact>
    <IdFact label={t.redirects} value={redirectUris.join('\n')} full />
    {ssa && (
      <Fact label={t.assertion} copy={ssa.jwt}>
        {t.obtained} <Time iso={ssa.obtained} />
      </Fact>
    )}
  </Facts>
)

export const RegistrationFacts = ({
  id,
  externalApiId,
  tokenEndpointAuthMethod,
  binding,
  scope,
  endpoints,
}: Output<'bankRegistration.get'>) => (
  <Facts>
    <EntityFact label={t.clientId} aggregate="bankRegistration" id={id}>
      {externalApiId ?? ''}
    </EntityFact>
    <Fact label={t.authMethod}>{tokenEndpointAuthMethod}</Fact>
    <IdFact label={t.bound} value={binding.subject} full />
    <IdFact label={t.fingerprint} value={binding.sha256Fingerprint} />
    <Fact label={t.scope}>{scope}</Fact>
    <IdFact label={t.tokenEndpoint} value={endpoints.tokenEndpoint} full />
  </Facts>
)

export const ConsentFacts = ({
  id,
  consentId,
  status,
  externalStatus,
  apiVersion,
  permissions,
  expirationDateTime,
}: AccountAccessConsent) => (
  <Facts>
    <EntityFact label={t.consentId} aggregate="accountAccessConsent" id={id}>
      {consentId ?? ''}
    </EntityFact>
    <Fact label={t.status}>{externalStatus ?? status}</Fact>
    <Fact label={t.version}>{text.home.inputs.versions[apiVersion]}</Fact>
    <Fact label={t.permissions} copy={permissions.join('\n')}>
      {permissions.join(', ')}
    </Fact>
    <Fact label={t.expires}>{expirationDateTime ? <Time iso={expirationDateTime} /> : t.noExpiry}</Fact>
  </Facts>
)

export const TokenFacts = ({ externalStatus, status, tokens }: AccountAccessConsent) => (
  <Facts>
    <Fact label={t.status}>{externalStatus ?? status}</Fact>
    <Fact label={t.accessToken}>{tokens ? tokens.accessTokenExpires && <Time iso={tokens.accessTokenExpires} /> : t.noTokens}</Fact>
    {tokens && (
      <>
        <Fact label={t.refreshToken}>
          {tokens.refreshTokenExpires ? <Time iso={tokens.refreshTokenExpires} /> : tokens.refreshable ? t.noExpiry : t.noRefreshToken}
        </Fact>
        <Fact label={t.scope}>{tokens.scope}</Fact>
      </>
    )}
  </Facts>
)
