// The words and marks of one exchange, the same in the list, the bar and the detail.

import type { RequestLogEntry } from '../../../shared/model/request-log.ts'
import { hostAndPath, pathParts } from '../../ui/address-parts.ts'
import { Status } from '../../ui/status.tsx'
import styles from './exchange-facts.module.css'
import { outcomeOf } from './exchange-words.ts'

export const Outcome = ({ entry }: { entry: Pick<RequestLogEntry, 'step' | 'status' | 'errorCode'> }) => {
  const { tone, words } = outcomeOf(entry)
  return <Status tone={tone}>{words}</Status>
}

export const Address = ({ url }: { url: string }) => {
  const { host, path } = hostAndPath(url)
  const { head, tail } = pathParts(path)
  return (
    <span className={styles.address} title={url}>
      <span className={styles.host}>{host}</span>
      <span className={styles.head}>{head}</span>
      <span className={styles.tail}>{tail}</span>
    </span>
  )
}
