import type { InspectedCertificate } from '../../../shared/model/certificate.ts'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { ListFact } from './parts.tsx'

const t = entityText.certificate

const named = ({ name, oid }: { name: string; oid: string }) => (name === oid ? oid : `${name} (${oid})`)
const ifCritical = (critical: boolean) => (critical ? [t.critical] : [])

/** Every extension of the certificate; what it does not have is said to be absent where a reader would look for it. */
export const CertificateExtensions = (certificate: InspectedCertificate) => {
  const { basicConstraints, keyUsage, extendedKeyUsage, qcStatements } = certificate
  return (
    <Facts>
      <ListFact label={t.keyUsage} term="key-usage" values={keyUsage?.usages ?? []} note={keyUsage?.critical ? t.critical : undefined} />
      <ListFact
        label={t.extendedKeyUsage}
        term="key-usage"
        values={extendedKeyUsage?.usages.map(named) ?? []}
        note={extendedKeyUsage?.critical ? t.critical : undefined}
      />
      <Fact label={t.basicConstraints}>
        {basicConstraints
          ? [
              basicConstraints.ca ? t.isCa : t.isNotCa,
              ...(basicConstraints.pathLength === null ? [] : [t.pathLength(basicConstraints.pathLength)]),
              ...ifCritical(basicConstraints.critical),
            ].join(', ')
          : entityText.none}
      </Fact>
      <ListFact label={t.altNames} values={certificate.subjectAltNames} mono />
      <ListFact
        label={t.qcStatements}
        term="qc-statements"
        values={qcStatements?.statements.map(named) ?? []}
        note={qcStatements?.critical ? t.critical : undefined}
      />
      {qcStatements && <ListFact label={t.qcTypes} values={qcStatements.qcTypes.map(named)} />}
      {qcStatements?.psd2 && <Fact label={t.rolesForm}>{t.rolesForms[qcStatements.psd2.form]}</Fact>}
      <ListFact label={t.policies} values={certificate.certificatePolicies} mono />
      <ListFact label={t.authorityInfo} values={certificate.authorityInfoAccess} mono />
      <ListFact label={t.crls} values={certificate.crlDistributionPoints} mono />
      {certificate.subjectKeyIdentifier && <IdFact label={t.subjectKeyId} value={certificate.subjectKeyIdentifier} full />}
      {certificate.authorityKeyIdentifier && <IdFact label={t.authorityKeyId} value={certificate.authorityKeyIdentifier} full />}
      <ListFact
        label={t.otherExtensions}
        values={certificate.otherExtensions.map(({ oid, critical }) => [oid, ...ifCritical(critical)].join(', '))}
        mono
      />
    </Facts>
  )
}
