import { systemScope } from '@switchyard/rpc/connect'
import type { CallScope } from '@switchyard/rpc/envelope'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { labViews } from './lab-views.ts'
import type { Services } from './services.ts'

test('a check of all orders ends by its own policy or with whoever waits for it, however short public calls are', async () => {
  const clock = new TestClock()
  const scopes: CallScope[] = []
  const orders = (scope: CallScope) => {
    scopes.push(scope)
    return { check: { query: async () => ({}) } }
  }
  const views = labViews({
    ...{ services: { orders } as unknown as Services, registry: {} as never, host: {} as never, clock },
    ...{ callers: () => [], doors: () => ({}) as never, ownScope: () => systemScope({ clock, deadlineMs: 2_000 }) },
  })
  const { signal } = new AbortController()
  const envelope = { ...systemScope({ clock, deadlineMs: 10_000 }), callId: 'call' }
  await views.check({ input: {}, ctx: { envelope, signal } })
  expect(scopes).toMatchObject([{ deadlineAtMs: Number.POSITIVE_INFINITY, signal }])
})
