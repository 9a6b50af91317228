import { useEffect, useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import type { RequestLogLimits } from '../../../shared/model/request-log.ts'
import { call } from '../../api/client.ts'
import { text } from '../../text/en.ts'
import { log } from '../../text/log.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { loadingText } from '../../ui/format.ts'
import { TextField } from '../../ui/text-field.tsx'
import { wholeNumber } from '../../ui/whole-number.ts'
import styles from './limits-dialog.module.css'
import { readLog } from './log-store.ts'

const mebibyte = 1_048_576
const sizes = { least: 1, most: 10_240 }
const ages = { least: 1, most: 3650 }

interface Form {
  size: string
  age: string
}

export const LimitsDialog = ({ onClose }: { onClose: () => void }) => {
  const [form, setForm] = useState<Form>()
  const [error, setError] = useState<AppErrorData>()

  const change = async (limits: Partial<RequestLogLimits>): Promise<RequestLogLimits | null> => {
    const reply = await call('requestLog.setLimits', limits)
    setError(reply.ok ? undefined : reply.error)
    return reply.ok ? reply.value : null
  }
  // An empty change gives the limits as they are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the dialog opens
  useEffect(() => {
    void change({}).then(
      (limits) => limits && setForm({ size: String(Math.round(limits.maxBytes / mebibyte)), age: String(limits.maxAgeDays) }),
    )
  }, [])

  const size = wholeNumber(form?.size ?? '', sizes)
  const age = wholeNumber(form?.age ?? '', ages)
  const save = async () => {
    if (size === null || age === null || !(await change({ maxBytes: size * mebibyte, maxAgeDays: age }))) return
    void readLog()
    onClose()
  }
  return (
    <Dialog
      title={log.limitsTitle}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{text.actions.cancel}</Button>
          <Button kind="primary" isDisabled={size === null || age === null} onPress={() => void save()}>
            {log.save}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>
        {error && <ErrorNotice error={error} />}
        {!form && !error && <p>{loadingText}</p>}
        {form && (
          <>
            <TextField
              label={log.maxSize}
              description={log.maxSizeHint}
              inputMode="numeric"
              value={form.size}
              error={size === null ? log.notANumber(sizes.least, sizes.most) : null}
              onChange={(value) => setForm({ ...form, size: value })}
            />
            <TextField
              label={log.maxAge}
              description={log.maxAgeHint}
              inputMode="numeric"
              value={form.age}
              error={age === null ? log.notANumber(ages.least, ages.most) : null}
              onChange={(value) => setForm({ ...form, age: value })}
            />
          </>
        )}
      </div>
    </Dialog>
  )
}
