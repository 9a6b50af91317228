import { useEffect, useState } from 'react'

/** The time, kept up while it is wanted. */
export const useNow = (wanted: boolean, everyMs: number): number => {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    if (!wanted) return
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [wanted, everyMs])
  return now
}
