import { expect, test } from 'vitest'
import type { Operation } from './operation.ts'
import { recoveryMs } from './recovery.ts'
import { operation } from './testing/operations.ts'

/** A request each 20 ms for ten seconds, the fault at 0; those due in a stretch differ. */
const log = (fromMs: number, toMs: number, differs: (dueMs: number) => Partial<Operation>) =>
  Array.from({ length: 500 }, (_, index) => index * 20).map((dueMs) =>
    operation({ dueMs, ...(dueMs >= fromMs && dueMs < toMs ? differs(dueMs) : {}) }),
  )
const failed = () => ({ first: 'fail', error: '503' }) as const
const slow = (dueMs: number) => ({ endMs: dueMs + 400 })
const noticed = (operations: Operation[], untilMs = 10_000) =>
  recoveryMs({ operations, fromMs: 0, untilMs, slowMs: 100 })

test('nobody notices a fault under which everything goes well', () => {
  expect(noticed(log(0, 0, failed))).toBe(0)
})

test('failing and slow requests are noticed until the last of them', () => {
  expect(noticed(log(0, 1_300, failed))).toBe(1_280)
  expect(noticed(log(200, 1_300, slow))).toBe(1_280)
})

test('a pause between two disturbances is no recovery when it is shorter than two seconds', () => {
  expect(noticed([...log(0, 500, failed), ...log(2_000, 2_600, failed)])).toBe(2_580)
})

test('a request that fails long after the shop was calm again belongs to something else', () => {
  expect(noticed(log(5_000, 5_020, failed))).toBe(0)
})

test('a request sent before the fault and caught by it counts as of its beginning', () => {
  const caught = operation({ dueMs: -50, endMs: 900, first: 'fail' })
  expect(noticed([...Array(30).fill(caught), ...log(0, 0, failed)])).toBe(0)
  expect(noticed([...Array(30).fill(caught), ...log(0, 100, failed)])).toBe(80)
})

test('no recovery is claimed where no two calm seconds were seen', () => {
  expect(noticed(log(0, 9_000, failed))).toBeUndefined()
  expect(noticed(log(0, 0, failed), 1_500)).toBeUndefined()
})
