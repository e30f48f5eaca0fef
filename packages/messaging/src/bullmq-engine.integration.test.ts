import { type JobsOptions, Queue } from 'bullmq'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Engine, EngineAway, type Letter } from './engine.ts'
import { batchPrefix, jobTogether, type NewJob } from './letter-jobs.ts'
import { openBullmqEngine } from './testing/bullmq-subject.ts'
import { engineGuarantees } from './testing/engine-conformance.ts'
import { type Defect, engineDefects, proveCaught } from './testing/engine-defects.ts'
import { inHand, type Subject } from './testing/guarantee.ts'
import { openRedisLine, testRedisUrl, wipe } from './testing/redis.ts'

const redisPrefix = `engine-${crypto.randomUUID().slice(0, 8)}`
const open: Engine[] = []

async function subject({ together = 1 } = {}): Promise<Subject> {
  const queue = crypto.randomUUID()
  const batches = together > 1 ? { inBatches: [queue, `${queue}.inner`], lettersMax: together } : {}
  const connect = () => openBullmqEngine({ redisUrl: testRedisUrl(), redisPrefix, ...batches })
  const [one, two] = await Promise.all([connect(), connect()])
  open.push(one.engine, two.engine)
  const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))
  return { engine: one.engine, other: two.engine, queue, together, wait }
}
afterAll(async () => {
  for (const engine of open) engine.disconnect()
  await wipe(redisPrefix)
})

let raw: Awaited<ReturnType<typeof openBullmqEngine>>['redis']
beforeAll(async () => {
  const { engine, redis } = await openBullmqEngine({ redisUrl: testRedisUrl(), redisPrefix })
  open.push(engine)
  raw = redis
})

/** Sends with BullMQ itself. */
const sendingAs = (jobsOf: (letters: readonly Letter[]) => readonly NewJob[]) => (engine: Engine) => ({
  ...engine,
  send: async (name: string, letters: readonly Letter[]) => {
    const queue = new Queue(name, { connection: raw, prefix: `${redisPrefix}:queue`, skipVersionCheck: true })
    await queue.addBulk([...jobsOf(letters)])
  },
})
/** As somebody may who has read only BullMQ's first page. */
const sendingWith = (optionsOf: (letter: Letter) => JobsOptions) =>
  sendingAs((letters) => letters.map((letter) => ({ name: letter.name, data: letter, opts: optionsOf(letter) })))
const unnoted = sendingAs((letters) => [jobTogether(`${batchPrefix}${crypto.randomUUID()}.`, letters)])
const usual = { attempts: 1_000, backoff: { type: 'custom' }, removeOnComplete: true, removeOnFail: true }

/** Faults that BullMQ makes easy. */
const ownDefects: readonly Defect[] = [
  {
    title: 'ids that BullMQ gives out',
    breaks: 'holds a letter once',
    plant: sendingWith(() => usual),
  },
  {
    title: 'finished jobs that are kept, so that their ids are taken',
    breaks: 'takes a letter that was done once more',
    plant: sendingWith(({ id }) => ({ ...usual, jobId: id, removeOnComplete: false })),
  },
  {
    title: 'one try, as is the default',
    breaks: 'brings a failed letter again',
    plant: sendingWith(({ id }) => ({ ...usual, jobId: id, attempts: 1 })),
  },
  {
    title: 'priorities that nobody passed on',
    breaks: 'takes letters in the order',
    plant: sendingWith(({ id }) => ({ ...usual, jobId: id })),
  },
]

/** Those that only batches can have. */
const defectsOfBatches: readonly Defect[] = [
  {
    title: 'a batch whose letters are noted nowhere',
    breaks: 'holds letters once that were sent together',
    plant: unnoted,
  },
  {
    title: 'a batch in which nobody finds a letter',
    breaks: 'says of each of those that were sent together',
    plant: unnoted,
  },
]

const letter = { id: crypto.randomUUID(), name: 'n', from: 'orders', payload: {}, traceparent: null }

describe('the engine on BullMQ', () => {
  test.concurrent.each(engineGuarantees)('$title', async ({ prove }) => prove(await subject()))
  test.concurrent.each(engineGuarantees)('in batches of three $title', async ({ prove }) =>
    prove(await subject({ together: 3 })),
  )
  test.concurrent.each([...engineDefects, ...ownDefects])('is caught with $title', async (defect) =>
    proveCaught(defect, await subject()),
  )
  test.concurrent.each([...engineDefects, ...defectsOfBatches])(
    'in batches of three is caught with $title',
    async (defect) => proveCaught(defect, await subject({ together: 3 })),
  )

  test('letters whose process died go on alone, and nothing is kept of a batch that is done', async () => {
    const { engine, other, queue } = await subject({ together: 3 })
    const letters = [1, 2, 3].map(() => ({ ...letter, id: crypto.randomUUID() }))
    const held = () => raw.keys(`${redisPrefix}:queue:${queue}:*`)
    const jobOf = ({ id }: { id: string }) => `${redisPrefix}:queue:${queue}:${id}`
    await engine.send(queue, letters)
    const lost = inHand(other, queue, 3)
    await expect.poll(() => lost.taken.length).toBe(3)
    expect(await held()).not.toContain(jobOf(letters[0] ?? expect.fail()))
    other.disconnect()
    const { taken, consumer } = inHand(engine, queue, 3)
    await expect.poll(() => taken.length).toBe(3)
    expect(await held()).toEqual(expect.arrayContaining(letters.map(jobOf)))
    for (const arrival of taken) arrival.end()
    await expect
      .poll(async () => (await held()).filter((key) => !/:(meta|events|id|stalled|stalled-check|marker)$/.test(key)))
      .toEqual([])
    await consumer.close()
  })

  test('a consumer takes no more batches than it can soon work on, and as many single letters at once as it was told', async () => {
    const { engine, other, queue, wait } = await subject({ together: 30 })
    const some = (count: number) => Array.from({ length: count }, () => ({ ...letter, id: crypto.randomUUID() }))
    await engine.send(queue, some(600))
    const both = [inHand(engine, queue, 20), inHand(other, queue, 20)]
    await expect.poll(() => both.map(({ taken }) => taken.length)).toEqual([20, 20])
    await wait(200)
    // Two batches are work enough for either; three more may have been taken before it was known that they are batches.
    expect((await engine.depth(queue)).waiting).toBeGreaterThanOrEqual(600 - 2 * 5 * 30)
    const singles = `${queue}.inner`
    for (const one of some(22)) await engine.send(singles, [one])
    const many = inHand(engine, singles, 20)
    await expect.poll(() => many.taken.length).toBe(20)
    expect((await engine.depth(singles)).waiting).toBe(2)
  })

  test('every call fails at once while Redis is away', async () => {
    await using line = await openRedisLine()
    const { engine } = await openBullmqEngine({ redisUrl: line.url, redisPrefix })
    open.push(engine)
    await line.cut()
    const started = performance.now()
    const calls = [engine.send('away', [letter]), engine.states('away', ['x']), engine.depth('away')]
    const away = { status: 'rejected', reason: expect.any(EngineAway) }
    expect(await Promise.allSettled(calls)).toEqual([away, away, away])
    expect(performance.now() - started).toBeLessThan(10_000)
    await line.mend()
    await expect.poll(() => engine.send('away', [letter]).then(() => 'sent', String)).toBe('sent')
  })
})
