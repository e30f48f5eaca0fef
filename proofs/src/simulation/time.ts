import type { Choice } from './act.ts'
import type { World } from './world.ts'

const quarterMs = 15 * 60_000

/** The ways in which time may pass before anything else happens. */
export function timeOf(world: World): Choice[] {
  const { random, holdMs } = world
  return [
    passing(world, { name: 'to the next alarm', weight: 0.16, ms: () => untilAlarmMs(world) ?? 0 }),
    passing(world, { name: 'a little', weight: 0.12, ms: () => 1 + random.below(5_000) }),
    passing(world, { name: 'to the end of a hold', weight: 0.015, ms: () => holdMs }),
    passing(world, { name: 'to the deadline', weight: 0.015, ms: () => quarterMs }),
  ]
}

/** Time until somebody has something to do without being told; none when there is nothing to wait for. */
export function timeUntilAlarm(world: World): Choice[] {
  const ms = untilAlarmMs(world)
  return ms === undefined ? [] : [passing(world, { name: 'to the next alarm', weight: 1, ms: () => ms })]
}

/** A hold that nobody gives back is nothing to wait for. */
function untilAlarmMs({ post, orders, messages, clock }: World): number | undefined {
  const alarmMs = Math.min(
    post.nextReadyMs(),
    post.nextLostMs(messages.orders),
    post.nextLostMs(messages.inventory),
    orders.nextDueMs(),
  )
  return Number.isFinite(alarmMs) ? Math.max(0, alarmMs - clock.now()) : undefined
}

function passing(world: World, { name, weight, ms }: { name: string; weight: number; ms: () => number }): Choice {
  const run = () => world.pass(ms())
  return { weight, draw: () => ({ name: `time passes, ${name}`, kind: 'inner', run }) }
}
