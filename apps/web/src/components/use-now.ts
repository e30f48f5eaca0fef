'use client'

import { useEffect, useState } from 'react'

/** The time by this browser's clock, once a second; `null` until the page is alive, since the server's clock is another. */
export function useNow(everyMs = 1_000): number | null {
  const [now, setNow] = useState<number | null>(null)
  useEffect(() => {
    setNow(Date.now())
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
