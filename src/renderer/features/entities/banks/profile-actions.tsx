import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'
import { call, host } from '../../../api/client.ts'
import { isNotStarted } from '../../../bank-profile/needs.ts'
import { startModelBankAs } from '../../../frame/ensure-model-bank.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { go } from '../../../router.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { ErrorNotice, Notice } from '../../../ui/error-notice.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { TaskProgress } from '../../../ui/task-progress.tsx'
import type { Task } from '../../../ui/use-task.ts'
import { Panel } from '../form.tsx'
import { To } from '../parts.tsx'
import { OverrideEditor } from './override-editor.tsx'
import { ProfileEditor } from './profile-editor.tsx'
import { exportedProfile, type ProfileInput } from './profile-fields.ts'

const t = entityText.profileForm

export type ProfilePanel = 'edit' | 'override' | 'copy' | 'delete'

interface ProfileActionsProps {
  profile: BankProfile
  /** Of this profile. */
  registrations: readonly BankRegistration[]
  panel: ProfilePanel | null
  onPanel: (panel: ProfilePanel | null) => void
  /** The model bank's start as this bank. */
  starting: Task
}

export const ProfileActions = ({ profile, registrations, onPanel, starting }: ProfileActionsProps) => {
  const { id, name, displayName, builtIn, environment } = profile
  const json = `${JSON.stringify(exportedProfile(profile), null, 2)}\n`
  const remove = () => {
    if (registrations.length > 0) return onPanel('delete')
    deleteWithUndo(deletionKey('bankProfile', id), displayName, () => call('bankProfile.delete', { id }))
    leaveTo(['banks'])
  }
  const imitate = async () => {
    if (await starting.run(() => startModelBankAs(name))) leaveTo(['home'])
  }
  const more: Record<string, () => unknown> = {
    copyJson: async () => {
      await navigator.clipboard.writeText(json)
      announce(t.copiedJson)
    },
    export: () => host().saveText(`${name}.json`, json),
    copy: () => onPanel('copy'),
    delete: remove,
  }
  return (
    <>
      {!isNotStarted(profile) && (
        <Button kind="primary" onPress={() => go(['banks', 'new', 'registration', id])}>
          {t.register}
        </Button>
      )}
      {environment !== 'modelBank' && (
        <Button onPress={imitate} isDisabled={starting.running}>
          {t.imitate}
        </Button>
      )}
      {builtIn ? (
        <Button onPress={() => onPanel('override')}>{t.override}</Button>
      ) : (
        <Button onPress={() => onPanel('edit')}>{t.edit}</Button>
      )}
      <Menu
        label={t.more}
        trigger={<Button>{t.more}</Button>}
        items={[
          { id: 'copyJson', label: t.copyJson },
          { id: 'export', label: t.export },
          { id: 'copy', label: t.copy },
          ...(builtIn ? [] : [{ id: 'delete', label: t.delete, danger: true }]),
        ]}
        onAction={(action) => more[action]?.()}
      />
    </>
  )
}

export const ProfilePanels = ({ profile, registrations, panel, onPanel, starting }: ProfileActionsProps) => {
  const close = () => onPanel(null)
  return (
    <>
      {starting.started && <TaskProgress what={t.imitating(profile.displayName)} started={starting.started} />}
      {starting.error && <ErrorNotice error={starting.error} />}
      {panel === 'edit' && <EditProfile profile={profile} onClose={close} />}
      {panel === 'override' && <OverrideEditor profile={profile} onClose={close} />}
      {panel === 'copy' && <CopyProfile profile={profile} onClose={close} />}
      {panel === 'delete' && (
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
      )}
    </>
  )
}

interface PanelProps {
  profile: BankProfile
  onClose: () => void
}

const EditProfile = ({ profile, onClose }: PanelProps) => (
  <Panel title={t.edit}>
    <ProfileEditor
      label={t.edit}
      submit={t.save}
      initial={exportedProfile(profile)}
      prefix="profile."
      save={(fields) => call('bankProfile.update', { id: profile.id, profile: fields as ProfileInput })}
      onSaved={() => {
        announce(t.saved)
        onClose()
      }}
      onCancel={onClose}
    />
  </Panel>
)

const CopyProfile = ({ profile, onClose }: PanelProps) => (
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
