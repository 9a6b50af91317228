import { text } from '../text/en.ts'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Notice } from '../ui/error-notice.tsx'

export const ConfirmLiveDialog = ({ what, answer }: { what: string; answer: (goOn: boolean) => void }) => (
  <Dialog
    role="alertdialog"
    title={text.confirmLive.title}
    onClose={() => answer(false)}
    actions={
      <>
        <Button autoFocus onPress={() => answer(false)}>
          {text.actions.cancel}
        </Button>
        <Button kind="primary" onPress={() => answer(true)}>
          {text.confirmLive.confirm}
        </Button>
      </>
    }
  >
    <Notice tone="attention">
      <p>
        <strong>{what}</strong>
      </p>
      <p>{text.confirmLive.body}</p>
    </Notice>
  </Dialog>
)
