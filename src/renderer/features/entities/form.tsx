import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import type { FieldErrors } from '../../ui/field-errors.ts'
import { TaskProgress } from '../../ui/task-progress.tsx'
import type { Task } from '../../ui/use-task.ts'
import styles from './form.module.css'

export interface EntityFormProps {
  /** Names the form for screen readers. */
  label: string
  task: Task
  errors: FieldErrors
  /** What can be done about the error that is no field's. */
  errorActions?: ReactNode
  submit: string
  /** What is being done, while it is. */
  working: string
  onSubmit: () => void
  onCancel: () => void
  children: ReactNode
}

const submitByShortcut = (event: KeyboardEvent<HTMLFormElement>) => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
  event.preventDefault()
  event.currentTarget.requestSubmit()
}

/** A form in a detail: its fields, what is wrong, what is being done, and its buttons. A field at fault gets the focus. */
export const EntityForm = ({ label, task, errors, errorActions, submit, working, onSubmit, onCancel, children }: EntityFormProps) => {
  const form = useRef<HTMLFormElement>(null)
  const faults = Object.entries(errors.fields).join('\n')
  useEffect(() => {
    if (faults !== '') form.current?.querySelector<HTMLElement>('[aria-invalid=true], [data-invalid] button')?.focus()
  }, [faults])
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!task.running) onSubmit()
  }
  return (
    <form ref={form} className={styles.form} aria-label={label} noValidate onSubmit={send} onKeyDown={submitByShortcut}>
      {children}
      {errors.rest && <ErrorNotice error={errors.rest} actions={errorActions} />}
      {task.started && <TaskProgress what={working} started={task.started} />}
      <div className={styles.submit}>
        <Button kind="primary" type="submit" isDisabled={task.running}>
          {submit}
        </Button>
        <Button onPress={onCancel} isDisabled={task.running}>
          {text.actions.cancel}
        </Button>
      </div>
    </form>
  )
}

/** A form within a page, with a heading; focus comes to it when it opens, and goes back when it closes. */
export const Panel = ({ title, children }: { title: string; children: ReactNode }) => {
  const heading = useRef<HTMLHeadingElement>(null)
  const id = useId()
  useEffect(() => {
    const before = document.activeElement
    heading.current?.focus()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  return (
    <section className={styles.panel} aria-labelledby={id}>
      <h2 id={id} ref={heading} tabIndex={-1}>
        {title}
      </h2>
      {children}
    </section>
  )
}

export const FormGroup = ({ title, children }: { title: string; children: ReactNode }) => (
  <fieldset>
    <legend>{title}</legend>
    {children}
  </fieldset>
)

/** Check boxes of one question, with what is wrong about all of them. */
export const CheckGroup = ({ title, error, children }: { title: string; error?: string | undefined; children: ReactNode }) => {
  const id = useId()
  return (
    <fieldset aria-describedby={error ? id : undefined}>
      <legend>{title}</legend>
      <div>{children}</div>
      {error && (
        <p id={id} className={styles.error}>
          {error}
        </p>
      )}
    </fieldset>
  )
}
