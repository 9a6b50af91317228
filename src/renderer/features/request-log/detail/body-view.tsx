import { lazy, Suspense, useMemo } from 'react'
import { formatJson } from '../json-format.ts'
import styles from './detail.module.css'

const JsonView = lazy(async () => ({ default: (await import('./json-view.tsx')).JsonView }))

/** JSON to fold and search in, anything else as it is. */
export const BodyView = ({ body }: { body: string }) => {
  const json = useMemo(() => formatJson(body), [body])
  const plain = <pre className={styles.plain}>{json ?? body}</pre>
  if (json === null) return plain
  return (
    <Suspense fallback={plain}>
      <JsonView json={json} />
    </Suspense>
  )
}
