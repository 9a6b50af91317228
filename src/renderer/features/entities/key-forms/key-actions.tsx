import { useState } from 'react'
import type { AppErrorData } from '../../../../shared/errors.ts'
import type { EncryptionKeyDescription } from '../../../../shared/model/encryption-key.ts'
import { call } from '../../../api/client.ts'
import { useQuery } from '../../../api/query.ts'
import { leaveTo } from '../../../frame/leave-to.ts'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { announce } from '../../../ui/announcer.tsx'
import { Button } from '../../../ui/button.tsx'
import { deleteWithUndo, deletionKey } from '../../../ui/deletions.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { ErrorNotice } from '../../../ui/error-notice.tsx'
import { To } from '../parts.tsx'
import { RotationProgress, rotate, useRotation } from './rotation.tsx'

const t = entityText.key
const aggregate = 'encryptionKeyDescription'

/** What can be done with a key: seal with it, seal everything with it, delete it. */
export const KeyActions = ({ encryptionKey: { id, name, state, current, sealedValues } }: { encryptionKey: EncryptionKeyDescription }) => {
  const all = useQuery('encryptionKeyDescription.list', {}).value?.items ?? []
  const rotation = useRotation()
  const [refusing, setRefusing] = useState(false)
  const [error, setError] = useState<AppErrorData | null>(null)
  const older = all.filter((key) => !key.current).reduce((sum, key) => sum + key.sealedValues, 0)

  const makeCurrent = async () => {
    const reply = await call('encryptionKeyDescription.setCurrent', { id })
    setError(reply.ok ? null : reply.error)
    if (reply.ok) announce(t.nowCurrent(name))
  }
  const remove = () => {
    if (current || sealedValues > 0) return setRefusing(true)
    deleteWithUndo(deletionKey(aggregate, id), name, () => call('encryptionKeyDescription.delete', { id }))
    leaveTo(['keys'])
  }

  return (
    <>
      {!current && state === 'unlocked' && <Button onPress={makeCurrent}>{t.setCurrent}</Button>}
      {current && older > 0 && !rotation.running && (
        <Button kind="primary" onPress={() => void rotate(older)}>
          {t.rotate}
        </Button>
      )}
      <Button onPress={remove}>{t.delete}</Button>
      {current && <RotationProgress />}
      {error && <ErrorNotice error={error} />}
      {refusing && (
        <Dialog
          title={t.cannotDelete(name)}
          onClose={() => setRefusing(false)}
          actions={<Button onPress={() => setRefusing(false)}>{text.actions.close}</Button>}
        >
          <p>{current ? t.reasons.current : t.reasons.seals}</p>
          {!current && (
            <p>
              <To path={['keys', aggregate, all.find((key) => key.current)?.id ?? '']}>{t.goToCurrent}</To>
            </p>
          )}
        </Dialog>
      )}
    </>
  )
}
