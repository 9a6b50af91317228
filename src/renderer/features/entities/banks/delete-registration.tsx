import { useState } from 'react'
import { canManage, lacksManagementToken } from '../../../../shared/client-management.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import type { BankRegistration } from '../../../../shared/model/bank-registration.ts'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { leaveTo } from '../../../frame/leave-to.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { ConfirmTyped } from '../../../ui/confirm-typed.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { Notice } from '../../../ui/error-notice.tsx'
import { DeleteWhere } from '../delete-where.tsx'
import { Panel } from '../form.tsx'
import { To } from '../parts.tsx'
import { sharing } from './sharing.ts'

const t = entityText.registrationForm

interface DeleteRegistrationProps {
  registration: BankRegistration
  profile: BankProfile
  onClose: () => void
}

/** Why the client cannot be deleted at the bank from here; null when it can. */
const whyLocalOnly = (registration: BankRegistration, profile: BankProfile, sharers: string[]) => {
  if (registration.state === 'registering') return t.notYetThere
  if (sharers.length > 0) return t.sharedBy(sharers.join(', '))
  if (canManage('delete', registration, profile)) return null
  return lacksManagementToken(registration, profile) ? t.noAccessToken : t.noDelete(profile.displayName)
}

/** Deletes the client at the bank once its bank's name is typed, or forgets the registration here with a way back. */
export const DeleteRegistration = ({ registration, profile, onClose }: DeleteRegistrationProps) => {
  const { id } = registration
  const { displayName, environment } = profile
  const registrations = useQuery('bankRegistration.list', {}).value?.items ?? []
  const profiles = useQuery('bankProfile.list', {}).value?.items ?? []
  const sharers = sharing(registrations, registration).map(
    (one) => profiles.find(({ id }) => id === one.bankProfileId)?.displayName ?? one.id,
  )
  const reason = whyLocalOnly(registration, profile, sharers)
  const consents = useQuery('accountAccessConsent.list', {}).value?.items.filter((one) => one.bankRegistrationId === id) ?? []
  const [typing, setTyping] = useState(false)

  if (consents.length > 0) {
    return (
      <Notice tone="failed">
        <p>{t.cannotDelete}</p>
        <ul>
          {consents.map((consent) => (
            <li key={consent.id}>
              <To path={['consents', 'accountAccessConsent', consent.id]}>{consent.reference ?? consent.consentId ?? consent.id}</To>
            </li>
          ))}
        </ul>
        <p>{t.deleteConsents}</p>
      </Notice>
    )
  }
  const forget = () => {
    deleteWithUndo(deletionKey('bankRegistration', id), displayName, () => call('bankRegistration.delete', { id, localOnly: true }))
    leaveTo(['banks'])
  }
  const remove = async () => {
    const what = t.whatDelete(displayName)
    const reply = await write({ method: 'bankRegistration.delete', input: { id }, what, environment })
    if (!reply.ok) return reply.error
    announce(t.deleted(displayName))
    leaveTo(['banks'])
    return null
  }
  return (
    <Panel title={t.deleteTitle}>
      <DeleteWhere
        label={t.deleteWhere}
        words={t.wheres}
        help={{ bank: reason ?? t.whereHelp.bank, local: t.whereHelp.local }}
        atBank={reason === null}
        go={{ bank: t.deleteBank, local: t.deleteLocal }}
        onGo={(where) => (where === 'bank' ? setTyping(true) : forget())}
        onClose={onClose}
      />
      {typing && (
        <ConfirmTyped title={t.deleteTitle} name={displayName} action={t.deleteBank} onConfirm={remove} onClose={() => setTyping(false)}>
          <p>{t.typedBody(displayName)}</p>
        </ConfirmTyped>
      )}
    </Panel>
  )
}
