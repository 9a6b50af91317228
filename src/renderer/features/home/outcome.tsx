import type { ReactNode } from 'react'
import type { Output } from '../../../shared/api.ts'
import type { WalkthroughStepResult } from '../../../shared/model/walkthrough.ts'
import { type Query, useQuery } from '../../api/query.ts'
import { text } from '../../text/en.ts'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText } from '../../ui/format.ts'
import { AccountsTable, BalancesTable, TransactionsTable } from './data-tables.tsx'
import styles from './outcome.module.css'
import { BankFacts, CertificateFacts, ConsentFacts, RegistrationFacts, StatementFacts, TokenFacts } from './outcome-facts.tsx'
import { Verdicts } from './verdicts.tsx'

const t = text.home.outcome

/** What came of a step: its own words, the facts of what it made, and every check on what the bank answered. */
export const Outcome = ({ result }: { result: WalkthroughStepResult }) => {
  const Facts = factsOfStep[result.id]
  const id = (aggregate: string) => result.subjects.find((subject) => subject.aggregate === aggregate)?.id ?? null
  return (
    <section className={styles.outcome}>
      <h3>{t.heading}</h3>
      <p className={styles.summary}>{result.summary}</p>
      {Facts && <Facts id={id} />}
      {result.checks.length > 0 && <Verdicts checks={result.checks} />}
    </section>
  )
}

type IdOf = (aggregate: string) => string | null
const byId = (id: string | null) => (id === null ? null : { id })

const Answer = <T,>({ query: { value, error }, children }: { query: Query<T>; children: (value: T) => ReactNode }) => {
  if (value !== undefined) return children(value)
  return error ? <ErrorNotice error={error} /> : <p className="muted">{loadingText}</p>
}

const Bank = ({ id }: { id: IdOf }) => <Answer query={useQuery('bankProfile.get', byId(id('bankProfile')))}>{BankFacts}</Answer>

const Certificates = ({ id }: { id: IdOf }) => (
  <>
    <Answer query={useQuery('obWacCertificate.get', byId(id('obWacCertificate')))}>
      {(one: Output<'obWacCertificate.get'>) => <CertificateFacts heading={t.obWac} aggregate="obWacCertificate" certificate={one} />}
    </Answer>
    <Answer query={useQuery('obSealCertificate.get', byId(id('obSealCertificate')))}>
      {(one: Output<'obSealCertificate.get'>) => (
        <CertificateFacts heading={t.obSeal} aggregate="obSealCertificate" certificate={one} keyId={one.keyId} />
      )}
    </Answer>
  </>
)

const Statement = ({ id }: { id: IdOf }) => (
  <Answer query={useQuery('softwareStatement.get', byId(id('softwareStatement')))}>{StatementFacts}</Answer>
)

const Registration = ({ id }: { id: IdOf }) => (
  <Answer query={useQuery('bankRegistration.get', byId(id('bankRegistration')))}>{RegistrationFacts}</Answer>
)

const Consent = ({ id }: { id: IdOf }) => (
  <Answer query={useQuery('accountAccessConsent.get', byId(id('accountAccessConsent')))}>{ConsentFacts}</Answer>
)

const Authorisation = ({ id }: { id: IdOf }) => (
  <Answer query={useQuery('accountAccessConsent.get', byId(id('accountAccessConsent')))}>{TokenFacts}</Answer>
)

const factsOfStep: Record<string, (props: { id: IdOf }) => ReactNode> = {
  bank: Bank,
  certificates: Certificates,
  'software-statement': Statement,
  registration: Registration,
  consent: Consent,
  authorisation: Authorisation,
  accounts: ({ id }) => <AccountsTable consentId={id('accountAccessConsent')} />,
  balances: ({ id }) => <BalancesTable consentId={id('accountAccessConsent')} />,
  transactions: ({ id }) => <TransactionsTable consentId={id('accountAccessConsent')} />,
}
