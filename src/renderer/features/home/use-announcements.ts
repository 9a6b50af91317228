import { useEffect, useRef } from 'react'
import type { WalkthroughStatus } from '../../../shared/model/walkthrough.ts'
import { announce } from '../../ui/announcer.tsx'
import { announcementOf } from './view.ts'

/** Tells a screen reader how the walkthrough goes on; nothing of what was so already when Home was opened. */
export const useAnnouncements = (status: WalkthroughStatus | undefined): void => {
  const before = useRef<WalkthroughStatus>(undefined)
  useEffect(() => {
    const message = status && before.current && announcementOf(before.current, status)
    before.current = status
    if (message) announce(message)
  }, [status])
}
