import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'
import { call, host } from '../../../api/client.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { go } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { Notice } from '../../../ui/error-notice.tsx'
import { Panel } from '../form.tsx'
import { To } from '../parts.tsx'
import { ProfileEditor } from './profile-editor.tsx'
import { exportedProfile, type ProfileInput } from './profile-fields.ts'

const t = entityText.profileForm

export type ProfilePanel = 'edit' | 'copy' | 'delete'

interface ProfileActionsProps {
  profile: BankProfile
  /** Of this profile. */
  registrations: readonly BankRegistration[]
  panel: ProfilePanel | null
  onPanel: (panel: ProfilePanel | null) => void
}

export const ProfileActions = ({ profile, registrations, onPanel }: ProfileActionsProps) => {
  const { id, displayName, builtIn } = profile
  const remove = () => {
    if (registrations.length > 0) return onPanel('delete')
    deleteWithUndo(deletionKey('bankProfile', id), displayName, () => call('bankProfile.delete', { id }))
    leaveTo(['banks'])
  }
  const save = () => host().saveText(`${profile.name}.json`, `${JSON.stringify(exportedProfile(profile), null, 2)}\n`)
  return (
    <>
      <Button kind="primary" onPress={() => go(['banks', 'new', 'registration', id])}>
        {t.register}
      </Button>
      {!builtIn && <Button onPress={() => onPanel('edit')}>{t.edit}</Button>}
      <Button onPress={() => onPanel('copy')}>{t.copy}</Button>
      <Button onPress={save}>{t.export}</Button>
      {builtIn ? (
        <span className="caption">{t.builtIn}</span>
      ) : (
        <Button kind="danger" onPress={remove}>
          {t.delete}
        </Button>
      )}
    </>
  )
}

export const ProfilePanels = ({ profile, registrations, panel, onPanel }: ProfileActionsProps) => {
  const close = () => onPanel(null)
  if (panel === 'edit') {
    return (
      <Panel title={t.edit}>
        <ProfileEditor
          label={t.edit}
          submit={t.save}
          initial={exportedProfile(profile)}
          prefix="profile."
          save={(fields) => call('bankProfile.update', { id: profile.id, profile: fields as ProfileInput })}
          onSaved={() => {
            announce(t.saved)
            close()
          }}
          onCancel={close}
        />
      </Panel>
    )
  }
  if (panel === 'copy') return <CopyProfile profile={profile} onClose={close} />
  if (panel === 'delete') {
    return (
      <Notice tone="failed">
        <p>{t.cannotDelete}</p>
        <ul>
          {registrations.map(({ id, externalApiId }) => (
            <li key={id}>
              <To path={['banks', 'bankRegistration', id]}>{externalApiId ?? id}</To>
            </li>
          ))}
        </ul>
        <p>{t.deleteRegistration}</p>
      </Notice>
    )
  }
  return null
}

const CopyProfile = ({ profile, onClose }: { profile: BankProfile; onClose: () => void }) => (
  <Panel title={t.copy}>
    <ProfileEditor
      label={t.copy}
      submit={t.create}
      initial={{ ...exportedProfile(profile), name: t.copyOf(profile.name), displayName: t.copyDisplayName(profile.displayName) }}
      save={(fields) => call('bankProfile.create', fields as ProfileInput)}
      onSaved={({ id, displayName }) => {
        announce(t.added(displayName))
        leaveTo(['banks', 'bankProfile', id])
      }}
      onCancel={onClose}
    />
  </Panel>
)
