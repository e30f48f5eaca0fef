import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { figuresOf } from './report.ts'
import { resultsPath, writeResults } from './results-file.ts'

test('what was not seen is kept as null, so that a file tells it from what was left out', () => {
  const folder = mkdtempSync(join(tmpdir(), 'switchyard-chaos-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const campaign = readArguments([])
  if (campaign === 'help') throw new Error('help was not asked for')
  const nothing = figuresOf([])
  const report = {
    fault: 'kill-gateway',
    about: '',
    rate: 40,
    injections: [{ target: 'gateway-1', afterMs: 0, noticedMs: undefined, wholeMs: 1 }],
    baseline: nothing,
    faulted: nothing,
    faultedBrowse: nothing,
    faultedCheckout: nothing,
    orders: {},
    failures: [],
    settledMs: undefined,
    violations: [],
  }
  const path = join(folder, 'new', 'results.json')
  const plan = { ...campaign.plan, instances: 3, gateways: 2 }
  writeResults(path, { at: '2026-01-01T00:00:00.000Z', commit: 'abc', plan, reports: [report] })
  expect(JSON.parse(readFileSync(path, 'utf8'))).toMatchObject({
    commit: 'abc',
    plan: { holdMs: null, seed: '1' },
    reports: [{ injections: [{ noticedMs: null }], baseline: { operations: 0, p99Ms: null }, settledMs: null }],
  })
})

test('a campaign is kept by date and commit', () => {
  expect(resultsPath({ at: '2026-01-01T10:20:30.000Z', commit: 'abc' })).toMatch(
    /chaos\/results\/2026-01-01T102030-abc\.json$/,
  )
})
