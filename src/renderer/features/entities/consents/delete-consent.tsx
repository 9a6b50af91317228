import { useState } from 'react'
import type { AccountAccessConsent } from '../../../../shared/model/account-access-consent.ts'
import type { BankProfile } from '../../../../shared/model/bank-profile.ts'
import { call } from '../../../api/client.ts'
import { write } from '../../../frame/confirm-live.tsx'
import { leaveTo } from '../../../frame/leave-to.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { ConfirmTyped } from '../../../ui/confirm-typed.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { DeleteWhere } from '../delete-where.tsx'
import { Panel } from '../form.tsx'

const t = entityText.consentForm

interface DeleteConsentProps {
  consent: AccountAccessConsent
  bank: BankProfile
  onClose: () => void
}

/** Ends access at the bank once the name is typed, or forgets the consent here with a way back. */
export const DeleteConsent = ({ consent: { id, consentId, reference }, bank, onClose }: DeleteConsentProps) => {
  const { displayName, environment } = bank
  const name = reference ?? displayName
  const [typing, setTyping] = useState(false)
  const forget = () => {
    deleteWithUndo(deletionKey('accountAccessConsent', id), name, () => call('accountAccessConsent.delete', { id, localOnly: true }))
    leaveTo(['consents'])
  }
  const remove = async () => {
    const what = t.whatDelete(displayName)
    const reply = await write({ method: 'accountAccessConsent.delete', input: { id }, what, environment })
    if (!reply.ok) return reply.error
    announce(t.deleted(name))
    leaveTo(['consents'])
    return null
  }
  return (
    <Panel title={t.deleteTitle}>
      <DeleteWhere
        label={t.deleteWhere}
        words={t.wheres}
        help={t.whereHelp}
        atBank={consentId !== null}
        go={{ bank: t.deleteBank, local: t.deleteLocal }}
        onGo={(where) => (where === 'bank' ? setTyping(true) : forget())}
        onClose={onClose}
      />
      {typing && (
        <ConfirmTyped title={t.deleteTitle} name={name} action={t.deleteBank} onConfirm={remove} onClose={() => setTyping(false)}>
          <p>{t.typedBody(displayName)}</p>
        </ConfirmTyped>
      )}
    </Panel>
  )
}
