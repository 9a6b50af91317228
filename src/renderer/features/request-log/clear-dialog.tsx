import { useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import { call } from '../../api/client.ts'
import { useQuery } from '../../api/query.ts'
import { showExchange } from '../../router.ts'
import { text } from '../../text/en.ts'
import { log } from '../../text/log.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText, plural } from '../../ui/format.ts'
import { readLog, setFilters, useLog } from './log-store.ts'

/** Removes one run when the list is narrowed to it, otherwise everything; the other filters do not count. */
export const ClearDialog = ({ onClose }: { onClose: () => void }) => {
  const runId = useLog(({ filters }) => filters.runId)
  const only = runId === null ? {} : { runId }
  const { value } = useQuery('requestLog.list', { ...only, limit: 1 })
  const [error, setError] = useState<AppErrorData>()
  const exchanges = plural(value?.total ?? 0, 'exchange')
  const clear = async () => {
    const reply = await call('requestLog.clear', only)
    if (!reply.ok) return setError(reply.error)
    showExchange(null)
    if (runId === null) await readLog()
    else setFilters({ runId: null })
    onClose()
  }
  return (
    <Dialog
      title={log.clearTitle}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{text.actions.cancel}</Button>
          <Button kind="primary" isDisabled={!value} onPress={() => void clear()}>
            {log.clearAction(exchanges)}
          </Button>
        </>
      }
    >
      {value ? <p>{runId === null ? log.clearAll(exchanges) : log.clearRun(exchanges)}</p> : <p>{loadingText}</p>}
      {error && <ErrorNotice error={error} />}
    </Dialog>
  )
}
