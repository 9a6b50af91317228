// One live region for the whole interface; screen readers speak what is put there.

import { create } from 'zustand'

const useAnnouncement = create<{ message: string; count: number }>(() => ({ message: '', count: 0 }))

export const announce = (message: string): void => useAnnouncement.setState(({ count }) => ({ message, count: count + 1 }))

export const Announcer = () => {
  const { message, count } = useAnnouncement()
  return (
    <div role="status" aria-live="polite" className="visually-hidden">
      {/* The same words twice are spoken twice, because the element is new. */}
      <span key={count}>{message}</span>
    </div>
  )
}
