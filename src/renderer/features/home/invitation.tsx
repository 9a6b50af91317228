import { keysOf } from '../../frame/shortcut-list.ts'
import { text } from '../../text/en.ts'
import { Button } from '../../ui/button.tsx'
import { runAll } from './actions.ts'
import { showPage } from './choices.ts'
import { doItAllText, type HomeContext } from './home-header.tsx'
import styles from './invitation.module.css'
import { InputFields } from './step-inputs.tsx'

const t = text.home.invitation

/** What a person sees who has run nothing yet: what will happen, and one action. */
export const Invitation = ({ status, inputs, known, busy }: HomeContext) => (
  <div className={styles.invitation}>
    <h2>{t.title}</h2>
    <p>
      {t.what} {t.how}
    </p>
    <div className={styles.actions}>
      <Button kind="primary" onPress={() => runAll(inputs)} isDisabled={busy}>
        {doItAllText(inputs, known)}
      </Button>
      <Button kind="quiet" onPress={() => showPage(status.steps[0]?.id ?? null)}>
        {t.oneByOne}
      </Button>
      <span className="caption">{t.shortcut(keysOf('run'))}</span>
    </div>
    <InputFields names={['bank', 'customer', 'version', 'approval']} inputs={inputs} known={known} />
  </div>
)
