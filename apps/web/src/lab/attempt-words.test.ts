import type { Attempt } from '@switchyard/contracts/lab'
import { expect, it } from 'vitest'
import { roleOf } from './attempt-words.ts'

const attempt = (atMs: number, ms: number | null): Attempt => ({ instanceId: 'a', atMs, ms, outcome: 'failed' })

it('tells a try beside one that waits from a try after one that has ended', () => {
  expect(roleOf([attempt(0, 50)], 0)).toBe('first try')
  expect(roleOf([attempt(0, 50), attempt(20, 5)], 1)).toBe('beside it')
  expect(roleOf([attempt(0, null), attempt(20, 5)], 1)).toBe('beside it')
  expect(roleOf([attempt(0, 10), attempt(12, 5)], 1)).toBe('again')
})
