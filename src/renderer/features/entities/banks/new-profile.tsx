import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { call } from '../../../api/client.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { ProfileEditor } from './profile-editor.tsx'
import { emptyProfile, type ProfileInput } from './profile-fields.ts'

const t = entityText.profileForm

export const NewProfile = () => {
  const added = ({ id, displayName }: BankProfile) => {
    announce(t.added(displayName))
    leaveTo(['banks', 'bankProfile', id])
  }
  return (
    <ProfileEditor
      label={t.add}
      submit={t.create}
      initial={emptyProfile}
      save={(profile) => call('bankProfile.create', profile as ProfileInput)}
      onSaved={added}
      onCancel={() => leaveTo(['banks'])}
    />
  )
}
