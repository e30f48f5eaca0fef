import { expect, test } from 'vitest'
import { countChaos, countPlaywright } from './checks.ts'

const calm = { operations: 100, errorsAfterRetry: 0 }
const fine = { injections: [{}], brokenOff: null, violations: [], baseline: calm, faulted: calm }
const counted = (differs: object, notRun: unknown[] = []) =>
  countChaos({ reports: [fine, { ...fine, ...differs }], notRun })

test('a fault is passed when it came, nobody saw an error and nothing was lost', () => {
  expect(counted({})).toEqual({ passed: 2, failed: 0 })
  const failed = { passed: 1, failed: 1 }
  expect(counted({ injections: [] })).toEqual(failed)
  expect(counted({ brokenOff: 'the host refused' })).toEqual(failed)
  expect(counted({ violations: [{ invariant: 'one charge a sale' }] })).toEqual(failed)
  expect(counted({ faulted: { operations: 100, errorsAfterRetry: 1 } })).toEqual(failed)
  expect(counted({ baseline: { operations: 100, errorsAfterRetry: 1 } })).toEqual(failed)
  expect(counted({ faulted: { operations: 0, errorsAfterRetry: 0 } })).toEqual(failed)
})

test('a fault that could not be run has failed', () => {
  expect(counted({}, [{ fault: 'kill-service' }])).toEqual({ passed: 2, failed: 1 })
})

test('a browser flow that is flaky, or skipped, has failed', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 1 }
  expect(countPlaywright({ stats })).toEqual({ passed: 3, failed: 3 })
})
