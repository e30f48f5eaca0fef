import assert from 'node:assert/strict'
import { type Arrival, type ConsumeOptions, type Consumer, type Engine, type Letter, NotYet } from '../engine.ts'

/** Two processes' engines on the same queues, under proof. */
export interface Subject {
  engine: Engine
  other: Engine
  /** A queue that nobody has used. */
  queue: string
  /** Lets time pass as the engine sees it. */
  wait(ms: number): Promise<void>
  /** How long something may take; longer than any rest between two tries of these proofs. */
  patienceMs?: number
}

/** One promise, with its proof. */
interface Guarantee {
  title: string
  /** Rejects when the engine breaks it. */
  prove(subject: Subject): Promise<void>
}

/** With room for a slow machine. */
const longPatienceMs = 15_000
const stepMs = 25

const letterOf = (over: Partial<Letter> = {}): Letter => ({
  ...{ id: crypto.randomUUID(), name: 'shop.packed', from: 'shop', payload: { lines: [{ sku: 'ä “a2”', n: 1 }] } },
  ...{ traceparent: null, ...over },
})
const lettersOf = (count: number) => Array.from({ length: count }, () => letterOf())
const idsOf = (letters: readonly { id: string }[]) => letters.map(({ id }) => id)

async function until(subject: Subject, what: string, check: () => boolean | Promise<boolean>) {
  const { wait, patienceMs = longPatienceMs } = subject
  for (let waited = 0; waited < patienceMs; waited += stepMs) {
    if (await check()) return
    await wait(stepMs)
  }
  assert.fail(`never: ${what}`)
}

/** A consumer whose letters end when the proof says so. */
function inHand(engine: Engine, queue: string, concurrency = 1) {
  const taken: (Arrival & { end: () => void; fail: (error: Error) => void })[] = []
  const receive = (arrival: Arrival) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    taken.push({ ...arrival, end: resolve, fail: reject })
    return promise
  }
  return { taken, consumer: engine.consume(queue, consuming(receive, concurrency)) }
}

const consuming = (receive: ConsumeOptions['receive'], concurrency = 1): ConsumeOptions => ({
  ...{ concurrency, receive, abandoned: async () => undefined },
})
const stateIn = async (engine: Engine, queue: string, id: string) => (await engine.states(queue, [id]))[0]
const closeAll = (consumers: readonly Consumer[]) => Promise.all(consumers.map((consumer) => consumer.close()))

/** What every engine promises; each adapter proves all of it, and a defect in one must fail the one that is named. */
export const engineGuarantees: readonly Guarantee[] = [
  {
    title: 'carries a letter as it was sent, whatever is done to it afterwards',
    async prove(subject) {
      const { engine, other, queue } = subject
      const payload = { lines: [{ sku: 'ä “a2”', n: 1 }], none: null }
      const letter = letterOf({ payload, replay: 2 })
      const expected = structuredClone(letter)
      await engine.send(queue, [letter])
      payload.lines.pop()
      const { taken, consumer } = inHand(other, queue)
      await until(subject, 'it arrives', () => taken.length === 1)
      const { id, letter: arrived, attempt, failures } = taken[0] ?? assert.fail()
      assert.deepEqual(
        { id, arrived, attempt, failures },
        { id: letter.id, arrived: expected, attempt: 1, failures: [] },
      )
      taken[0]?.end()
      await consumer.close()
    },
  },
  {
    title: 'holds a letter once under its id, however often it is sent',
    async prove({ engine, other, queue }) {
      const letter = letterOf()
      await engine.send(queue, [letter, letter])
      await other.send(queue, [letter])
      assert.equal((await engine.depth(queue)).waiting, 1)
    },
  },
  {
    title: 'says what became of letters: waiting, active, resting, gone',
    async prove(subject) {
      const { engine, other, queue } = subject
      const [letter, never] = [letterOf(), letterOf()]
      const states = () => other.states(queue, [never.id, letter.id])
      await engine.send(queue, [letter])
      assert.deepEqual(await states(), ['gone', 'waiting'])
      const { taken, consumer } = inHand(engine, queue)
      await until(subject, 'it is taken', () => taken.length === 1)
      assert.deepEqual([await states(), (await other.depth(queue)).active], [['gone', 'active'], 1])
      taken[0]?.fail(new Error('not now'))
      await until(subject, 'it rests', async () => (await states())[1] === 'delayed')
      await until(subject, 'it is taken again', () => taken.length === 2)
      taken[1]?.end()
      await until(subject, 'it is gone', async () => (await states())[1] === 'gone')
      await consumer.close()
    },
  },
  {
    title: 'gives each letter to one of those who compete for it, and lets all of them work',
    async prove(subject) {
      const { engine, other, queue } = subject
      const letters = lettersOf(40)
      const [one, two] = [inHand(engine, queue, 2), inHand(other, queue, 2)]
      await engine.send(queue, letters)
      const ended = new Set<Arrival>()
      await until(subject, 'all are taken', () => {
        // Both have their hands full before either is given more.
        const open = [...one.taken, ...two.taken].filter((arrival) => !ended.has(arrival))
        const areBothBusy = letters.length - ended.size >= 12
        if (open.length >= (areBothBusy ? 4 : 1)) {
          for (const arrival of open) ended.add(arrival) && arrival.end()
        }
        return ended.size >= letters.length
      })
      await until(subject, 'none is left', async () => (await engine.depth(queue)).active === 0)
      await closeAll([one.consumer, two.consumer])
      const all = [...one.taken, ...two.taken]
      assert.deepEqual(idsOf(all).toSorted(), idsOf(letters).toSorted())
      assert.ok(Math.min(one.taken.length, two.taken.length) >= 10, 'one of them stood by')
    },
  },
  {
    title: 'gives a consumer as many letters at once as it was told, and no more',
    async prove(subject) {
      const { engine, queue, wait } = subject
      await engine.send(queue, lettersOf(5))
      const { taken, consumer } = inHand(engine, queue, 3)
      await until(subject, 'three are taken', () => taken.length === 3)
      await wait(200)
      const { active, waiting } = await engine.depth(queue)
      assert.deepEqual([taken.length, active + waiting], [3, 5])
      for (let ended = 0; ended < 5; ended++) {
        await until(subject, 'there is one more', () => taken.length > ended)
        taken[ended]?.end()
      }
      await consumer.close()
    },
  },
  {
    title: 'takes letters in the order in which they were sent, and low ones when no other waits',
    async prove(subject) {
      const { engine, queue } = subject
      const [low, first, second] = [letterOf({ priority: 'low' }), letterOf(), letterOf()]
      await engine.send(queue, [low, first])
      await engine.send(queue, [second])
      const order: string[] = []
      const consumer = engine.consume(
        queue,
        consuming(async ({ id }) => void order.push(id)),
      )
      await until(subject, 'all are done', () => order.length === 3)
      assert.deepEqual(order, idsOf([first, second, low]))
      await consumer.close()
    },
  },
  {
    title: 'brings a failed letter again after a rest, with the number of this try and why the others failed',
    async prove(subject) {
      const { engine, queue } = subject
      const letter = letterOf()
      await engine.send(queue, [letter])
      const seen: Arrival[] = []
      const consumer = engine.consume(
        queue,
        consuming(async (arrival) => {
          seen.push(arrival)
          if (arrival.attempt < 3) throw new RangeError(`full on ${arrival.attempt}`)
        }),
      )
      await until(subject, 'the third try', () => seen.length === 3)
      await until(subject, 'it is done', async () => (await stateIn(engine, queue, letter.id)) === 'gone')
      assert.deepEqual(
        seen.map(({ attempt, failures }) => [attempt, failures]),
        [
          [1, []],
          [2, ['RangeError: full on 1']],
          [3, ['RangeError: full on 1', 'RangeError: full on 2']],
        ],
      )
      await consumer.close()
    },
  },
  {
    title: 'brings a letter again that was put off, and counts that as no try',
    async prove(subject) {
      const { engine, queue } = subject
      const letter = letterOf()
      await engine.send(queue, [letter])
      const attempts: number[] = []
      let others = 0
      const consumer = engine.consume(
        queue,
        consuming(async ({ id, attempt }) => {
          if (id !== letter.id) return void others++
          if (attempts.push(attempt) < 3) throw new NotYet()
        }),
      )
      await until(subject, 'it rests', async () => (await stateIn(engine, queue, letter.id)) === 'delayed')
      await engine.send(queue, lettersOf(1))
      await until(subject, 'it was taken three times', () => attempts.length === 3)
      assert.deepEqual([attempts, others], [[1, 1, 1], 1])
      await consumer.close()
    },
  },
  {
    title: 'brings what failed or was put off among letters that were sent together again, and the others once',
    async prove(subject) {
      const { engine, queue } = subject
      const [failing, early, fine, last] = lettersOf(4)
      const seen = new Map<string, Arrival[]>()
      const receive = async (arrival: Arrival) => {
        const tries = seen.get(arrival.id)?.length ?? 0
        seen.set(arrival.id, [...(seen.get(arrival.id) ?? []), arrival])
        if (arrival.id === failing?.id && tries < 2) throw new RangeError(`full on ${arrival.attempt}`)
        if (arrival.id === early?.id && tries < 1) throw new NotYet()
      }
      const letters = [failing, early, fine, last].filter((letter) => letter !== undefined)
      await engine.send(queue, letters)
      const consumer = engine.consume(queue, consuming(receive, 4))
      const areGone = async () => (await engine.states(queue, idsOf(letters))).every((state) => state === 'gone')
      await until(subject, 'all are done', async () => seen.size === 4 && (await areGone()))
      const triesOf = (letter: Letter | undefined) =>
        seen.get(letter?.id ?? '')?.map(({ attempt, failures }) => [attempt, failures])
      assert.deepEqual(triesOf(failing), [
        [1, []],
        [2, ['RangeError: full on 1']],
        [3, ['RangeError: full on 1', 'RangeError: full on 2']],
      ])
      const once = [1, []]
      assert.deepEqual([early, fine, last].map(triesOf), [[once, once], [once], [once]])
      await consumer.close()
    },
  },
  {
    title: 'holds letters once that were sent together, in whatever company they are sent again',
    async prove(subject) {
      const { engine, other, queue } = subject
      const [a, b, c, d] = lettersOf(4)
      assert.ok(a && b && c && d)
      await engine.send(queue, [a, b, c])
      await other.send(queue, [c, d, b, d])
      await other.send(queue, [a])
      assert.equal((await engine.depth(queue)).waiting, 4)
      const { taken, consumer } = inHand(engine, queue, 10)
      await until(subject, 'all are taken', () => taken.length === 4)
      await engine.send(queue, [b, d])
      for (const arrival of taken) arrival.end()
      await until(subject, 'none is left', async () => {
        const { active, waiting } = await other.depth(queue)
        return active + waiting === 0
      })
      assert.deepEqual(idsOf(taken).toSorted(), idsOf([a, b, c, d]).toSorted())
      await consumer.close()
    },
  },
  {
    title: 'says of each of those that were sent together what became of it',
    async prove(subject) {
      const { engine, other, queue } = subject
      const letters = lettersOf(3)
      const states = () => other.states(queue, idsOf(letters))
      await engine.send(queue, letters)
      assert.deepEqual(await states(), ['waiting', 'waiting', 'waiting'])
      const { taken, consumer } = inHand(engine, queue, 3)
      await until(subject, 'all are taken', () => taken.length === 3)
      assert.deepEqual(await states(), ['active', 'active', 'active'])
      for (const arrival of taken) {
        if (arrival.id === letters[1]?.id) arrival.fail(new Error('not now'))
        else arrival.end()
      }
      await until(subject, 'one rests', async () => (await states())[1] === 'delayed')
      assert.deepEqual(await states(), ['gone', 'delayed', 'gone'])
      await until(subject, 'it is taken again', () => taken.length === 4)
      taken[3]?.end()
      await until(subject, 'it is gone', async () => (await states())[1] === 'gone')
      await consumer.close()
    },
  },
  {
    title: 'takes a letter that was done once more when it is sent once more',
    async prove(subject) {
      const { engine, queue } = subject
      const letter = letterOf()
      let done = 0
      const consumer = engine.consume(
        queue,
        consuming(async () => void done++),
      )
      for (const time of [1, 2]) {
        await engine.send(queue, [letter])
        await until(subject, `it is done ${time} times`, () => done === time)
        await until(subject, 'it is gone', async () => (await stateIn(engine, queue, letter.id)) === 'gone')
      }
      await consumer.close()
    },
  },
  {
    title: 'keeps queues apart, also when one has the name of the other in its own',
    async prove(subject) {
      const { engine, queue } = subject
      const [letter, inner] = [letterOf(), `${queue}.inner`]
      await engine.send(inner, [letter])
      const { taken, consumer } = inHand(engine, queue)
      await engine.send(queue, lettersOf(1))
      await until(subject, 'its own arrives', () => taken.length === 1)
      assert.notEqual(taken[0]?.id, letter.id)
      assert.deepEqual(
        [await stateIn(engine, inner, letter.id), await stateIn(engine, queue, letter.id)],
        ['waiting', 'gone'],
      )
      taken[0]?.end()
      await consumer.close()
    },
  },
  {
    title: 'lets a consumer that closes finish what it has in hand, and gives it nothing more',
    async prove(subject) {
      const { engine, queue, wait } = subject
      await engine.send(queue, lettersOf(2))
      const { taken, consumer } = inHand(engine, queue)
      await until(subject, 'one is taken', () => taken.length === 1)
      let closed = false
      const closing = consumer.close().then(() => {
        closed = true
      })
      await wait(100)
      assert.equal(closed, false)
      taken[0]?.end()
      await until(subject, 'it has closed', () => closed)
      await closing
      assert.deepEqual([taken.length, (await engine.depth(queue)).waiting], [1, 1])
    },
  },
  {
    title: 'gives what somebody had in hand who was cut off to another',
    async prove(subject) {
      const { engine, other, queue } = subject
      const [alone, ...together] = lettersOf(4)
      assert.ok(alone)
      await engine.send(queue, [alone])
      await engine.send(queue, together)
      const lost = inHand(other, queue, 10)
      await until(subject, 'all are taken', () => lost.taken.length === 4)
      other.disconnect()
      const { taken, consumer } = inHand(engine, queue, 10)
      await until(subject, 'another has them', () => taken.length === 4)
      assert.deepEqual(idsOf(taken).toSorted(), idsOf([alone, ...together]).toSorted())
      for (const arrival of taken) arrival.end()
      await until(subject, 'they are gone', async () => (await engine.depth(queue)).active === 0)
      await consumer.close()
    },
  },
]
