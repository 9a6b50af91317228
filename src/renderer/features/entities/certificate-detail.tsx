import type { InspectedCertificate, ObSealCertificate, ObWacCertificate } from '../../../shared/model/certificate.ts'
import { useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { entityText } from '../../text/entities/index.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { CertificateChain } from './certificate-chain.tsx'
import { CertificateExtensions } from './certificate-extensions.tsx'
import { CertificateNames } from './certificate-names.tsx'
import { validityOf } from './certificates.tsx'
import styles from './entities.module.css'
import { EntityPage, TimeFact, To } from './parts.tsx'
import { ValidityBar } from './validity-bar.tsx'

const t = entityText.certificate

type Kept = ObWacCertificate | ObSealCertificate

export const CertificateDetail = ({ aggregate, certificate }: { aggregate: string; certificate: Kept }) => {
  const { id, name, certificate: leaf, chain } = certificate
  // What the core decodes of the certificate and its chain; both are public.
  const { value, error } = useQuery('certificate.inspect', { pem: [leaf, ...chain].join('\n') })
  const [inspected] = value?.certificates ?? []
  const decoded = (content: (certificate: InspectedCertificate) => React.ReactNode) =>
    error ? <ErrorNotice error={error} /> : inspected ? content(inspected) : <p className="muted">{text.states.loading}</p>
  return (
    <EntityPage aggregate={aggregate} id={id} name={name} status={validityOf(certificate)}>
      <Tabs
        label={t.tabs}
        items={[
          {
            id: 'overview',
            label: t.overview,
            content: <div className={styles.tab}>{<Overview aggregate={aggregate} certificate={certificate} inspected={inspected} />}</div>,
          },
          {
            id: 'names',
            label: t.names,
            content: (
              <div className={styles.tab}>
                {decoded((one) => (
                  <CertificateNames {...one} />
                ))}
              </div>
            ),
          },
          {
            id: 'chain',
            label: t.chain,
            content: <div className={styles.tab}>{decoded(() => value && <CertificateChain inspection={value} />)}</div>,
          },
          {
            id: 'extensions',
            label: t.extensions,
            content: (
              <div className={styles.tab}>
                {decoded((one) => (
                  <CertificateExtensions {...one} />
                ))}
              </div>
            ),
          },
          {
            id: 'pem',
            label: t.pem,
            content: (
              <div className={styles.tab}>
                <CodeBlock label={t.leafPem}>{leaf}</CodeBlock>
                {chain.length > 0 && <CodeBlock label={t.chainPem}>{chain.join('\n')}</CodeBlock>}
              </div>
            ),
          },
        ]}
      />
    </EntityPage>
  )
}

const Overview = ({
  aggregate,
  certificate,
  inspected,
}: {
  aggregate: string
  certificate: Kept
  inspected: InspectedCertificate | undefined
}) => (
  <>
    <ValidityBar notBefore={certificate.notBefore} notAfter={certificate.notAfter} />
    <Facts>
      <Fact label={t.profile} term={aggregate === 'obWacCertificate' ? 'obwac' : 'obseal'}>
        {t.profiles[certificate.profile]}
      </Fact>
      <Fact label={t.roles} term="roles">
        <Roles certificate={certificate} inspected={inspected} />
      </Fact>
      <IdFact label={t.subject} term="subject-dn" value={certificate.subject} full />
      {certificate.organisationId && <IdFact label={t.organisationId} value={certificate.organisationId} />}
      {inspected?.organizationIdentifier && (
        <IdFact label={t.authorisation} term="organization-identifier" value={inspected.organizationIdentifier.value} />
      )}
      {inspected?.qcStatements?.psd2 && (
        <Fact label={t.authority} term="competent-authority">
          {inspected.qcStatements.psd2.ncaName} <span className="muted">{inspected.qcStatements.psd2.ncaId}</span>
        </Fact>
      )}
      {'keyId' in certificate && <IdFact label={t.keyId} term="kid" value={certificate.keyId} full />}
      <IdFact label={t.sha256} term="fingerprint" value={certificate.sha256Fingerprint} full />
      {inspected && <IdFact label={t.sha1} value={inspected.fingerprints.sha1} full />}
      {inspected && <IdFact label={t.x5t} value={inspected.x5tS256} full />}
      <IdFact label={t.serialNumber} value={certificate.serialNumber} full />
      {inspected && <Fact label={t.publicKey}>{keyText(inspected.publicKey)}</Fact>}
      <IdFact label={t.publicKeySha256} value={certificate.publicKeySha256} full />
      {inspected && <Fact label={t.signatureAlgorithm}>{inspected.signatureAlgorithm}</Fact>}
      {inspected?.selfSigned && <Fact label={t.issuer}>{t.selfSigned}</Fact>}
      {inspected && !inspected.selfSigned && <IdFact label={t.issuer} term="chain" value={inspected.issuer} full />}
      <Fact label={t.origin} term={certificate.sandboxCaId ? 'sandbox-ca' : undefined}>
        {certificate.sandboxCaId ? t.sandbox : t.imported}
      </Fact>
      <TimeFact label={t.notBefore} iso={certificate.notBefore} />
      <TimeFact label={t.notAfter} iso={certificate.notAfter} />
      <TimeFact label={entityText.created} iso={certificate.created} />
      <Fact label={entityText.usedBy}>
        <UsedBy certificateId={certificate.id} />
      </Fact>
      <IdFact label={entityText.id} value={certificate.id} full />
    </Facts>
    {inspected && inspected.problems.length > 0 && (
      <section>
        <h2>{t.problems}</h2>
        <ul className={styles.lines}>
          {inspected.problems.map(({ code, message }) => (
            <li key={code}>
              {message} <span className="muted">{code}</span>
            </li>
          ))}
        </ul>
      </section>
    )}
  </>
)

const keyText = ({ type, bits, curve }: InspectedCertificate['publicKey']): string =>
  bits ? t.bits(type.toUpperCase(), bits) : [type.toUpperCase(), curve].filter(Boolean).join(' ')

const Roles = ({ certificate, inspected }: { certificate: Kept; inspected: InspectedCertificate | undefined }) => {
  if (certificate.roles.length === 0) return entityText.none
  const oidOf = (role: string) => inspected?.qcStatements?.psd2?.roles.find(({ name }) => name === role)?.oid
  return (
    <ul>
      {certificate.roles.map((role) => (
        <li key={role}>
          {t.roleNames[role]} <span className="muted">{[role, oidOf(role)].filter(Boolean).join(' · ')}</span>
        </li>
      ))}
    </ul>
  )
}

/** Software statements that use it, and registrations bound to it. */
const UsedBy = ({ certificateId }: { certificateId: string }) => {
  const statements = useQuery('softwareStatement.list', {})
  const registrations = useQuery('bankRegistration.list', {})
  const profiles = useQuery('bankProfile.list', {})
  const users = [
    ...(statements.value?.items ?? [])
      .filter((one) => one.defaultObWacCertificateId === certificateId || one.defaultObSealCertificateId === certificateId)
      .map(({ id, clientName }) => ({ path: ['software', 'softwareStatement', id], name: clientName, kind: entityText.bank.software })),
    ...(registrations.value?.items ?? [])
      .filter(({ binding }) => binding.obWacCertificateId === certificateId)
      .map(({ id, bankProfileId }) => ({
        path: ['banks', 'bankRegistration', id],
        name: profiles.value?.items.find((profile) => profile.id === bankProfileId)?.displayName ?? id,
        kind: entityText.consent.registration,
      })),
  ]
  if (users.length === 0) return entityText.none
  return (
    <ul className={styles.links}>
      {users.map(({ path, name, kind }) => (
        <li key={path.join('/')}>
          <To path={path}>{name}</To> <span className="muted">{kind}</span>
        </li>
      ))}
    </ul>
  )
}
