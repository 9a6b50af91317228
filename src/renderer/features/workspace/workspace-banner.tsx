import { useQuery } from '../../api/query.ts'
import { openOverlay } from '../../frame/overlays.tsx'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { Mark } from '../../ui/status.tsx'
import styles from './workspace-banner.module.css'

/** Says that nothing is kept while that is so, with the one thing to do about it. */
export const WorkspaceBanner = () => {
  const { value } = useQuery('workspace.status', {})
  if (!value?.ephemeral) return null
  return (
    <aside className={styles.banner} aria-label={text.workspace.nothingKept}>
      <Mark tone="attention" />
      <p>
        <strong>{text.workspace.nothingKept}</strong> {text.workspace.nothingKeptWhy}
      </p>
      <Button onPress={() => openOverlay('keepWorkspace')}>{text.workspace.keep}</Button>
    </aside>
  )
}
