import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { useQuery } from '../../api/query.ts'
import { Section } from '../../frame/detail.tsx'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { Table } from '../../ui/table.tsx'
import { Time, TimeFact, To } from './parts.tsx'

const t = entityText.bank

/** The certificate that the bank knows the client by, and those before it. */
export const RegistrationBinding = ({ binding, bindingHistory }: BankRegistration) => {
  const { value } = useQuery('obWacCertificate.list', {})
  const certificate = (id: string) => {
    const found = value?.items.find((one) => one.id === id)
    return found ? (
      <To path={['certificates', 'obWacCertificate', id]}>{found.name}</To>
    ) : (
      <span className="muted">{t.deletedCertificate}</span>
    )
  }
  return (
    <>
      <Facts>
        <IdFact label={t.bound} term="certificate-binding" value={binding.subject} full />
        <IdFact label={entityText.certificate.sha256} term="fingerprint" value={binding.sha256Fingerprint} full />
        <Fact label={t.boundCertificate}>{certificate(binding.obWacCertificateId)}</Fact>
        <TimeFact label={t.boundSince} iso={binding.bound} />
      </Facts>
      <Section title={t.history}>
        {bindingHistory.length === 0 ? (
          <p className="muted">{t.noHistory}</p>
        ) : (
          <Table title={t.history} columns={[t.boundSince, t.boundCertificate, t.bound, entityText.certificate.sha256]}>
            {bindingHistory.map(({ bound, obWacCertificateId, subject, sha256Fingerprint }) => (
              <tr key={bound}>
                <td>
                  <Time iso={bound} />
                </td>
                <td>{certificate(obWacCertificateId)}</td>
                <td className="mono">{subject}</td>
                <td className="mono">{sha256Fingerprint}</td>
              </tr>
            ))}
          </Table>
        )}
      </Section>
    </>
  )
}
