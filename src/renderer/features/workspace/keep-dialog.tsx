import { type FormEvent, useState } from 'react'
import type { AppErrorData } from '../../../shared/errors.ts'
import { call } from '../../api/client.ts'
import { useQuery } from '../../api/query.ts'
import { KeySourceFields, useKeySource } from '../../frame/key-source-fields.tsx'
import { text } from '../../text/en.ts'
import { keepText } from '../../text/workspace.ts'
import { announce } from '../../ui/announcer.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ErrorNotice } from '../../ui/error-notice.tsx'
import { TextField } from '../../ui/text-field.tsx'
import styles from './keep-dialog.module.css'

const sentences = ({ message, remedy }: AppErrorData): string => [message, remedy].filter(Boolean).join('. ')

export const KeepDialog = ({ onClose }: { onClose: () => void }) => {
  const { value } = useQuery('workspace.status', {})
  const source = useKeySource()
  const [folder, setFolder] = useState<string | null>(null)
  const [error, setError] = useState<AppErrorData | null>(null)
  const [tried, setTried] = useState(false)
  const [keeping, setKeeping] = useState(false)

  const dataDir = folder ?? value?.suggestedDataDir ?? ''
  const noFolder = dataDir.trim() === ''

  const keep = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    const key = source.input()
    if (noFolder || !key || keeping) return
    setKeeping(true)
    const reply = await call('workspace.keep', { dataDir, key })
    source.forget()
    setTried(false)
    setKeeping(false)
    if (!reply.ok) return setError(reply.error)
    announce(keepText.kept(reply.value.dataDir ?? dataDir))
    onClose()
  }

  return (
    <Dialog
      title={text.workspace.keep}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{text.actions.cancel}</Button>
          <Button kind="primary" type="submit" form="keep-workspace" isDisabled={keeping || !value}>
            {keeping ? keepText.keeping : keepText.keep}
          </Button>
        </>
      }
    >
      <form id="keep-workspace" onSubmit={keep}>
        <fieldset className={styles.form} disabled={keeping}>
          <p>{keepText.intro}</p>
          <TextField
            label={keepText.folder}
            description={keepText.folderHint}
            value={dataDir}
            onChange={(text) => {
              setFolder(text)
              setError(null)
            }}
            error={tried && noFolder ? keepText.noFolder : error?.field === 'dataDir' ? sentences(error) : null}
            isRequired
            mono
          />
          <KeySourceFields state={source} tried={tried} />
          {error && error.field !== 'dataDir' && <ErrorNotice error={error} />}
        </fieldset>
      </form>
    </Dialog>
  )
}
