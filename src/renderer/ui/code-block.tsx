import styles from './code-block.module.css'
import { CopyButton } from './copy-button.tsx'

/** PEM, a token or JSON as it is, with a copy button. */
export const CodeBlock = ({ label, children }: { label: string; children: string }) => (
  <figure className={styles.block}>
    <figcaption className={styles.caption}>
      <span>{label}</span>
      <CopyButton value={children} label={label} />
    </figcaption>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
    <pre tabIndex={0}>{children}</pre>
  </figure>
)
