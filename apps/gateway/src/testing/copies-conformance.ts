import assert from 'node:assert/strict'
import type { Copies } from '../copies.ts'

/** An adapter under proof, with two doors to the same copies. */
interface Subject {
  copies: Copies
  /** The same copies as another gateway sees them; for an adapter of one process that is itself. */
  other: Copies
  /** Lets time pass. */
  wait(ms: number): Promise<void>
}

/** One promise of every adapter, with its proof. */
interface Guarantee {
  title: string
  /** Rejects when the adapter breaks it. */
  prove(subject: Subject): Promise<void>
}

const tags = ['price', 'stock/one']
const copyOf = (value: unknown) => ({ answer: { value }, ageMs: 0 })

/** Keeps a copy as whoever has just asked for it would. */
async function keep(copies: Copies, key: string, value: unknown, ageMsMax = 60_000) {
  const { state } = await copies.find(key, tags)
  await copies.keep(key, copyOf(value), { tags, state: state ?? '', ageMsMax })
}
const keptAs = async (copies: Copies, key: string): Promise<unknown> => {
  const { copy } = await copies.find(key, tags)
  if (!copy) return null
  return 'value' in copy.answer ? copy.answer.value : copy.answer
}

export const guarantees: readonly Guarantee[] = [
  {
    title: 'what one keeps the other finds, under its own key alone',
    async prove({ copies, other }) {
      await keep(copies, 'a', { amount: 1, names: ['x', null] })
      assert.deepEqual(await keptAs(other, 'a'), { amount: 1, names: ['x', null] })
      assert.equal(await keptAs(other, 'b'), null)
    },
  },
  {
    title: 'that there is no such thing is kept as that',
    async prove({ copies, other }) {
      const { state } = await copies.find('a', tags)
      const copy = { answer: { notFound: 'no such print' }, ageMs: 0 }
      await copies.keep('a', copy, { tags, state: state ?? '', ageMsMax: 60_000 })
      assert.deepEqual(await keptAs(other, 'a'), { notFound: 'no such print' })
    },
  },
  {
    title: 'a copy grows older from the moment when it was asked for, and ends at its age',
    async prove({ copies, other, wait }) {
      const { state } = await copies.find('a', tags)
      await copies.keep('a', { ...copyOf(1), ageMs: 40 }, { tags, state: state ?? '', ageMsMax: 400 })
      await wait(100)
      const { copy } = await other.find('a', tags)
      assert.ok(copy && copy.ageMs >= 139 && copy.ageMs < 400, `is ${copy?.ageMs} ms old`)
      await wait(301)
      assert.equal((await other.find('a', tags)).copy, null)
    },
  },
  {
    title: 'a purge by either door ends every copy with that tag, and no other',
    async prove({ copies, other }) {
      await keep(copies, 'a', 1)
      const { state } = await copies.find('b', ['price'])
      await copies.keep('b', copyOf(2), { tags: ['price'], state: state ?? '', ageMsMax: 60_000 })
      await other.purge(['stock/one', 'stock/two'])
      assert.equal(await keptAs(copies, 'a'), null)
      assert.notEqual((await copies.find('b', ['price'])).copy, null)
      await copies.purge(['price'])
      assert.equal((await other.find('b', ['price'])).copy, null)
    },
  },
  {
    title: 'what was asked for before a purge is not kept after it',
    async prove({ copies, other }) {
      const before = await copies.find('a', tags)
      await other.purge(['price'])
      await copies.keep('a', copyOf('old'), { tags, state: before.state ?? '', ageMsMax: 60_000 })
      assert.equal(await keptAs(copies, 'a'), null)
      await keep(copies, 'a', 'new')
      assert.equal(await keptAs(other, 'a'), 'new')
    },
  },
  {
    title: 'a lease has one holder, ends by itself, and is given back by its holder alone',
    async prove({ copies, other, wait }) {
      assert.equal(await copies.lease('a', 'me', 200), true)
      assert.equal(await other.lease('a', 'you', 200), false)
      assert.equal((await other.find('a', tags)).isBeingAsked, true)
      await other.release('a', 'you')
      assert.equal(await other.lease('a', 'you', 200), false)
      await copies.release('a', 'me')
      assert.equal(await other.lease('a', 'you', 100), true)
      await wait(101)
      assert.equal(await copies.lease('a', 'me', 200), true)
    },
  },
  {
    title: 'of ten that want a lease at once one gets it',
    async prove({ copies, other }) {
      const asked = Array.from({ length: 10 }, (_, index) => (index % 2 ? copies : other).lease('a', `${index}`, 1_000))
      assert.equal((await Promise.all(asked)).filter(Boolean).length, 1)
    },
  },
]
