import type { InspectedSigningRequest } from '../../../../shared/model/certificate.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../../ui/facts.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Asn1View } from '../asn1-view.tsx'
import { CertificateNames } from '../certificate-names.tsx'
import entities from '../entities.module.css'
import { AuthorityFact, publicKeyText, RolesFact } from '../inspected-facts.tsx'
import { ListFact } from '../parts.tsx'

const t = entityText.certificateForms
const words = entityText.certificate
const named = ({ name, oid }: { name: string; oid: string }) => `${name} (${oid})`

/** Everything that can be read of a signing request. */
export const RequestTabs = ({ request }: { request: InspectedSigningRequest }) => {
  const { publicKey, qcStatements, keyUsage, extendedKeyUsage, subjectKeyIdentifier } = request
  const overview = (
    <Facts>
      <Fact label={t.request.signature}>{request.signatureValid ? t.request.signatures.yes : t.request.signatures.no}</Fact>
      <IdFact label={words.subject} term="subject-dn" value={request.subject} full />
      <RolesFact qcStatements={qcStatements} />
      <AuthorityFact qcStatements={qcStatements} />
      <ListFact label={words.qcTypes} values={qcStatements?.qcTypes.map(named) ?? []} />
      <ListFact label={words.keyUsage} term="key-usage" values={keyUsage?.usages ?? []} />
      <ListFact label={words.extendedKeyUsage} term="key-usage" values={extendedKeyUsage?.usages.map(named) ?? []} />
      <Fact label={words.publicKey}>{publicKeyText(publicKey)}</Fact>
      <IdFact label={words.publicKeySha256} value={publicKey.sha256} full />
      {subjectKeyIdentifier && <IdFact label={words.subjectKeyId} value={subjectKeyIdentifier} full />}
    </Facts>
  )
  return (
    <Tabs
      label={t.request.pem}
      items={[
        { id: 'overview', label: words.overview, content: <div className={entities.tab}>{overview}</div> },
        {
          id: 'names',
          label: words.names,
          content: (
            <div className={entities.tab}>
              <CertificateNames {...request} />
            </div>
          ),
        },
        {
          id: 'asn1',
          label: t.asn1.tab,
          content: (
            <div className={entities.tab}>
              <Asn1View pem={request.pem} />
            </div>
          ),
        },
      ]}
    />
  )
}
