import type { DecodedJwt } from '../../../../shared/model/request-log.ts'
import { log } from '../../../text/log.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { exactTime, plural, relativeTime } from '../../../ui/format.ts'
import { Status } from '../../../ui/status.tsx'
import { type ClaimRow, judgedJwt } from '../judged-claims.ts'
import styles from './detail.module.css'
import { Judgement } from './judgement.tsx'
import { jwtName } from './jwt-name.ts'
import claimStyles from './jwts-tab.module.css'

export const JwtsTab = ({ jwts }: { jwts: DecodedJwt[] }) =>
  jwts.length === 0 ? <p className={styles.note}>{log.jwts.none}</p> : jwts.map((jwt) => <Jwt key={jwt.where} jwt={jwt} />)

const Jwt = ({ jwt }: { jwt: DecodedJwt }) => {
  const { header, claims, whole, failed } = judgedJwt(jwt)
  // What fails is not to be looked for.
  const top = [...new Set([...failed, ...whole])]
  return (
    <section className={styles.section}>
      <div className={styles.sectionTitle}>
        <h3>{jwtName(jwt.where)}</h3>
        <code className="muted">{jwt.where}</code>
        <span className={claimStyles.outcome}>
          <Conclusion jwt={jwt} failed={failed.length} />
        </span>
      </div>
      {top.length > 0 && (
        <ul className={claimStyles.whole}>
          {top.map((verdict) => (
            <li key={`${verdict.claim} ${verdict.clause}`}>
              <Judgement verdict={verdict} name={verdict.claim} />
            </li>
          ))}
        </ul>
      )}
      <Claims title={log.jwts.header} rows={header} />
      {claims.length > 0 ? <Claims title={log.jwts.claims} rows={claims} /> : <p className="muted">{log.jwts.unreadable}</p>}
    </section>
  )
}

const Conclusion = ({ jwt, failed }: { jwt: DecodedJwt; failed: number }) => {
  if (!jwt.verdicts) return <span className="muted">{log.jwts.notJudged}</span>
  return failed > 0 ? (
    <Status tone="failed">{log.jwts.failed(plural(failed, 'check'))}</Status>
  ) : (
    <Status tone="good">{log.jwts.passed}</Status>
  )
}

const Claims = ({ title, rows }: { title: string; rows: ClaimRow[] }) => (
  <>
    <h4 className={claimStyles.title}>{title}</h4>
    <dl className={claimStyles.claims}>
      {rows.map((row) => (
        <Claim key={row.name} row={row} />
      ))}
    </dl>
  </>
)

const Claim = ({ row: { name, value, time, meaning, verdicts } }: { row: ClaimRow }) => (
  <div>
    <dt>
      <code className={claimStyles.name}>{name}</code>
      {meaning && <span className={claimStyles.meaning}>{meaning}</span>}
    </dt>
    <dd>
      <div className={claimStyles.value}>
        {value === null ? <span className="muted">{log.jwts.absent}</span> : <span className="mono">{value}</span>}
        {value !== null && <CopyButton value={value} label={name} />}
      </div>
      {time && <p className="caption">{`${exactTime(time)} (${relativeTime(time)})`}</p>}
      {verdicts.map((verdict) => (
        <Judgement key={`${verdict.clause} ${verdict.verdict}`} verdict={verdict} />
      ))}
    </dd>
  </div>
)
