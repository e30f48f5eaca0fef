import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { type Figure, isMet } from './figure.ts'

/** Keeps a run with the commit and the machine that it speaks of, in `bench/results/<date>-<commit>.json`; returns where. */
export function writeResults({
  at,
  rounds,
  figures,
}: {
  at: Date
  rounds: number
  figures: readonly Figure[]
}): string {
  const commit = currentCommit()
  const path = join(
    import.meta.dirname,
    '../results',
    `${at.toISOString().slice(0, 19).replaceAll(':', '')}-${commit}.json`,
  )
  const machine = { node: process.version, cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown' }
  const judged = figures.map((figure) => ({ ...figure, met: isMet(figure) ?? null }))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ at, commit, machine, rounds, unit: 'µs', figures: judged }, null, 2)}\n`)
  return path
}

/** With `-dirty` when the tree holds more than the commit; `unknown` outside of git. */
function currentCommit(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: import.meta.dirname, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    const isDirty = git('status', '--porcelain', '--untracked-files=no') !== ''
    return `${git('rev-parse', '--short=12', 'HEAD').trim()}${isDirty ? '-dirty' : ''}`
  } catch {
    return 'unknown'
  }
}
