import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Autocomplete, Dialog, Input, ListBox, ListBoxItem, Modal, ModalOverlay, TextField } from 'react-aria-components'
import type { AppErrorData } from '../../shared/errors.ts'
import { setPreferences, usePreferences } from '../preferences.ts'
import { text } from '../text/en.ts'
import { paletteText as t } from '../text/palette.ts'
import { announce } from '../ui/announcer.tsx'
import { classes } from '../ui/classes.ts'
import dialog from '../ui/dialog.module.css'
import { ErrorNotice } from '../ui/error-notice.tsx'
import styles from './palette.module.css'
import { loadActions, type Runnable } from './palette-commands.ts'
import { loadEntities, terms } from './palette-entities.ts'
import { rank, remember } from './palette-rank.ts'

const shownAtOnce = 40

const useCommands = (): { commands: Runnable[]; error: AppErrorData | null } => {
  const [actions, setActions] = useState<Runnable[]>([])
  const [entities, setEntities] = useState<Runnable[]>([])
  const [error, setError] = useState<AppErrorData | null>(null)
  useEffect(() => {
    // What cannot be read is missing from the list; the reason is shown above it.
    const failed = (failure: Error & { data?: AppErrorData }) => setError(failure.data ?? { code: 'INTERNAL', message: failure.message })
    loadActions().then(setActions, failed)
    loadEntities().then(setEntities, failed)
  }, [])
  return { commands: [...actions, ...entities, ...terms], error }
}

export const Palette = ({ onClose }: { onClose: () => void }) => {
  const { commands, error: unread } = useCommands()
  const { recent } = usePreferences()
  const [query, setQuery] = useState('')
  const [error, setError] = useState<AppErrorData | null>(null)
  const [working, setWorking] = useState(false)
  const shownError = error ?? unread
  const found = rank(commands, query, recent).slice(0, shownAtOnce)

  const run = async (id: string) => {
    const command = commands.find((one) => one.id === id)
    if (!command || working) return
    setPreferences({ recent: remember(recent, id) })
    if ('run' in command) {
      // Closed first: what the command opens comes after it.
      onClose()
      return command.run()
    }
    setWorking(true)
    const reply = await command.ask()
    setWorking(false)
    if (!reply.ok) return setError(reply.error)
    announce(command.label)
    onClose()
  }

  return (
    <ModalOverlay isOpen isDismissable onOpenChange={(open) => !open && onClose()} className={dialog.overlay ?? ''}>
      <Modal className={dialog.modal ?? ''}>
        <Dialog aria-label={text.bar.palette} className={styles.palette ?? ''}>
          <Autocomplete inputValue={query} onInputChange={setQuery}>
            <TextField aria-label={t.placeholder} autoFocus type="search" className={styles.search ?? ''}>
              <Search size={16} aria-hidden="true" />
              {/* The list below is the field's own: its options are gone through from here. */}
              <Input placeholder={t.placeholder} role="combobox" aria-expanded={true} />
            </TextField>
            {shownError && <ErrorNotice error={shownError} />}
            <ListBox
              aria-label={t.label}
              items={found}
              className={styles.list ?? ''}
              selectionMode="none"
              onAction={(key) => void run(String(key))}
              renderEmptyState={() => <p className={styles.nothing}>{t.nothing}</p>}
            >
              {(command) => (
                <ListBoxItem id={command.id} textValue={command.label} className={styles.item ?? ''}>
                  <span className={styles.label}>{command.label}</span>{' '}
                  <span className={classes('caption', styles.detail)}>{command.detail}</span>
                </ListBoxItem>
              )}
            </ListBox>
          </Autocomplete>
          <p role="status" className={working ? styles.working : 'visually-hidden'}>
            {working ? text.states.running : query !== '' && t.found(found.length)}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}
