import { expect, test } from 'vitest'
import { readChaos, readPlaywright, readVitest } from './test-reports.ts'

const calm = { operations: 100, errorsAfterRetry: 0 }
const fine = { fault: 'redis-wipe', injections: [{}], brokenOff: null, violations: [], baseline: calm, faulted: calm }
const read = (differs: object, notRun: unknown[] = []) =>
  readChaos({ reports: [fine, { ...fine, ...differs }], notRun })

test('a fault is passed when it came, nobody saw an error and nothing was lost', () => {
  expect(read({})).toEqual({ passed: 2, failed: 0, failures: [] })
  const failed = { passed: 1, failed: 1 }
  expect(read({ injections: [] })).toMatchObject(failed)
  expect(read({ brokenOff: 'the host refused' })).toMatchObject(failed)
  expect(read({ violations: [{ invariant: 'one charge a sale' }] })).toMatchObject(failed)
  expect(read({ faulted: { operations: 100, errorsAfterRetry: 1 } })).toMatchObject(failed)
  expect(read({ baseline: { operations: 100, errorsAfterRetry: 1 } })).toMatchObject(failed)
  expect(read({ faulted: { operations: 0, errorsAfterRetry: 0 } })).toMatchObject(failed)
})

test('a fault that could not be run has failed', () => {
  expect(read({}, [{ fault: 'kill-service', why: 'no port' }])).toEqual({
    ...{ passed: 2, failed: 1 },
    failures: ['kill-service: was not run: no port'],
  })
})

test('a browser flow that is flaky, or skipped, has failed, and is named with what it met', () => {
  const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 1 }
  const error = { message: '\u001b[31mexpect\u001b[39m(received)\n\n  toEqual' }
  const flows = [
    { file: 'own-stack/a.spec.ts', title: 'hangs', tests: [{ status: 'unexpected', results: [{ error }] }] },
    { file: 'own-stack/a.spec.ts', title: 'sells', tests: [{ status: 'expected', results: [{}] }] },
  ]
  const skipped = { file: 'shared/b.spec.ts', title: 'waits', tests: [{ status: 'skipped', results: [] }] }
  const flaky = { ...skipped, title: 'blinks', tests: [{ status: 'flaky', results: [{ error }, {}] }] }
  const suites = [{ specs: flows, suites: [{ specs: [skipped] }] }, { suites: [{ specs: [flaky] }] }]
  expect(readPlaywright({ stats, suites })).toEqual({
    ...{ passed: 3, failed: 3 },
    failures: [
      'own-stack/a.spec.ts › hangs: expect(received) toEqual',
      'shared/b.spec.ts › blinks: expect(received) toEqual',
      'not run: 1',
    ],
  })
})

test('a test that failed is named with its file, and so is a file that could not be read', () => {
  const passed = { status: 'passed', fullName: 'sells' }
  const failed = {
    status: 'failed',
    fullName: 'waits its turn',
    failureMessages: ['AssertionError: expected 1\n  at x'],
  }
  const testResults = [
    { name: `${process.cwd()}/a.test.ts`, status: 'failed', message: '', assertionResults: [passed, failed] },
    { name: `${process.cwd()}/b.test.ts`, status: 'failed', message: 'Unexpected token', assertionResults: [] },
  ]
  expect(readVitest({ numPassedTests: 1, numTotalTests: 2, testResults })).toEqual({
    ...{ passed: 1, failed: 1 },
    failures: ['a.test.ts › waits its turn: AssertionError: expected 1 at x', 'b.test.ts: Unexpected token'],
  })
})
