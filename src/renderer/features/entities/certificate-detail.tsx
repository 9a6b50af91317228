import type { ObSealCertificate, ObWacCertificate } from '../../../shared/model/certificate.ts'
import { useQuery } from '../../api/query.ts'
import { entityText } from '../../text/entities/index.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { loadingText } from '../../ui/format.ts'
import { CertificateActions } from './certificate-forms/certificate-actions.tsx'
import { CertificateTabs } from './certificate-tabs.tsx'
import { UsedBy } from './certificate-users.tsx'
import { validityOf } from './certificates.tsx'
import { CertificateRows, Problems } from './inspected-facts.tsx'
import { EntityPage, TimeFact } from './parts.tsx'
import { ValidityBar } from './validity-bar.tsx'

const t = entityText.certificate

export type CertificateAggregate = 'obWacCertificate' | 'obSealCertificate'

export interface CertificateDetailProps {
  aggregate: CertificateAggregate
  certificate: ObWacCertificate | ObSealCertificate
}

export const CertificateDetail = ({ aggregate, certificate }: CertificateDetailProps) => {
  const { id, name, certificate: leaf, chain } = certificate
  // What the core decodes of the certificate and its chain; both are public.
  const { value, error } = useQuery('certificate.inspect', { pem: [leaf, ...chain].join('\n') })
  const [inspected] = value?.certificates ?? []
  return (
    <EntityPage
      aggregate={aggregate}
      id={id}
      name={name}
      status={validityOf(certificate)}
      actions={<CertificateActions aggregate={aggregate} certificate={certificate} />}
    >
      {error && <ErrorNotice error={error} />}
      {!value && !error && <p className="muted">{loadingText}</p>}
      {value && inspected && (
        <CertificateTabs
          inspection={value}
          index={0}
          certificate={inspected}
          name={name}
          overview={
            <>
              <ValidityBar notBefore={inspected.notBefore} notAfter={inspected.notAfter} />
              <Facts>
                <Fact label={entityText.usedBy}>
                  <UsedBy certificateId={id} />
                </Fact>
                {'keyId' in certificate && <IdFact label={t.keyId} term="kid" value={certificate.keyId} full />}
                <CertificateRows certificate={inspected} />
                <Fact label={t.origin} term={certificate.sandboxCaId ? 'sandbox-ca' : undefined}>
                  {certificate.sandboxCaId ? t.sandbox : t.imported}
                </Fact>
                <TimeFact label={entityText.created} iso={certificate.created} />
                <IdFact label={entityText.id} value={id} full />
              </Facts>
              <Problems problems={inspected.problems} />
            </>
          }
        />
      )}
    </EntityPage>
  )
}
