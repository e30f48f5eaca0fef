'use client'

import { useEffect, useState } from 'react'
import { type Goal, type KeptGoal, keepSeen } from './goals'

/** Keeps every goal ticked once it was seen. */
export function useGoals(goals: readonly Goal[]): KeptGoal[] {
  const [seenAt, setSeenAt] = useState<Readonly<Record<string, number>>>({})
  const seen = goals.filter((goal) => goal.seen).map(({ key }) => key)
  const now = seen.join(' ')
  useEffect(() => {
    const keys = now ? now.split(' ') : []
    setSeenAt((kept) =>
      keepSeen(
        kept,
        keys.map((key) => ({ key, seen: true })),
        Date.now(),
      ),
    )
  }, [now])
  return goals.map((goal) => ({ ...goal, seenAt: seenAt[goal.key] ?? null }))
}
