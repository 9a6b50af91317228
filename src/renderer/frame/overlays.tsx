// What opens over the frame: the palette, the shortcut sheet, confirmations. Loaded when first needed.

import { lazy, Suspense } from 'react'
import { create } from 'zustand'

export type Overlay = 'palette' | 'shortcuts' | 'keepWorkspace'

const useOverlay = create<{ open: Overlay | null }>(() => ({ open: null }))

export const openOverlay = (open: Overlay): void => useOverlay.setState({ open })
export const openedOverlay = (): Overlay | null => useOverlay.getState().open
export const toggleOverlay = (overlay: Overlay): void => useOverlay.setState(({ open }) => ({ open: open === overlay ? null : overlay }))
export const closeOverlay = (): void => useOverlay.setState({ open: null })

const components = {
  palette: lazy(async () => ({ default: (await import('./palette.tsx')).Palette })),
  shortcuts: lazy(async () => ({ default: (await import('./shortcut-sheet.tsx')).ShortcutSheet })),
  keepWorkspace: lazy(async () => ({ default: (await import('../features/workspace/keep-dialog.tsx')).KeepDialog })),
}

export const Overlays = () => {
  const { open } = useOverlay()
  if (!open) return null
  const Component = components[open]
  return (
    <Suspense fallback={null}>
      <Component onClose={closeOverlay} />
    </Suspense>
  )
}
