import assert from 'node:assert/strict'
import { type Arrival, NotYet } from '../engine.ts'
import { closeAll, consuming, type Guarantee, idsOf, inHand, letterOf, lettersOf, stateIn, until } from './guarantee.ts'
import { guaranteesTogether } from './letters-together.ts'

/** What every engine promises; each adapter proves all of it, and a defect in one must fail the one that is named. */
export const engineGuarantees: readonly Guarantee[] = [
  ...guaranteesTogether,
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
      const { engine, queue, wait, together = 1 } = subject
      await engine.send(queue, lettersOf(5))
      const { taken, consumer } = inHand(engine, queue, 3)
      await until(subject, 'three are taken', () => taken.length === 3)
      await wait(200)
      const { active, waiting } = await engine.depth(queue)
      assert.deepEqual([taken.length, active + waiting], [3, 5])
      // What shares a job with one that is taken is no longer to be had by others.
      if (together === 1) assert.equal(active, 3)
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
