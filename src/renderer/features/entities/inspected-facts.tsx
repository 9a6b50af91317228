import type { InspectedCertificate, Psd2Role } from '../../../shared/model/certificate.ts'
import { entityText } from '../../text/entities/index.ts'
import { Fact, IdFact } from '../../ui/facts.tsx'
import styles from './entities.module.css'
import { TimeFact } from './parts.tsx'

const t = entityText.certificate

export const publicKeyText = ({ type, bits, curve }: InspectedCertificate['publicKey']): string =>
  bits ? t.bits(type.toUpperCase(), bits) : [type.toUpperCase(), curve].filter(Boolean).join(' ')

const terms = { obwac: 'obwac', obseal: 'obseal' } as const

/** What a certificate says of itself, row by row; to stand among other rows. */
export const CertificateRows = ({ certificate }: { certificate: InspectedCertificate }) => {
  const { profile, publicKey, qcStatements } = certificate
  return (
    <>
      <Fact label={t.profile} term={profile === 'obwac' || profile === 'obseal' ? terms[profile] : undefined}>
        {t.profiles[profile]}
      </Fact>
      <RolesFact qcStatements={qcStatements} />
      <IdFact label={t.subject} term="subject-dn" value={certificate.subject} full />
      <CommonName attributes={certificate.subjectAttributes} />
      {certificate.organizationIdentifier && (
        <IdFact label={t.authorisation} term="organization-identifier" value={certificate.organizationIdentifier.value} />
      )}
      <AuthorityFact qcStatements={qcStatements} />
      {certificate.selfSigned ? (
        <Fact label={t.issuer}>{t.selfSigned}</Fact>
      ) : (
        <IdFact label={t.issuer} term="chain" value={certificate.issuer} full />
      )}
      <TimeFact label={t.notBefore} iso={certificate.notBefore} />
      <TimeFact label={t.notAfter} iso={certificate.notAfter} />
      <IdFact label={t.sha256} term="fingerprint" value={certificate.fingerprints.sha256} full />
      <IdFact label={t.sha1} value={certificate.fingerprints.sha1} full />
      <IdFact label={t.x5t} value={certificate.x5tS256} full />
      <IdFact label={t.serialNumber} value={certificate.serialNumber} full />
      <Fact label={t.publicKey}>{publicKeyText(publicKey)}</Fact>
      <IdFact label={t.publicKeySha256} value={publicKey.sha256} full />
      <Fact label={t.signatureAlgorithm}>{certificate.signatureAlgorithm}</Fact>
    </>
  )
}

const CommonName = ({ attributes }: { attributes: InspectedCertificate['subjectAttributes'] }) => {
  const name = attributes.find(({ oid }) => oid === '2.5.4.3')
  return name ? <IdFact label={t.organisationId} value={name.value} /> : null
}

type Qualified = Pick<InspectedCertificate, 'qcStatements'>

/** Words for the roles, with their names in the standard and their OIDs beside. */
export const RolesFact = ({ qcStatements }: Qualified) => {
  const roles = qcStatements?.psd2?.roles ?? []
  return (
    <Fact label={t.roles} term="roles">
      {roles.length === 0 ? (
        entityText.none
      ) : (
        <ul>
          {roles.map(({ name, oid }) => (
            <li key={oid}>
              {t.roleNames[name as Psd2Role] ?? name} <span className="muted">{[name, oid].join(' · ')}</span>
            </li>
          ))}
        </ul>
      )}
    </Fact>
  )
}

export const AuthorityFact = ({ qcStatements }: Qualified) =>
  qcStatements?.psd2 ? (
    <Fact label={t.authority} term="competent-authority">
      {qcStatements.psd2.ncaName} <span className="muted">{qcStatements.psd2.ncaId}</span>
    </Fact>
  ) : null

export const Problems = ({ problems }: Pick<InspectedCertificate, 'problems'>) =>
  problems.length === 0 ? null : (
    <section>
      <h2>{t.problems}</h2>
      <ul className={styles.lines}>
        {problems.map(({ code, message }) => (
          <li key={code}>
            {message} <span className="muted">{code}</span>
          </li>
        ))}
      </ul>
    </section>
  )
