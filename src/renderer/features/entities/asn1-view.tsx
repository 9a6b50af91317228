import type { Asn1Node } from '../../../shared/model/asn1.ts'
import { useQuery } from '../../api/query.ts'
import { entityText } from '../../text/entities/index.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { ErrorNotice, Notice } from '../../ui/error-notice.tsx'
import { loadingText } from '../../ui/format.ts'
import styles from './asn1-view.module.css'

const t = entityText.certificateForms.asn1

/** A certificate or signing request, value by value, as its bytes have it. */
export const Asn1View = ({ pem }: { pem: string }) => {
  const { value, error } = useQuery('certificate.asn1', { pem })
  if (error) return <ErrorNotice error={error} />
  if (!value) return <p className="muted">{loadingText}</p>
  return (
    <section aria-label={t.tree} className={styles.tree}>
      {value.truncated && (
        <Notice tone="attention">
          <p>{t.truncated}</p>
        </Notice>
      )}
      <Value node={value.root} />
    </section>
  )
}

const Name = ({ node: { name, offset, length } }: { node: Asn1Node }) => (
  <>
    <span className={styles.name}>{name}</span> <span className={styles.place}>{t.place(offset, length)}</span>
  </>
)

const Value = ({ node }: { node: Asn1Node }) => {
  const { name, value, children } = node
  if (children.length === 0) {
    return (
      <div className={styles.leaf}>
        <Name node={node} />
        {value && (
          <span className={styles.value}>
            <span className="mono">{value}</span>
            <CopyButton value={value} label={name} />
          </span>
        )}
      </div>
    )
  }
  return (
    <details open>
      <summary>
        <Name node={node} />
      </summary>
      <ul>
        {children.map((child) => (
          <li key={child.offset}>
            <Value node={child} />
          </li>
        ))}
      </ul>
    </details>
  )
}
