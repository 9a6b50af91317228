import { useEffect, useRef, useState } from 'react'
import type { InspectedCertificate, Inspection } from '../../../../shared/model/certificate.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/error-notice.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { Status } from '../../../ui/status.tsx'
import { Table } from '../../../ui/table.tsx'
import { CertificateTabs } from '../certificate-tabs.tsx'
import { validityOf } from '../certificates.tsx'
import { CertificateRows, Problems, publicKeyText } from '../inspected-facts.tsx'
import { ValidityBar } from '../validity-bar.tsx'
import styles from './forms.module.css'
import { RequestTabs } from './request-tabs.tsx'

const t = entityText.certificateForms

const nameOf = ({ subjectAttributes, subject }: Pick<InspectedCertificate, 'subjectAttributes' | 'subject'>): string =>
  subjectAttributes.find(({ oid }) => oid === '2.5.4.3')?.value ?? subject

type Shown = { kind: 'certificate' | 'request'; index: number }

/** What was found in a file: its parts, and everything about the one that is chosen. */
export const InspectionView = ({ inspection }: { inspection: Inspection }) => {
  const { certificates, signingRequests } = inspection
  const [shown, setShown] = useState<Shown>({ kind: certificates.length > 0 ? 'certificate' : 'request', index: 0 })
  const heading = useRef<HTMLHeadingElement>(null)
  // The answer is below what was filled in.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per answer
  useEffect(() => heading.current?.focus(), [inspection])
  const certificate = shown.kind === 'certificate' ? certificates[shown.index] : undefined
  const request = shown.kind === 'request' ? signingRequests[shown.index] : undefined
  return (
    <section className={styles.section} aria-label={t.inspect.found}>
      <h2 ref={heading} tabIndex={-1}>
        {t.inspect.found} <span className="muted">({t.inspect.format[inspection.format]})</span>
      </h2>
      {inspection.warnings.map((warning) => (
        <Notice key={warning} tone="attention">
          <p>{warning}</p>
        </Notice>
      ))}
      <Parts inspection={inspection} shown={shown} onShow={setShown} />
      {certificate && (
        <CertificateTabs
          key={`certificate ${shown.index}`}
          inspection={inspection}
          index={shown.index}
          certificate={certificate}
          name={nameOf(certificate)}
          overview={
            <>
              <ValidityBar notBefore={certificate.notBefore} notAfter={certificate.notAfter} />
              <Facts>
                <CertificateRows certificate={certificate} />
              </Facts>
              <Problems problems={certificate.problems} />
            </>
          }
        />
      )}
      {request && <RequestTabs key={`request ${shown.index}`} request={request} />}
    </section>
  )
}

interface PartsProps {
  inspection: Inspection
  shown: Shown
  onShow: (shown: Shown) => void
}

const Parts = ({ inspection: { certificates, signingRequests, privateKeys }, shown, onShow }: PartsProps) => {
  const show = (kind: Shown['kind'], index: number) =>
    shown.kind === kind && shown.index === index ? (
      <Status tone="information">{t.inspect.shown}</Status>
    ) : (
      <Button onPress={() => onShow({ kind, index })}>{t.inspect.show}</Button>
    )
  return (
    <Table title={t.inspect.found} columns={[t.inspect.part, t.inspect.what, t.inspect.state, t.inspect.show]}>
      {certificates.map((certificate, index) => {
        const { tone, word } = validityOf(certificate)
        return (
          <tr key={certificate.fingerprints.sha256}>
            <td>{t.inspect.certificate}</td>
            <td>
              {nameOf(certificate)} <div className="caption">{entityText.certificate.profiles[certificate.profile]}</div>
            </td>
            <td>
              <Status tone={tone}>{word}</Status>
            </td>
            <td>{show('certificate', index)}</td>
          </tr>
        )
      })}
      {signingRequests.map((request, index) => (
        <tr key={request.publicKey.sha256}>
          <td>{t.inspect.signingRequest}</td>
          <td>{nameOf(request)}</td>
          <td>
            <Status tone={request.signatureValid ? 'good' : 'failed'}>
              {request.signatureValid ? t.request.signatures.yes : t.request.signatures.no}
            </Status>
          </td>
          <td>{show('request', index)}</td>
        </tr>
      ))}
      {privateKeys.map(({ type, bits, curve, encrypted, publicKeySha256, matchesCertificate }, index) => {
        const fits = matchesCertificate === null ? undefined : certificates[matchesCertificate]
        return (
          <tr key={publicKeySha256 ?? index}>
            <td>{t.inspect.privateKey}</td>
            <td>
              {publicKeySha256 === null ? t.inspect.unknownKey : publicKeyText({ type, bits, curve, sha256: publicKeySha256 })}
              <div className="caption">{encrypted ? t.inspect.encrypted : t.inspect.inClear}</div>
            </td>
            <td>
              <Status tone={fits ? 'good' : 'neutral'}>{fits ? t.inspect.fits(nameOf(fits)) : t.inspect.fitsNone}</Status>
            </td>
            <td />
          </tr>
        )
      })}
    </Table>
  )
}
