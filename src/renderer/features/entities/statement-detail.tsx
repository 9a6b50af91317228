import { useState } from 'react'
import type { SoftwareStatement } from '../../../shared/model/software-statement.ts'
import { useQuery } from '../../api/query.ts'
import { Section } from '../../frame/detail.tsx'
import { entityText } from '../../text/entities/index.ts'
import { CodeBlock } from '../../ui/code-block.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { Tabs } from '../../ui/tabs.tsx'
import { judgedJwt } from '../request-log/judged-claims.ts'
import { Claims } from './claims.tsx'
import styles from './entities.module.css'
import { EntityPage, ListFact, TimeFact, To } from './parts.tsx'
import { StatementActions, type StatementPanel, StatementPanels } from './software/statement-actions.tsx'
import { assertionStatus } from './software.tsx'
import { StatementRegistrations } from './statement-registrations.tsx'

const t = entityText.software

export const StatementDetail = ({ statement }: { statement: SoftwareStatement }) => {
  const [panel, setPanel] = useState<StatementPanel | null>(null)
  const managed = { statement, panel, onPanel: setPanel }
  return (
    <EntityPage
      aggregate="softwareStatement"
      id={statement.id}
      name={statement.clientName}
      status={assertionStatus(statement)}
      actions={<StatementActions {...managed} />}
    >
      <StatementPanels {...managed} />
      <Tabs
        label={t.tabs}
        items={[
          { id: 'overview', label: t.overview, content: <div className={styles.tab}>{<Overview {...statement} />}</div> },
          { id: 'assertion', label: t.assertion, content: <div className={styles.tab}>{<Assertion {...statement} />}</div> },
        ]}
      />
    </EntityPage>
  )
}

const Overview = (statement: SoftwareStatement) => {
  const transport = useQuery('obWacCertificate.list', {})
  const signing = useQuery('obSealCertificate.list', {})
  const nameOf = (items: { id: string; name: string }[] | undefined, id: string) => items?.find((one) => one.id === id)?.name ?? id
  return (
    <Facts>
      <Fact label={t.clientName} term="software-statement" copy={statement.clientName}>
        {statement.clientName}
      </Fact>
      <IdFact label={t.softwareId} value={statement.softwareId} full />
      <Fact label={t.organisation} copy={statement.organisationName}>
        {statement.organisationName}
      </Fact>
      <IdFact label={t.organisationId} value={statement.organisationId} full />
      <Fact label={t.roles} term="roles">
        {statement.roles.map((role) => (
          <div key={role}>
            {t.roleNames[role]} <span className="muted">{role}</span>
          </div>
        ))}
      </Fact>
      <ListFact label={t.redirectUris} term="redirect-uri" values={statement.redirectUris} mono />
      <Fact label={t.transport} term="obwac">
        <To path={['certificates', 'obWacCertificate', statement.defaultObWacCertificateId]}>
          {nameOf(transport.value?.items, statement.defaultObWacCertificateId)}
        </To>
      </Fact>
      <Fact label={t.signing} term="obseal">
        <To path={['certificates', 'obSealCertificate', statement.defaultObSealCertificateId]}>
          {nameOf(signing.value?.items, statement.defaultObSealCertificateId)}
        </To>
      </Fact>
      <TimeFact label={t.obtained} term="ssa" iso={statement.ssa?.obtained ?? null} absent={t.states.none} />
      <Fact label={t.registrations}>
        <StatementRegistrations statementId={statement.id} />
      </Fact>
      <TimeFact label={entityText.created} iso={statement.created} />
      <IdFact label={entityText.id} value={statement.id} full />
    </Facts>
  )
}

/** What the directory says, claim by claim, with what was checked about each. */
const Assertion = ({ ssa }: SoftwareStatement) => {
  if (!ssa) return <p className="muted">{t.noAssertion}</p>
  const { header, claims, whole } = judgedJwt({ where: '', header: ssa.header, claims: ssa.claims, verdicts: ssa.checks })
  return (
    <>
      <Section title={t.claims}>
        <Claims rows={claims} whole={whole} />
      </Section>
      <Section title={t.header}>
        <Claims rows={header} whole={[]} />
      </Section>
      <CodeBlock label={t.jwt}>{ssa.jwt}</CodeBlock>
    </>
  )
}
