import { Undo2 } from 'lucide-react'
import { Button as AriaButton, Tooltip, TooltipTrigger } from 'react-aria-components'
import type { BankProfile, ValueSource } from '../../../../shared/model/bank-profile.ts'
import { overriddenAt, sourceOf } from '../../../bank-profile/pointers.ts'
import type { ProfileRow } from '../../../bank-profile/rows.ts'
import { entityText } from '../../../text/entities/index.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { CopyButton } from '../../../ui/copy-button.tsx'
import { FactLabel } from '../../../ui/facts.tsx'
import { Mark, Status } from '../../../ui/status.tsx'
import styles from './profile-facts.module.css'

const t = entityText.profileForm

interface ProfileFactsProps {
  profile: BankProfile
  rows: readonly ProfileRow[]
  /** Takes the changes at these places back. */
  onReset: (pointers: string[]) => void
}

/** What a profile says, each value with where it is known from. */
export const ProfileFacts = ({ profile, rows, onReset }: ProfileFactsProps) => {
  const sources = rows.map(({ pointer }) => sourceOf(profile.sources, pointer))
  return (
    <dl className={styles.facts}>
      {rows.map((row, index) => {
        const { pointer, label, term } = row
        const changed = overriddenAt(profile, pointer)
        const source = sources[index]
        return (
          <div key={pointer}>
            <dt>
              <FactLabel label={label} term={term} />
            </dt>
            <Value {...row} needed={profile.needs.some((need) => need.pointer === pointer)} />
            <dd className={styles.from}>
              {changed.length > 0 ? (
                <>
                  <Status tone="information">{t.changedHere}</Status>
                  <IconButton label={t.reset(label)} onPress={() => onReset(changed)}>
                    <Undo2 size={14} />
                  </IconButton>
                </>
              ) : (
                source && <Source label={label} source={source} repeated={index > 0 && sources[index - 1] === source} />
              )}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}

const Value = ({ label, lines, otherwise, mono, note, relaxes, needed }: ProfileRow & { needed: boolean }) => (
  <dd className={styles.value}>
    {lines.length === 0 ? (
      <span className="muted">{needed ? <Status tone="information">{t.isNeeded}</Status> : otherwise}</span>
    ) : (
      <>
        <div className={classes(styles.lines, mono && 'mono')}>
          {lines.map((line) =>
            relaxes ? (
              <div key={line} className={styles.relaxes}>
                <Mark tone="attention" />
                <span>{line}</span>
              </div>
            ) : (
              <span key={line}>{line}</span>
            ),
          )}
          {note && <span className="caption">{note}</span>}
        </div>
        <span className={styles.copy}>
          <CopyButton value={lines.join('\n')} label={label} />
        </span>
      </>
    )}
  </dd>
)

/** Where the value is known from: shortened, and whole with its date on hover and focus. The same as above is a ditto mark. */
const Source = ({ label, source: { source, date }, repeated }: { label: string; source: ValueSource; repeated: boolean }) => (
  <TooltipTrigger delay={300} closeDelay={100}>
    <AriaButton className={classes('caption', styles.source)}>
      <span className="visually-hidden">{t.sourceOf(label)}: </span>
      {repeated ? (
        <>
          <span aria-hidden="true">″</span>
          <span className="visually-hidden">{source}</span>
        </>
      ) : (
        source
      )}
    </AriaButton>
    <Tooltip className={styles.tooltip ?? ''} offset={6}>
      {t.source(source, date)}
    </Tooltip>
  </TooltipTrigger>
)
