import assert from 'node:assert/strict'
import { type Arrival, type Letter, NotYet } from '../engine.ts'
import { consuming, type Guarantee, idsOf, inHand, lettersOf, until } from './guarantee.ts'

/** What an engine promises of letters that are sent together, be they one job for it or several. */
export const guaranteesTogether: readonly Guarantee[] = [
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
      await until(
        subject,
        'one rests, the others are gone',
        async () => (await states()).join() === 'gone,delayed,gone',
      )
      await until(subject, 'it is taken again', () => taken.length === 4)
      taken[3]?.end()
      await until(subject, 'it is gone', async () => (await states())[1] === 'gone')
      await consumer.close()
    },
  },
]
