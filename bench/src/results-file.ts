import { mkdirSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { dirname, join } from 'node:path'
import { currentCommit, resultsName } from '@switchyard/host/kept-results'
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
  const path = join(import.meta.dirname, '../results', resultsName({ at: at.toISOString(), commit }))
  const machine = { node: process.version, cores: availableParallelism(), cpu: cpus()[0]?.model ?? 'unknown' }
  const judged = figures.map((figure) => ({ ...figure, met: isMet(figure) ?? null }))
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, `${JSON.stringify({ at, commit, machine, rounds, figures: judged }, null, 2)}\n`)
  return path
}
