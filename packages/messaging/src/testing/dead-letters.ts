import type { DeadLetterEdit, SeenLetter } from '@switchyard/contracts/dead-letter'
import { inventory } from '@switchyard/contracts/inventory'
import { TestClock } from '@switchyard/runtime/clock'
import { silentLog } from '@switchyard/runtime/log'
import type { z } from 'zod'
import { keepDeadLetter } from '../dead-letter.ts'
import { createDeadLetterDesk } from '../dead-letter-desk.ts'
import { commandIntake } from '../queue.ts'
import { replayDue, settleReplay } from '../replay.ts'
import type { TestDatabase } from './database.ts'
import { FakeEngine } from './fake-engine.ts'

export const queue = 'inventory.releaseStock'
type Seen = z.infer<typeof SeenLetter>

/** One service's desk over a real database and an engine that only holds letters. */
export function openDesk({ pool }: Pick<TestDatabase, 'pool'>) {
  const clock = new TestClock(Date.UTC(2026, 10, 20, 12))
  const engine = new FakeEngine()
  const intake = commandIntake(inventory.commands.releaseStock, async () => undefined)
  const desk = createDeadLetterDesk({
    ...{ pool, clock, log: silentLog, wake: () => undefined },
    handledOn: (on, name) => (on === queue ? intake.handled.get(name) : undefined),
  })
  const by = (id: string) => ({ envelope: { principal: { kind: 'staff', id } } })
  const failed = ({ id = crypto.randomUUID() as string, payload = {} as unknown, name = queue, replay = 0 } = {}) => {
    const letter = { id, name, from: 'orders', payload, traceparent: null, ...(replay > 0 && { replay }) }
    return keepDeadLetter(
      { pool, clock, newId: () => crypto.randomUUID() },
      { letter, queue, consumer: queue, reason: `${name} failed`, attempts: 1, failures: [] },
    ).then(() => id)
  }
  return {
    ...{ clock, engine, desk, failed },
    /** The newest of those that wait. */
    first: async () => {
      const { items } = await desk.deadLetters({ input: { state: 'waiting', limit: 1 } })
      if (!items[0]) throw new Error('none waits')
      return desk.deadLetter({ input: { id: items[0].id } })
    },
    see: (id: string) => desk.deadLetter({ input: { id } }),
    edit: ({ id, revision }: Seen, payload: z.output<typeof DeadLetterEdit>['payload'], who = 'ada') =>
      desk.editDeadLetter({ input: { id, revision, payload }, ctx: by(who) }),
    replay: ({ id, revision }: Seen, who = 'ada') => desk.replayDeadLetter({ input: { id, revision }, ctx: by(who) }),
    drop: ({ id, revision }: Seen, reason: string, who = 'ada') =>
      desk.dropDeadLetter({ input: { id, revision, reason }, ctx: by(who) }),
    carry: () => replayDue({ service: 'inventory', pool, engine, clock }),
    settle: (id: string, replay: number) => settleReplay({ pool, clock }, { id, replay }, queue),
    sent: () => engine.sent.filter((one) => one.queue === queue).flatMap(({ ids }) => ids),
  }
}
