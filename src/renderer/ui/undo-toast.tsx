import { useEffect, useRef } from 'react'
import { text } from '../text/en.ts'
import { Button } from './button.tsx'
import { type Deletion, dismissDeletion, holdDeletion, resumeDeletion, undoDeletion, useDeletions } from './deletions.ts'
import { ErrorNotice } from './error-notice.tsx'
import styles from './undo-toast.module.css'

const t = text.undo

/** What was deleted a moment ago, and can be had back. */
export const UndoToasts = () => {
  const { deletions } = useDeletions()
  if (deletions.length === 0) return null
  return (
    <section className={styles.toasts} aria-label={t.label}>
      {deletions.map((deletion) => (
        <Toast key={deletion.key} deletion={deletion} />
      ))}
    </section>
  )
}

const Toast = ({ deletion: { key, name, error } }: { deletion: Deletion }) => {
  const toast = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = toast.current
    return () => {
      // What was focused is gone with the message; the screen is next.
      if (element?.contains(document.activeElement)) document.getElementById('main')?.focus()
    }
  }, [])
  if (error) {
    return (
      <div ref={toast} className={styles.toast}>
        <ErrorNotice error={error} actions={<Button onPress={() => dismissDeletion(key)}>{text.actions.close}</Button>} />
      </div>
    )
  }
  return (
    <div ref={toast} className={styles.toast} onPointerEnter={() => holdDeletion(key)} onPointerLeave={() => resumeDeletion(key)}>
      <span>{t.deleted(name)}</span>
      {/* The page that was deleted had the focus. */}
      <Button autoFocus onPress={() => undoDeletion(key)}>
        {t.undo}
      </Button>
    </div>
  )
}
