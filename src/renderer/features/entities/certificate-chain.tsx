import { ArrowDown } from 'lucide-react'
import type { Inspection } from '../../../shared/model/certificate.ts'
import { entityText } from '../../text/entities/index.ts'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { Mark, Status } from '../../ui/status.tsx'
import styles from './certificate-chain.module.css'
import { validityOf } from './certificates.tsx'
import { TimeFact } from './parts.tsx'

const t = entityText.certificate

/** From the certificate to its root, each card signed by the next. */
const orderOf = ({ chain }: Inspection, from: number): number[] => {
  const order = [from]
  for (;;) {
    const last = order.at(-1)
    const next = chain.find(({ certificate }) => certificate === last)?.issuedBy ?? null
    if (next === null || order.includes(next)) return order
    order.push(next)
  }
}

export const CertificateChain = ({ inspection, from }: { inspection: Inspection; from: number }) => {
  const order = orderOf(inspection, from)
  const cards = order.flatMap((index) => inspection.certificates[index] ?? [])
  const complete = cards.at(-1)?.selfSigned ?? false
  return (
    <ol className={styles.chain}>
      {cards.map((card, index) => {
        const status = validityOf(card)
        return (
          <li key={card.fingerprints.sha256}>
            {index > 0 && (
              <p className={styles.link}>
                <ArrowDown size={14} aria-hidden="true" /> {t.issuedBy}
              </p>
            )}
            <div className={styles.card}>
              <header>
                <h2>{card.subjectAttributes.find(({ name }) => name === 'CN')?.value ?? card.subject}</h2>
                <Status tone={status.tone}>{status.word}</Status>
              </header>
              <Facts>
                <IdFact label={t.subject} value={card.subject} full />
                {card.selfSigned ? <Fact label={t.issuer}>{t.selfSigned}</Fact> : <IdFact label={t.issuer} value={card.issuer} full />}
                <TimeFact label={t.notAfter} iso={card.notAfter} />
                <IdFact label={t.sha256} value={card.fingerprints.sha256} full />
              </Facts>
            </div>
          </li>
        )
      })}
      {!complete && (
        <li className={styles.link}>
          <Mark tone="attention" /> {t.missingIssuer}
        </li>
      )}
    </ol>
  )
}
