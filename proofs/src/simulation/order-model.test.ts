import fc from 'fast-check'
import { expect, test } from 'vitest'
import { judge } from './judge.ts'
import { newOrderModel, OrderUnderModel, orderCommands } from './testing/order-model.ts'
import { timeUntilAlarm } from './time.ts'

test('one order does what its buyer was told, whatever is asked, paid, repeated, forgotten or killed in between', async () => {
  const ends = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(orderCommands, async (commands) => {
      const [model, real] = [newOrderModel(), new OrderUnderModel()]
      await fc.asyncModelRun(() => ({ model, real }), commands)
      await comeToRest(real)
      expect(await judge(real.world)).toEqual([])
      const { status } = real
      if (model.status === 'cancelled' || model.status === 'returned') expect(status).toBe(model.status)
      if (model.card === 'declined') expect(['rejected', 'cancelled']).toContain(status)
      if (model.card === 'pays' && !real.isLate) expect(status).not.toBe('rejected')
      ends.set(status ?? 'nothing', (ends.get(status ?? 'nothing') ?? 0) + 1)
    }),
    { numRuns: 250, seed: 2026 },
  )
  const everyEnd = ['cancelled', 'confirmed', 'delivered', 'rejected', 'returned', 'shipped']
  expect([...ends.keys()].sort()).toEqual(expect.arrayContaining(everyEnd))
})

/** The world is kind from now on. */
async function comeToRest(real: OrderUnderModel): Promise<void> {
  const { world } = real
  world.calmDown()
  world.bank.mood = { away: 0, silent: 0, slow: 0, tells: true }
  for (let acts = 0; acts < 3_000; acts++) {
    if (await real.happens(0)) continue
    const [time] = timeUntilAlarm(world)
    if (!time) return
    await time.draw().run()
  }
  throw new Error('the order has not come to rest')
}
