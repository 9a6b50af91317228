import type { ReactNode } from 'react'
import { isPage, isRedirect } from '../../../../shared/browser-exchanges.ts'
import type { RequestLogDetail } from '../../../../shared/model/request-log.ts'
import { log } from '../../../text/log.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { Fact, Facts } from '../../../ui/facts.tsx'
import { JsonText } from '../../../ui/json-text.tsx'
import { formFields, headerOf } from '../http-text.ts'
import styles from './detail.module.css'
import { Judgement } from './judgement.tsx'

type Message = RequestLogDetail['request']

export const RequestTab = ({ detail }: { detail: RequestLogDetail }) => {
  const { request, url } = detail
  const arrived = isRedirect(detail)
  const parameters = formFields(url.split(/[?#]/).slice(1).join('&'))
  return (
    <>
      {arrived && <p className={styles.note}>{log.redirectMessage}</p>}
      {isPage(detail) && <p className={styles.note}>{log.pageMessage}</p>}
      {parameters.length > 0 && (
        <Section title={log.query}>
          <Fields fields={parameters} />
        </Section>
      )}
      {!arrived && <Parts message={request} />}
    </>
  )
}

export const ResponseTab = ({ detail }: { detail: RequestLogDetail }) => {
  const { response, verdicts } = detail
  if (response) {
    return (
      <>
        {verdicts.length > 0 && (
          <Section title={log.checks}>
            {verdicts.map((verdict) => (
              <Judgement key={verdict.claim} verdict={verdict} name={verdict.claim} />
            ))}
          </Section>
        )}
        <Parts message={response} />
      </>
    )
  }
  return <p className={styles.note}>{isRedirect(detail) ? log.redirectMessage : log.noAnswer}</p>
}

/** Folded away once, headers stay so for the exchanges that follow. */
let headersOpen = true

const Headers = ({ headers }: Pick<Message, 'headers'>) => (
  <details
    className={styles.section}
    open={headersOpen}
    onToggle={(event) => {
      headersOpen = event.currentTarget.open
    }}
  >
    <summary className={styles.summary}>
      {log.headers} <span className="muted">{headers.length}</span>
    </summary>
    <Fields fields={headers} />
  </details>
)

const Parts = ({ message: { headers, body } }: { message: Message }) => {
  const type = headerOf(headers, 'content-type') ?? ''
  return (
    <>
      {headers.length > 0 ? <Headers headers={headers} /> : <p className={styles.note}>{log.noHeaders}</p>}
      <Section
        title={/x-www-form-urlencoded/i.test(type) && body ? log.fields : log.body}
        action={body && <CopyButton value={body} label={log.body} />}
      >
        {body ? <Body body={body} type={type} /> : <p className="muted">{log.noBody}</p>}
      </Section>
    </>
  )
}

const Body = ({ body, type }: { body: string; type: string }) =>
  /x-www-form-urlencoded/i.test(type) ? <Fields fields={formFields(body)} /> : <JsonText label={log.json}>{body}</JsonText>

/** In the order they were sent; a name can come twice. */
const Fields = ({ fields }: { fields: readonly (readonly [string, string])[] }) => (
  <Facts>
    {fields.map(([name, value], index) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes, and names come twice
      <Fact key={`${index} ${name}`} label={name} copy={value} mono>
        {value}
      </Fact>
    ))}
  </Facts>
)

export const Section = ({ title, action, children }: { title: ReactNode; action?: ReactNode; children: ReactNode }) => (
  <section className={styles.section}>
    <div className={styles.sectionTitle}>
      <h3>{title}</h3>
      {action}
    </div>
    {children}
  </section>
)
