import { execFileSync } from 'node:child_process'

/** What a file of results is called: `2026-01-01T102030-abc.json` for the moment of its beginning and its commit. */
export const resultsName = ({ at, commit }: { at: string; commit: string }): string =>
  `${at.slice(0, 19).replaceAll(':', '')}-${commit}.json`

/** The commit that is checked out here: with `-dirty` when the tree holds more than it; `unknown` outside of git. */
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
