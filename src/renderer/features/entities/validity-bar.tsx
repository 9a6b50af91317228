import { entityText } from '../../text/entities/index.ts'
import { exactDay, exactTime } from '../../ui/format.ts'
import styles from './validity-bar.module.css'

const t = entityText.certificate

/** From the first day to the last, with today marked. */
export const ValidityBar = ({ notBefore, notAfter, now = Date.now() }: { notBefore: string; notAfter: string; now?: number }) => {
  const [begin, end] = [Date.parse(notBefore), Date.parse(notAfter)]
  const passed = Math.min(1, Math.max(0, (now - begin) / (end - begin)))
  const percent = `${Math.round(passed * 100)} %`
  return (
    <div className={styles.validity}>
      <div className={styles.bar} style={{ '--passed': passed } as React.CSSProperties} title={t.position(percent)} aria-hidden="true" />
      <div className={styles.ends}>
        <time dateTime={notBefore} title={exactTime(notBefore)}>
          {exactDay(notBefore)}
        </time>
        <span className="muted">{t.position(percent)}</span>
        <time dateTime={notAfter} title={exactTime(notAfter)}>
          {exactDay(notAfter)}
        </time>
      </div>
    </div>
  )
}
