import { expect, test } from 'vitest'
import { choicesOf } from './acts.ts'
import { judge } from './judge.ts'
import { SeededRandom } from './random.ts'
import { done, type Pause } from './tasks.ts'
import { timeUntilAlarm } from './time.ts'
import { World } from './world.ts'

/** Found by seed 7477 of the first campaign. */
test('a worker that sleeps past its lease, charges for an order that was given up and dies leaves no money behind, though no webhook comes', async () => {
  const mood = { away: 0, silent: 0, slow: 0, tells: false }
  const world = new World({ random: new SeededRandom(1), mood, holdMs: 30_000, buyers: 0 })
  world.calmDown()
  const wish = { sku: 'contour-a2', quantity: 1, card: 'tok_ok' }
  await world.ask(
    'place',
    () => world.requests.place(wish, 'key'),
    () => undefined,
  )
  const asleep = await until(world, () => pauseOf(world, 'orders.chargeCard: charge'), [])

  world.pass(30_000)
  await until(world, () => world.orders.all()[0]?.record.payment.state === 'abandoned', [asleep])
  await done(asleep.ways[0])
  world.tasks.kill(asleep.task.process)
  await until(world, () => choicesOf(world).length + timeUntilAlarm(world).length === 0, [])

  expect(world.bank.books.entries.map(({ kind }) => kind)).toEqual(['charge', 'refund'])
  expect(world.orders.all()[0]?.record).toMatchObject({ status: 'rejected', payment: { state: 'refunded' } })
  expect(await judge(world)).toEqual([])
})

const pauseOf = (world: World, label: string): Pause | undefined =>
  world.tasks.pauses.find((pause) => pause.label === label)

/** Lets everything go on but those who sleep, until what is looked for is there. */
async function until<Found>(world: World, look: () => Found | undefined | false, sleepers: Pause[]): Promise<Found> {
  const { tasks, post } = world
  for (let acts = 0; acts < 500; acts++) {
    const found = look()
    if (found) return found
    const awake = tasks.pauses.find((pause) => !sleepers.includes(pause))
    const letter = post.waiting()[0]
    const timer = timerOf(world)
    if (awake) await tasks.goOn(awake, awake.ways[0])
    else if (letter) await world.take(letter)
    else if (timer) await timer()
    else if (!relay(world)) await timeUntilAlarm(world)[0]?.draw().run()
  }
  throw new Error('it never came to that')
}

function timerOf(world: World) {
  const nowMs = world.clock.now()
  if (world.stock.nextEndMs() <= nowMs) return world.timer('sweep')
  return world.orders.nextDueMs() <= nowMs ? world.timer('resume') : undefined
}

function relay({ messages, post }: World): boolean {
  for (const service of ['orders', 'inventory'] as const) {
    const [row] = messages[service].unrelayed
    if (!row) continue
    post.relay(service, messages[service], row, { dies: false })
    return true
  }
  return false
}
