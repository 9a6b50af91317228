import { text } from '../text/en.ts'
import { Dialog } from '../ui/dialog.tsx'
import { keysOf, shortcuts } from './shortcut-list.ts'
import styles from './shortcut-sheet.module.css'

/** One row per thing to do, with every shortcut that does it. */
const rows = Map.groupBy(shortcuts, ({ label }) => label)

export const ShortcutSheet = ({ onClose }: { onClose: () => void }) => (
  <Dialog title={text.bar.shortcuts} onClose={onClose}>
    <dl className={styles.sheet}>
      {[...rows].map(([label, shortcuts]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            {shortcuts.map(({ id }, index) => (
              <span key={id}>
                {index > 0 && <span className="muted"> {text.shortcutSheet.or} </span>}
                <kbd>{keysOf(id)}</kbd>
              </span>
            ))}
          </dd>
        </div>
      ))}
    </dl>
  </Dialog>
)
