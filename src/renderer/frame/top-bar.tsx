import { ArrowLeft, ArrowRight, Keyboard, Search } from 'lucide-react'
import { text } from '../text/en.ts'
import { IconButton } from '../ui/button.tsx'
import { EnvironmentPicker } from './environment-picker.tsx'
import { openOverlay } from './overlays.tsx'
import { keysOf } from './shortcut-list.ts'
import { ThemePicker } from './theme-picker.tsx'
import styles from './top-bar.module.css'

export const TopBar = () => (
  <header className={styles.bar}>
    <EnvironmentPicker />
    <div className={styles.history}>
      <IconButton label={text.nav.back} onPress={() => window.history.back()}>
        <ArrowLeft size={16} />
      </IconButton>
      <IconButton label={text.nav.forward} onPress={() => window.history.forward()}>
        <ArrowRight size={16} />
      </IconButton>
    </div>
    <button type="button" className={styles.search} onClick={() => openOverlay('palette')}>
      <Search size={14} aria-hidden="true" />
      <span>{text.bar.palette}</span>
      <kbd>{keysOf('palette')}</kbd>
    </button>
    <div className={styles.end}>
      <ThemePicker />
      <IconButton label={text.bar.shortcuts} onPress={() => openOverlay('shortcuts')}>
        <Keyboard size={16} />
      </IconButton>
    </div>
  </header>
)
