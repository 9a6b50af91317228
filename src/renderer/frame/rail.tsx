import { href, useLocation } from '../router.ts'
import { text } from '../text/en.ts'
import { classes } from '../ui/classes.ts'
import styles from './rail.module.css'
import { screenOf, screens } from './screens.ts'

export const Rail = () => {
  const { path, exchange } = useLocation()
  const current = screenOf(path)
  return (
    <nav className={styles.rail} aria-label={text.nav.label}>
      <ul>
        {screens.map(({ id, label, icon: Icon, last }) => (
          <li key={id} className={last ? styles.last : undefined}>
            <a
              href={href([id], exchange)}
              title={label}
              aria-current={id === current.id ? 'page' : undefined}
              className={classes(styles.item, id === current.id && styles.current)}
            >
              <Icon size={16} aria-hidden="true" />
              <span className={styles.label}>{label}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
