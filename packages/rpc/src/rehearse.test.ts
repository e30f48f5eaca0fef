import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { rehearse } from './rehearse.ts'
import { echo, echoRouter } from './testing/echo.ts'
import { testNetwork } from './testing/network.ts'

const parts = { contract: echo, clock: new TestClock() }

test('asks each query twice, with a deadline and as nobody in particular', async () => {
  const heard: unknown[] = []
  const router = echoRouter({
    say: async ({ input, ctx: { envelope } }) => {
      heard.push([input, envelope.principal.kind, envelope.deadlineAtMs > parts.clock.now()])
      return input
    },
  })
  await rehearse({ ...parts, router, rehearsal: { say: { words: 'x' } } })
  expect(heard).toEqual(Array.from({ length: 2 }, () => [{ words: 'x' }, 'guest', true]))
})

test('minds no answer: what was not found, or a database that is away, keeps nobody from serving', async () => {
  const fail = async () => Promise.reject(new Failure('unavailable'))
  const rehearsal = { say: { words: 'x' }, fail: { how: 'failure' } }
  await expect(rehearse({ ...parts, router: echoRouter({ say: fail }), rehearsal })).resolves.toBeUndefined()
})

test('ends after three seconds, whoever hangs', async () => {
  const signals: AbortSignal[] = []
  const router = echoRouter({
    say: ({ ctx }) => {
      signals.push(ctx.signal as AbortSignal)
      return new Promise(() => {})
    },
  })
  let isOver = false
  const rehearsed = rehearse({ ...parts, router, rehearsal: { say: { words: 'x' } } }).then(() => {
    isOver = true
  })
  await parts.clock.advance(2_999)
  expect(isOver).toBe(false)
  await parts.clock.advance(1)
  await rehearsed
  expect(signals.map(({ aborted }) => aborted)).toEqual([true])
})

test('refuses what is no query: a rehearsal changes nothing', async () => {
  const router = echoRouter()
  await expect(rehearse({ ...parts, router, rehearsal: { save: { words: 'x' } } })).rejects.toThrow('no query save')
  await expect(rehearse({ ...parts, router, rehearsal: { shout: {} } })).rejects.toThrow('no query shout')
})

test('an instance is known to nobody before its rehearsal has ended', async () => {
  await using network = await testNetwork()
  const known: number[] = []
  const router = echoRouter({
    say: async ({ input }) => {
      known.push((await network.registry.leases('orders')).length)
      return input
    },
  })
  await network.serve(echo, router, { rehearsal: { say: { words: 'x' } } })
  expect(known).toEqual([0, 0])
  expect(await network.registry.leases('orders')).toHaveLength(1)
})
