import { useQuery } from '../../api/query.ts'
import { useEphemeral } from '../../frame/ephemeral.ts'
import { openOverlay } from '../../frame/overlays.tsx'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Mark } from '../../ui/status.tsx'
import styles from './workspace-banner.module.css'

/** Says that nothing is kept as long as that is so, with the one thing to do about it; in one slim line for who goes on without keeping. */
export const WorkspaceBanner = () => {
  const { value } = useQuery('workspace.status', {})
  const { left } = useEphemeral()
  if (!value?.ephemeral) return null
  return (
    <aside className={classes(styles.banner, left && styles.slim)} aria-label={text.workspace.nothingKept}>
      <Mark tone="attention" />
      <p>
        <strong>{text.workspace.nothingKept}</strong> {!left && text.workspace.nothingKeptWhy}
      </p>
      {!left && <Button onPress={() => openOverlay('keepWorkspace')}>{text.workspace.keep}</Button>}
    </aside>
  )
}
