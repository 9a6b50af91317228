import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { call } from '../../../api/client.ts'
import { composed, patchBetween } from '../../../bank-profile/pointers.ts'
import { notNullByDefault } from '../../../bank-profile/standard.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Panel } from '../form.tsx'
import { ProfileEditor } from './profile-editor.tsx'
import { exportedProfile } from './profile-fields.ts'

const t = entityText.profileForm

/** The profile as it stands, to be written over; only what then differs is kept, upon the changes before. */
export const OverrideEditor = ({ profile, onClose }: { profile: BankProfile; onClose: () => void }) => {
  const initial = exportedProfile(profile)
  return (
    <Panel title={t.overriding}>
      <p className="muted">{t.overrideHelp}</p>
      <ProfileEditor
        label={t.overriding}
        submit={t.save}
        initial={initial}
        prefix="overrides."
        fixed={['name']}
        save={(fields) => {
          const overrides = composed(profile.overrides ?? {}, patchBetween(initial, fields, notNullByDefault))
          return call('bankProfile.override', { id: profile.id, overrides: Object.keys(overrides).length > 0 ? overrides : null })
        }}
        onSaved={() => {
          announce(t.saved)
          onClose()
        }}
        onCancel={onClose}
      />
    </Panel>
  )
}
