import { type FormEvent, type ReactNode, useId, useState } from 'react'
import type { AppErrorData } from '../../shared/errors.ts'
import { text } from '../text/en.ts'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { ErrorNotice } from './error-notice.tsx'
import styles from './field.module.css'
import { TextField } from './text-field.tsx'

const t = text.confirmTyped

export interface ConfirmTypedProps {
  title: string
  /** What has to be typed. */
  name: string
  /** What will happen. */
  children: ReactNode
  /** The verb of the button. */
  action: string
  /** The error that kept it from happening; null when it happened. */
  onConfirm: () => Promise<AppErrorData | null>
  onClose: () => void
}

/** Before what cannot be undone: the name is typed first. */
export const ConfirmTyped = ({ title, name, children, action, onConfirm, onClose }: ConfirmTypedProps) => {
  const id = useId()
  const [typed, setTyped] = useState('')
  const [running, setRunning] = useState(false)
  const [error, setError] = useState<AppErrorData | null>(null)
  const confirm = async (event: FormEvent) => {
    event.preventDefault()
    if (typed.trim() !== name || running) return
    setRunning(true)
    setError(null)
    const failure = await onConfirm()
    setRunning(false)
    if (failure === null) onClose()
    else if (failure.code !== 'CANCELLED') setError(failure)
  }
  return (
    <Dialog
      role="alertdialog"
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{text.actions.cancel}</Button>
          <Button kind="danger" type="submit" form={id} isDisabled={typed.trim() !== name || running}>
            {running ? t.running : action}
          </Button>
        </>
      }
    >
      <form id={id} className={styles.form} onSubmit={confirm} noValidate>
        {children}
        <TextField label={t.type(name)} value={typed} onChange={setTyped} autoComplete="off" autoFocus mono />
        {error && <ErrorNotice error={error} />}
      </form>
    </Dialog>
  )
}
