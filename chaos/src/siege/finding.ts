/** What one part of a siege found: a claim, what was asked, and what came of it. */
export interface Finding {
  readonly claim: string
  readonly asked: string
  readonly allowed: string
  readonly measured: string
  readonly holds: boolean
  /** For the file: everything that was counted. */
  readonly figures: Readonly<Record<string, unknown>>
}

/** How often each status was answered. */
export function byStatus(statuses: readonly number[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}
