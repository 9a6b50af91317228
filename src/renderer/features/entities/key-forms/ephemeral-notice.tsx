import { useQuery } from '../../../api/query.ts'
import { goOnWithoutKeeping, useEphemeral } from '../../../frame/ephemeral.ts'
import { openOverlay } from '../../../frame/overlays.tsx'
import { text } from '../../../text/en.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Notice } from '../../../ui/error-notice.tsx'

const t = entityText.key

/** To keep the workspace or to go on without, where its key is shown. */
export const EphemeralNotice = () => {
  const { value } = useQuery('workspace.status', {})
  const { left } = useEphemeral()
  if (!value?.ephemeral) return null
  return (
    <Notice
      tone={left ? 'information' : 'attention'}
      actions={
        <>
          <Button onPress={() => openOverlay('keepWorkspace')}>{text.workspace.keep}</Button>
          {!left && (
            <Button kind="quiet" onPress={goOnWithoutKeeping}>
              {text.workspace.leave}
            </Button>
          )}
        </>
      }
    >
      <p>{left ? t.ephemeralLeft : t.ephemeral}</p>
    </Notice>
  )
}
