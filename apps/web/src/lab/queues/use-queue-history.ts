'use client'

import type { System } from '@switchyard/contracts/lab-operations'
import { useState } from 'react'
import { noHistory, type QueueHistory, withLook } from './queue-history'
import { queue } from './queue-load'

/** Adds each look at the system to the history of the page's queue. */
export function useQueueHistory(system: System | undefined, at: number): QueueHistory {
  const [history, setHistory] = useState<QueueHistory>(noHistory)
  if (at > 0 && history.at !== at) {
    const counts = system?.queues?.find((one) => one.queue === queue)
    setHistory(withLook(history, counts, at))
  }
  return history
}
