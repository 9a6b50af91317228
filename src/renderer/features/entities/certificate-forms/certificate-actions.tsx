import { lazy, Suspense, useState } from 'react'
import { call } from '../../../api/client.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { go } from '../../../router.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import type { CertificateDetailProps } from '../certificate-detail.tsx'
import { type User, UserLinks, useStatementsOf } from '../certificate-users.tsx'
import styles from './forms.module.css'

const t = entityText.certificateForms

const ExportDialog = lazy(async () => ({ default: (await import('./export-dialog.tsx')).ExportDialog }))
const RenameDialog = lazy(async () => ({ default: (await import('./rename-dialog.tsx')).RenameDialog }))

type Open = 'export' | 'rename' | 'cannotDelete'

/** What can be done with a certificate that is kept here. */
export const CertificateActions = ({ aggregate, certificate }: CertificateDetailProps) => {
  const { id, name, sandboxCaId } = certificate
  const [open, setOpen] = useState<Open | null>(null)
  const users = useStatementsOf(id)
  const close = () => setOpen(null)

  const remove = () => {
    if (users === null) return
    if (users.length > 0) return setOpen('cannotDelete')
    deleteWithUndo(deletionKey(aggregate, id), name, () => call(`${aggregate}.delete`, { id }))
    leaveTo(['certificates'])
  }

  return (
    <>
      <Button onPress={() => setOpen('export')}>{t.actions.export}</Button>
      <Button onPress={() => setOpen('rename')}>{t.actions.rename}</Button>
      {sandboxCaId !== null && <Button onPress={() => go(['certificates', 'new', 'sandbox', id])}>{t.actions.renew}</Button>}
      {/* Not before it is known what uses it. */}
      <Button onPress={remove} isDisabled={users === null}>
        {t.actions.delete}
      </Button>
      <Suspense fallback={null}>
        {open === 'export' && <ExportDialog aggregate={aggregate} certificate={certificate} onClose={close} />}
        {open === 'rename' && <RenameDialog aggregate={aggregate} certificate={certificate} onClose={close} />}
      </Suspense>
      {open === 'cannotDelete' && <CannotDelete name={name} users={users ?? []} onClose={close} />}
    </>
  )
}

const CannotDelete = ({ name, users, onClose }: { name: string; users: User[]; onClose: () => void }) => (
  <Dialog title={t.cannotDelete.title(name)} onClose={onClose} actions={<Button onPress={onClose}>{text.actions.close}</Button>}>
    <div className={styles.section}>
      <p>{t.cannotDelete.why}</p>
      <UserLinks users={users} />
      <p className="muted">{t.cannotDelete.remedy}</p>
    </div>
  </Dialog>
)
