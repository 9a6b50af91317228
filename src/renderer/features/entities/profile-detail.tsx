import { useState } from 'react'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../shared/model/bank-registration.ts'
import { call } from '../../api/client.ts'
import { changedPointers, type Json, withoutChange } from '../../bank-profile/pointers.ts'
import { differs, sectionsOf } from '../../bank-profile/sections.ts'
import { Section } from '../../frame/detail.tsx'
import { bankProfileText } from '../../text/bank-profile.ts'
import { entityText } from '../../text/entities/index.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { CodeBlock } from '../../ui/code-block.tsx'
import { ErrorNotice, Notice } from '../../ui/error-notice.tsx'
import { Fact, Facts, IdFact } from '../../ui/facts.tsx'
import { useTask } from '../../ui/use-task.ts'
import { NeededValues } from './banks/needed-values.tsx'
import { ProfileActions, type ProfilePanel, ProfilePanels } from './banks/profile-actions.tsx'
import { ProfileFacts } from './banks/profile-facts.tsx'
import { profileStatus } from './banks.tsx'
import styles from './entities.module.css'
import { EntityPage, TimeFact, To } from './parts.tsx'

const { bank: b, profileForm: f } = entityText
const t = b.profile

export const ProfileDetail = ({ profile, registrations }: { profile: BankProfile; registrations: readonly BankRegistration[] }) => {
  const own = registrations.filter(({ bankProfileId }) => bankProfileId === profile.id)
  const [panel, setPanel] = useState<ProfilePanel | null>(null)
  const [onlyDifferences, setOnlyDifferences] = useState(false)
  const starting = useTask()
  const task = useTask()
  const managed = { profile, registrations: own, panel, onPanel: setPanel, starting }
  const { overrideProblem } = profile
  const changed = profile.overrides ? changedPointers(profile.overrides) : []

  const reset = async (pointers: readonly string[]) => {
    const overrides = pointers.reduce<Json | null>((patch, pointer) => patch && withoutChange(patch, pointer), profile.overrides)
    if (await task.run(() => call('bankProfile.override', { id: profile.id, overrides }))) announce(f.resetDone)
  }

  const sections = sectionsOf(profile)
  const differences = sections.flatMap(({ rows }) => rows.filter(differs)).length
  const shown = onlyDifferences ? sections.map((section) => ({ ...section, rows: section.rows.filter(differs) })) : sections
  return (
    <EntityPage
      aggregate="bankProfile"
      id={profile.id}
      name={profile.displayName}
      status={profileStatus(profile, registrations)}
      actions={<ProfileActions {...managed} />}
    >
      <ProfilePanels {...managed} />
      <NeededValues profile={profile} />
      {changed.length > 0 && (
        <Notice
          tone={overrideProblem ? 'attention' : 'information'}
          actions={
            <Button onPress={() => reset(changed)} isDisabled={task.running}>
              {f.resetAll}
            </Button>
          }
        >
          {overrideProblem ? f.overrideProblem(overrideProblem.message) : f.overridden(changed.length)}
        </Notice>
      )}
      {task.error && <ErrorNotice error={task.error} />}
      <div className={styles.tab}>
        <Facts>
          <Fact label={b.registrations} term="bank-registration">
            {own.length === 0
              ? t.notRegistered
              : own.map(({ id, externalApiId }) => (
                  <div key={id}>
                    <To path={['banks', 'bankRegistration', id]}>{externalApiId ?? id}</To>
                  </div>
                ))}
          </Fact>
          <Fact label={t.origin}>{profile.builtIn ? t.builtIn : t.ownProfile}</Fact>
          {!profile.builtIn && <TimeFact label={entityText.created} iso={profile.created} />}
          <IdFact label={entityText.id} value={profile.id} full />
        </Facts>
        <Checkbox label={f.onlyDifferences(differences)} isSelected={onlyDifferences} onChange={setOnlyDifferences} />
        {shown.map(
          ({ id, title, rows }) =>
            rows.length > 0 && (
              <Section key={id} title={title}>
                <ProfileFacts profile={profile} rows={rows} onReset={reset} />
              </Section>
            ),
        )}
        {profile.caCertificates.map((pem, index) => (
          <CodeBlock key={pem} label={`${bankProfileText.labels.caCertificates} ${index + 1}`}>
            {pem}
          </CodeBlock>
        ))}
      </div>
    </EntityPage>
  )
}
