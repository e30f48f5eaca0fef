import type { QueueCounts } from '@switchyard/contracts/trail'

/** What is on a queue, and what waits for a place on it. */
export function inWords(counts: Pick<QueueCounts, 'active' | 'waiting' | 'delayed' | 'failed' | 'held'>): string {
  const parts = [
    counts.active && `${counts.active} working`,
    counts.waiting && `${counts.waiting} waiting`,
    counts.delayed && `${counts.delayed} delayed`,
    counts.failed && `${counts.failed} failed`,
    counts.held && `full: ${counts.held} held back in Postgres`,
  ].filter(Boolean)
  return parts.length > 0 ? parts.join(', ') : 'empty'
}

/** What the last canary tells: how long a letter waits there, or since when nobody has taken one. */
export function canaryWords(canary: QueueCounts['canary']): string {
  if (!canary) return 'no canary yet'
  const { sentAt, takenAt } = canary
  const waitedMs = takenAt === null ? -1 : Date.parse(takenAt) - Date.parse(sentAt)
  return waitedMs >= 0
    ? `canary taken after ${waitedMs} ms`
    : `nobody has taken the canary of ${sentAt.slice(11, 19)} UTC`
}
