import { FileBadge } from 'lucide-react'
import { isRedirect } from '../../../../shared/browser-exchanges.ts'
import type { RequestLogDetail, TlsFacts } from '../../../../shared/model/request-log.ts'
import { log } from '../../../text/log.ts'
import { Fact, Facts, IdFact } from '../../../ui/facts.tsx'
import { exactTime, relativeTime } from '../../../ui/format.ts'
import { shortFingerprint } from '../exchange-words.ts'
import styles from './detail.module.css'
import { Section } from './message-tab.tsx'

/** Which certificate went out with an exchange. */
export const CertificateBadge = ({ tls }: { tls: TlsFacts | null }) => {
  if (!tls) return null
  const offered = tls.clientCertificateOffered
  return (
    <span className={styles.badge} title={offered ? `${offered.subject}\n${offered.sha256Fingerprint}` : log.tls.noneOffered}>
      <FileBadge size={12} aria-hidden="true" />
      {log.columns.certificate} {offered ? <span className="mono">{shortFingerprint(offered.sha256Fingerprint)}</span> : log.noCertificate}
    </span>
  )
}

export const TlsTab = ({ detail }: { detail: RequestLogDetail }) => {
  const { tls } = detail
  if (!tls) return <p className={styles.note}>{isRedirect(detail) ? log.redirectMessage : log.tls.none}</p>
  const { protocol, cipher, reusedConnection, clientCertificateOffered: offered, serverChain } = tls
  return (
    <>
      <Section title={log.tls.connection}>
        <Facts>
          <Fact label={log.tls.protocol}>{protocol ?? '–'}</Fact>
          <Fact label={log.tls.cipher} mono>
            {cipher ?? '–'}
          </Fact>
          <Fact label={log.tls.connection}>{reusedConnection ? log.tls.reused : log.tls.fresh}</Fact>
        </Facts>
      </Section>
      <Section title={log.tls.offered}>
        {offered ? (
          <Facts>
            <Fact label={log.tls.subject} copy={offered.subject}>
              {offered.subject}
            </Fact>
            <IdFact label={log.tls.fingerprint} value={offered.sha256Fingerprint} />
          </Facts>
        ) : (
          <p className="muted">{log.tls.noneOffered}</p>
        )}
      </Section>
      {serverChain.length > 0 && (
        <Section title={log.tls.chain}>
          <ol className={styles.chain}>
            {serverChain.map((certificate) => (
              <li key={certificate.sha256Fingerprint} className={styles.link}>
                <Facts>
                  <Fact label={log.tls.subject} copy={certificate.subject}>
                    {certificate.subject}
                  </Fact>
                  <Fact label={log.tls.issuer}>{certificate.issuer}</Fact>
                  <Fact label={log.tls.notAfter}>
                    <span
                      title={exactTime(certificate.notAfter)}
                    >{`${exactTime(certificate.notAfter)} (${relativeTime(certificate.notAfter)})`}</span>
                  </Fact>
                  <IdFact label={log.tls.fingerprint} value={certificate.sha256Fingerprint} />
                </Facts>
              </li>
            ))}
          </ol>
        </Section>
      )}
    </>
  )
}
