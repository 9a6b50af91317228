import { lazy, Suspense, useMemo } from 'react'
import { formatJson } from './json-format.ts'
import styles from './json-text.module.css'

const JsonView = lazy(async () => ({ default: (await import('./json-view.tsx')).JsonView }))

/** JSON to fold and search in, anything else as it is; `label` names it for screen readers. */
export const JsonText = ({ label, children }: { label: string; children: string }) => {
  const json = useMemo(() => formatJson(children), [children])
  const plain = <pre className={styles.plain}>{json ?? children}</pre>
  if (json === null) return plain
  return (
    <Suspense fallback={plain}>
      <JsonView json={json} label={label} />
    </Suspense>
  )
}
