import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { groupedProfiles } from '../../../bank-profile/groups.ts'
import { environmentName } from '../../../frame/environment-picker.tsx'
import { setPreferences, usePreferences } from '../../../preferences.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { ComboBox } from '../../../ui/combo-box.tsx'

const { registrationForm: t } = entityText

interface BankChoiceProps {
  profiles: readonly BankProfile[]
  /** Those of the chosen environment. */
  offered: readonly BankProfile[]
  value: string | null
  onChange: (id: string | null) => void
  error: string | undefined
}

/** A bank among sixty, by typing a part of its name. */
export const BankChoice = ({ profiles, offered, value, onChange, error }: BankChoiceProps) => {
  const { environment } = usePreferences()
  const hidden = profiles.length - offered.length
  return (
    <div>
      <ComboBox
        // Its list is read once.
        key={offered.length}
        label={t.bank}
        placeholder={t.findBank}
        open={t.openBanks}
        groups={groupedProfiles(offered).map(({ heading, profiles: members }) => ({
          title: heading,
          options: members.map(({ id, displayName, environment }) => ({
            id,
            label: displayName,
            description: text.bar.environments[environment],
          })),
        }))}
        value={value}
        onChange={onChange}
        error={error}
      />
      {hidden > 0 && (
        <p className="caption">
          {entityText.hidden(hidden, environmentName(environment))}{' '}
          <Button kind="quiet" onPress={() => setPreferences({ environment: 'all' })}>
            {entityText.showAll}
          </Button>
        </p>
      )}
    </div>
  )
}
