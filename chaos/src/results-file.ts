import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Campaign } from './arguments.ts'
import type { Campaigned } from './campaign.ts'
import { judgeGoals } from './goals.ts'

/** A campaign as it is kept: what was run, on which commit, when, and what came out. */
export interface Results extends Campaigned {
  /** ISO time of its beginning. */
  readonly at: string
  /** With `-dirty` when the tree held more than the commit; `unknown` outside of git. */
  readonly commit: string
  readonly plan: Omit<Campaign, 'faults' | 'inNamespace' | 'json'>
}

/** Where a campaign is kept when nobody says where: `chaos/results/<date>-<commit>.json`. */
export function resultsPath({ at, commit }: Pick<Results, 'at' | 'commit'>): string {
  const name = `${at.slice(0, 19).replaceAll(':', '')}-${commit}.json`
  return join(import.meta.dirname, '../results', name)
}

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

/** The commit that is checked out here. */
export function currentCommit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const isDirty = git('status', '--porcelain', '--untracked-files=no') !== ''
    return `${git('rev-parse', '--short=12', 'HEAD').trim()}${isDirty ? '-dirty' : ''}`
  } catch {
    return 'unknown'
  }
}
