import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { resultsName } from '@switchyard/host/kept-results'
import type { Campaign } from './arguments.ts'
import type { Campaigned } from './campaign.ts'
import { judgeGoals } from './goals.ts'

/** A campaign as it is kept: what was run, on which commit, when, and what came out. */
export interface Results extends Campaigned {
  /** ISO time of its beginning. */
  readonly at: string
  /** See `currentCommit`. */
  readonly commit: string
  readonly plan: Omit<Campaign, 'faults' | 'inNamespace' | 'json'>
}

/** Where a campaign is kept when nobody says where: `chaos/results/<date>-<commit>.json`. */
export const resultsPath = (kept: Pick<Results, 'at' | 'commit'>): string =>
  join(import.meta.dirname, '../results', resultsName(kept))

/** Writes the campaign as it stands; what is not finished is in it as far as it went. */
export function writeResults(path: string, results: Results): void {
  mkdirSync(dirname(path), { recursive: true })
  const reports = results.reports.map((report) => ({ ...report, goals: judgeGoals(report) }))
  writeFileSync(path, `${JSON.stringify({ ...results, reports }, asKept, 2)}\n`)
}

/** What was not seen is kept as null. */
function asKept(_key: string, value: unknown): unknown {
  return value === undefined ? null : value
}
