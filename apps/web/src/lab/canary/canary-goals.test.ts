import type { CallerView, InstanceView } from '@switchyard/contracts/lab'
import { expect, it } from 'vitest'
import { type CanaryStory, canaryGoals, whatCameOfIt } from './canary-goals.ts'

const instance = (version: string, answered: number, failed = 0): InstanceView => ({
  ...{ instanceId: version, address: 'a', version, zone: 'local', weight: 1, warm: 1, startedAt: '', pending: 0 },
  ...{ answered, failed, lastSent: null, p50Ms: null, p95Ms: null, out: null, outSince: null },
})
const caller = (instances: InstanceView[], withdrawn: CallerView['withdrawn'] = []): CallerView => ({
  ...{ caller: 'gateway-1', service: 'inventory', inFlight: 0, inFlightMax: 1, instances, withdrawn, refused: [] },
  ...{ calls: 0, retries: 0, hedges: 0, hedgesWon: 0, retryBudget: { left: 10, max: 10 } },
  breaker: { state: 'closed', trialInMs: null, openMs: 0 },
})
const gone = { version: '1-canary', at: '', tries: 20, bad: 4, othersTries: 90, othersBad: 0 }
const seen = (over: Partial<CanaryStory>) =>
  canaryGoals({ caller: undefined, failed: 0, pinnedSince: null, ...over })
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('ticks the share when the canary answers some and the others most', () => {
  expect(seen({ caller: caller([instance('1', 50), instance('1-canary', 4)]) })).toEqual([])
  expect(seen({ caller: caller([instance('1', 50), instance('1-canary', 9)]) })).toEqual(['share'])
})

it('ticks the pin when what came since then went to the canary', () => {
  const now = caller([instance('1', 52), instance('1-canary', 30)])
  expect(seen({ caller: now, pinnedSince: { canary: 9, others: 50 } })).toEqual(['share', 'pin'])
  expect(seen({ caller: now, pinnedSince: { canary: 9, others: 30 } })).toEqual(['share'])
})

it('ticks the end of a canary, and that nobody heard of it', () => {
  const now = caller([instance('1', 90), instance('1-canary', 16, 4)], [gone])
  expect(seen({ caller: now })).toEqual(['share', 'rollback', 'unheard'])
  expect(seen({ caller: now, failed: 1 })).toEqual(['share', 'rollback'])
  expect([whatCameOfIt({ caller: now, failed: 0 }), whatCameOfIt({ caller: now, failed: 1 })]).toEqual([
    'unheard',
    'heard',
  ])
  expect(whatCameOfIt({ caller: caller([instance('1-canary', 9, 9)]), failed: 0 })).toBeNull()
})
