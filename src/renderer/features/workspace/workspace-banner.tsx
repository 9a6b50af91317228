import { X } from 'lucide-react'
import { useQuery } from '../../api/query.ts'
import { goOnWithoutKeeping, useEphemeral } from '../../frame/ephemeral.ts'
import { openOverlay } from '../../frame/overlays.tsx'
import { text } from '../../text/en.ts'
import { Button, IconButton } from '../../ui/button.tsx'
import { Mark } from '../../ui/status.tsx'
import styles from './workspace-banner.module.css'

/** Says that nothing is kept while that is so, with the one thing to do about it. */
export const WorkspaceBanner = () => {
  const { value } = useQuery('workspace.status', {})
  const { left } = useEphemeral()
  if (!value?.ephemeral || left) return null
  return (
    <aside className={styles.banner} aria-label={text.workspace.nothingKept}>
      <Mark tone="attention" />
      <p>
        <strong>{text.workspace.nothingKept}</strong> {text.workspace.nothingKeptWhy}
      </p>
      <Button onPress={() => openOverlay('keepWorkspace')}>{text.workspace.keep}</Button>
      <IconButton label={text.workspace.leave} onPress={goOnWithoutKeeping}>
        <X size={16} />
      </IconButton>
    </aside>
  )
}
