import { Suspense, useEffect } from 'react'
import styles from './app.module.css'
import { WorkspaceBanner } from './features/workspace/workspace-banner.tsx'
import { ConfirmLive } from './frame/confirm-live.tsx'
import { LogDrawer } from './frame/log-drawer.tsx'
import { Overlays } from './frame/overlays.tsx'
import { Rail } from './frame/rail.tsx'
import { screenOf } from './frame/screens.ts'
import { useShortcuts } from './frame/shortcuts.ts'
import { TopBar } from './frame/top-bar.tsx'
import { useLocation } from './router.ts'
import { text } from './text/en.ts'
import { Announcer } from './ui/announcer.tsx'
import { loadingText } from './ui/format.ts'
import { UndoToasts } from './ui/undo-toast.tsx'

export const App = () => {
  useShortcuts()
  const { path } = useLocation()
  const { label, component: Screen } = screenOf(path)
  useEffect(() => {
    document.title = `${label} · ${text.appName}`
  }, [label])
  return (
    <div className={styles.app}>
      <TopBar />
      <WorkspaceBanner />
      <div className={styles.middle}>
        <Rail />
        <main className={styles.main} id="main" tabIndex={-1}>
          <Suspense fallback={<p className={styles.loading}>{loadingText}</p>}>
            <Screen path={path.slice(1)} />
          </Suspense>
        </main>
      </div>
      <LogDrawer />
      <Overlays />
      <ConfirmLive />
      <UndoToasts />
      <Announcer />
    </div>
  )
}
