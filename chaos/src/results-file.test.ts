import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { resultsPath, writeResults } from './results-file.ts'
import { faultReport, injectionReport } from './testing/reports.ts'

test('what was not seen is kept as null, so that a file tells it from what was left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-chaos-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const campaign = readArguments([])
  if (campaign === 'help') throw new Error('help was not asked for')
  const report = faultReport({ fault: 'kill-gateway', injections: [injectionReport({ noticedMs: undefined })] })
  const path = join(folder, 'new', 'results.json')
  const found = { reports: [report], notRun: [{ fault: 'partition-both', why: 'no nft' }], capacities: [] }
  writeResults(path, { at: '2026-01-01T00:00:00.000Z', commit: 'abc', plan: campaign, ...found })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    commit: 'abc',
    plan: { timing: { holdMs: null }, seed: '1' },
    notRun: [{ fault: 'partition-both' }],
    reports: [
      {
        goals: [{ outcome: 'met' }, { outcome: 'met' }],
        injections: [{ noticedMs: null }],
        baseline: { operations: 0, p99Ms: null },
        settledMs: null,
      },
    ],
  })
})

test('a campaign is kept by date and commit', () => {
  expect(resultsPath({ at: '2026-01-01T10:20:30.000Z', commit: 'abc' })).toMatch(
    /chaos\/results\/2026-01-01T102030-abc\.json$/,
  )
})
