import { ensureModelBank } from '../../../frame/ensure-model-bank.ts'
import { entityText } from '../../../text/entities/index.ts'
import { Button } from '../../../ui/button.tsx'
import { ErrorNotice, Notice } from '../../../ui/error-notice.tsx'
import { useTask } from '../../../ui/use-task.ts'

const t = entityText.profileForm

/** In place of values that nobody has to fill in: the model bank brings its own. */
export const StartModelBank = () => {
  const task = useTask()
  return (
    <>
      <Notice
        tone="information"
        actions={
          <Button kind="primary" isDisabled={task.running} onPress={() => task.run(ensureModelBank)}>
            {t.startModelBank}
          </Button>
        }
      >
        {t.modelBankStopped}
      </Notice>
      {task.error && <ErrorNotice error={task.error} />}
    </>
  )
}
