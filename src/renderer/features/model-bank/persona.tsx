import { useState } from 'react'
import type { BankProfile } from '../../../shared/model/bank-profile.ts'
import { useQuery } from '../../api/query.ts'
import { groupedProfiles } from '../../bank-profile/groups.ts'
import { waysOf } from '../../bank-profile/sections.ts'
import { startModelBankAs } from '../../frame/ensure-model-bank.ts'
import { href } from '../../router.ts'
import { text } from '../../text/en.ts'
import { modelBankText as t } from '../../text/model-bank.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { ComboBox } from '../../ui/combo-box.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { Fact, Facts } from '../../ui/facts.tsx'
import { useTask } from '../../ui/use-task.ts'
import styles from './model-bank.module.css'

const itself = 'itself'

/** Real banks that the model bank can imitate. */
const personasOf = (profiles: readonly BankProfile[]): BankProfile[] =>
  profiles.filter(({ builtIn, environment }) => builtIn && environment !== 'modelBank')

/** Which bank the model bank imitates, and what it then does otherwise than the standard has it. */
export const Persona = ({ running, persona }: { running: boolean; persona: string | null }) => {
  const personas = personasOf(useQuery('bankProfile.list', {}).value?.items ?? [])
  const [chosen, setChosen] = useState<string | null>(null)
  const task = useTask()
  const name = chosen ?? persona ?? itself
  const profile = personas.find((one) => one.name === name)
  const asIs = running && name === (persona ?? itself)
  const start = async () => {
    const started = await task.run(() => startModelBankAs(name === itself ? null : name))
    if (started) announce(t.startedAs(profile?.displayName ?? t.itself))
  }
  return (
    <div className={styles.persona}>
      <div className={styles.choice}>
        <ComboBox
          // Its list is read once.
          key={personas.length}
          label={t.imitates}
          open={t.openPersonas}
          groups={[
            { title: t.standard, options: [{ id: itself, label: t.itself }] },
            ...groupedProfiles(personas).map(({ heading, profiles }) => ({
              title: heading,
              options: profiles.map((one) => ({
                id: one.name,
                label: one.displayName,
                description: text.bar.environments[one.environment],
              })),
            })),
          ]}
          value={name}
          onChange={setChosen}
        />
        <Button kind={running ? 'normal' : 'primary'} isDisabled={task.running || asIs} onPress={start}>
          {task.running ? t.working : running ? t.restartAs : t.start}
        </Button>
      </div>
      {running && !asIs && <p className="caption">{t.restartHelp}</p>}
      {task.error && <ErrorNotice error={task.error} />}
      {profile ? <Ways profile={profile} /> : name === itself && <p className="muted">{t.itselfHelp}</p>}
    </div>
  )
}

const Ways = ({ profile }: { profile: BankProfile }) => {
  const ways = waysOf(profile)
  return (
    <>
      <p>
        {ways.length === 0 ? t.noWays(profile.displayName) : t.ways(profile.displayName, ways.length)}{' '}
        <a href={href(['banks', 'bankProfile', profile.id])}>{t.toProfile}</a>
      </p>
      {ways.length > 0 && (
        <Facts>
          {ways.map(({ pointer, label, term, lines, otherwise, mono }) => (
            <Fact key={pointer} label={label} term={term} mono={mono && lines.length > 0}>
              {lines.length > 0 ? lines.join('\n') : otherwise}
            </Fact>
          ))}
        </Facts>
      )}
    </>
  )
}
