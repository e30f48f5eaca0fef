import { inventory } from '@switchyard/contracts/inventory'
import { openDatabase } from '@switchyard/db/connect'
import { createScratchDatabase } from '@switchyard/db/scratch-database'
import { insertInbox, type Received } from '@switchyard/messaging/inbox'
import { createMessaging } from '@switchyard/messaging/messaging'
import { insertOutbox, outboxRows, outgoing } from '@switchyard/messaging/outbox'
import { silentLog as log } from '@switchyard/runtime/log'
import { v7 as newId } from 'uuid'
import type { Bench, Case } from '../case.ts'
import { figureOf, of } from '../figure.ts'
import { interleave } from '../interleave.ts'
import { perSecond } from '../measure.ts'

const burstMs = 10_000
const steadyMs = 10_000
/** Who commits at once in a burst. */
const senders = 16
/** Messages under way at any moment of a steady flow: enough that nobody waits for work, and no more. */
const underWay = 200
const { releaseStock } = inventory.commands

/**
 * Messages from one service to another, each committed by itself, from outbox to acknowledgement: how many are accepted in a
 * burst that nobody slows down, and how many are done in a flow whose backlog does not grow.
 */
export const post: Case = {
  name: 'post',
  async run(bench) {
    const { rounds, share } = bench
    await using flow = await openFlow(bench)
    const { burst, steady } = await interleave(
      { burst: () => flow.burst(burstMs * share), steady: () => flow.steady(steadyMs * share) },
      Math.ceil(rounds / 3),
    )
    return [
      figureOf('messages accepted in a burst of 10 s', of(burst, 'perSecond'), undefined, '/s'),
      figureOf('messages done in a steady flow', of(steady, 'perSecond'), undefined, '/s'),
      figureOf('one message on its way in a steady flow', of(steady, 'waitUs')),
    ]
  },
}

async function openFlow({ clock, databaseUrl, redisUrl: redisUrlOf }: Bench) {
  await using opening = new AsyncDisposableStack()
  const [adminUrl, redisUrl] = [await databaseUrl(), await redisUrlOf()]
  const open = async (owner: 'orders' | 'inventory') => {
    const scratch = opening.use(await createScratchDatabase({ owner, adminUrl }))
    const { pool, close } = openDatabase({
      url: scratch.url,
      max: senders + 4,
      statementTimeoutMs: 30_000,
      connectMs: 10_000,
    })
    opening.defer(close)
    return pool
  }
  const [orders, stock] = [await open('orders'), await open('inventory')]
  const waiting = new Map<string, () => void>()
  const apply = async ({ consumer, id, payload }: Received<{ orderId: string }>) => {
    await stock.query({ name: 'bench.apply', text: insertInbox('$1', '$2'), values: [consumer, id] })
    waiting.get(payload.orderId)?.()
    waiting.delete(payload.orderId)
  }
  const common = { redisUrl, redisPrefix: `bench-${newId()}`, isOutage: () => false, clock, log, newId }
  const receiving = createMessaging({ ...common, service: 'inventory', pool: stock })
  receiving.handle(releaseStock, apply)
  const sending = createMessaging({ ...common, service: 'orders', pool: orders })
  for (const service of [receiving, sending]) {
    await service.start()
    opening.defer(() => service.close({ limitMs: 2_000 }))
  }
  /** Resolves when it is committed; `done` when it took effect. */
  const publish = async () => {
    const orderId = newId()
    const done = new Promise<void>((resolve) => waiting.set(orderId, resolve))
    const message = outgoing(releaseStock, { orderId, stepId: 'release' }, { id: newId(), aggregateId: orderId })
    await orders.query({ name: 'bench.publish', text: insertOutbox('$1'), values: [outboxRows([message])] })
    sending.wake()
    return { done }
  }
  const during = async (ms: number, width: number, work: () => Promise<unknown>) => {
    const endsMs = performance.now() + ms
    const worker = async () => {
      while (performance.now() < endsMs) await work()
    }
    await Promise.all(Array.from({ length: width }, worker))
  }
  const untilDrained = async () => {
    while (waiting.size > 0) await clock.sleep(50)
  }
  const opened = opening.move()
  return {
    async burst(ms: number) {
      let accepted = 0
      const startedMs = performance.now()
      await during(ms, senders, async () => {
        await publish()
        accepted += 1
      })
      const sample = { perSecond: perSecond(accepted, startedMs) }
      await untilDrained()
      return sample
    },
    async steady(ms: number) {
      const waitsMs: number[] = []
      const startedMs = performance.now()
      await during(ms, underWay, async () => {
        const sentMs = performance.now()
        await (await publish()).done
        waitsMs.push(performance.now() - sentMs)
      })
      // Whoever sends waits until it is done, so at the end there is nothing left over that would be done later.
      const rate = perSecond(waitsMs.length, startedMs)
      waitsMs.sort((a, b) => a - b)
      return { perSecond: rate, waitUs: (waitsMs[waitsMs.length >> 1] ?? Number.NaN) * 1_000 }
    },
    [Symbol.asyncDispose]: () => opened.disposeAsync(),
  }
}
