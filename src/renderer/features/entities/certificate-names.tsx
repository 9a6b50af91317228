import type { InspectedCertificate } from '../../../shared/model/certificate.ts'
import { Section } from '../../frame/detail.tsx'
import { entityText } from '../../text/entities/index.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { NumberCell, Table } from '../../ui/table.tsx'
import styles from './certificate-names.module.css'

const t = entityText.certificate

/** The subject attribute by attribute, and in every form that a bank may compare it in. */
export const CertificateNames = ({ subjectAttributes, dnRenderings }: Pick<InspectedCertificate, 'subjectAttributes' | 'dnRenderings'>) => (
  <>
    <Section title={t.attributes}>
      <Table title={t.attributes} columns={[t.name, t.value, t.oid, t.stringType]}>
        {subjectAttributes.map(({ oid, name, value, stringType }) => (
          <tr key={`${oid} ${value}`}>
            <td>{name}</td>
            <td className="mono">{value}</td>
            <td className="mono">{oid}</td>
            <td className="muted">{stringType}</td>
          </tr>
        ))}
      </Table>
    </Section>
    <Section title={t.renderings}>
      <Table title={t.renderings} columns={[t.rendering, { title: t.length, number: true }, t.value]}>
        {dnRenderings.map(({ rendering, value, length }) => (
          <tr key={rendering}>
            <td className={styles.rendering}>
              {t.renderingNames[rendering]}
              <div className="caption">{rendering}</div>
            </td>
            <NumberCell>{length}</NumberCell>
            <td>
              <div className={styles.value}>
                <span className="mono">{value}</span>
                <CopyButton value={value} label={t.renderingNames[rendering]} />
              </div>
            </td>
          </tr>
        ))}
      </Table>
    </Section>
  </>
)
