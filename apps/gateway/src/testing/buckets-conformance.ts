import assert from 'node:assert/strict'
import type { Bucket, Buckets } from '../gcra.ts'

/** An adapter under proof, with two doors to the same buckets and a time that the proof moves. */
interface Subject {
  buckets: Buckets
  /** The same buckets as another gateway sees them; for an adapter of one process that is itself. */
  other: Buckets
  /** Moves time on. */
  wait(ms: number): Promise<void>
}

/** One promise of every adapter, with its proof. */
interface Guarantee {
  title: string
  /** Rejects when the adapter breaks it. */
  prove(subject: Subject): Promise<void>
}

const guest: Bucket = { name: 'guest', id: 'ann', perMinute: 300 }
const address: Bucket = { name: 'address', id: '192.0.2.7', perMinute: 60 }
const burst = 100
const waits = (standings: { waitMs: number }[]) => standings.map(({ waitMs }) => waitMs)

/** How much of so many calls is admitted. */
async function admitted(
  { buckets, other }: Subject,
  asked: Bucket[],
  { calls, cost }: { calls: number; cost: number },
) {
  let sum = 0
  for (let call = 0; call < calls; call++) {
    const standings = await (call % 2 ? other : buckets).take(asked, cost)
    if (waits(standings).every((wait) => wait === 0)) sum += cost
  }
  return sum
}

export const guarantees: readonly Guarantee[] = [
  {
    title: 'admits a third of the limit at once, over all doors together',
    prove: async (subject) => assert.equal(await admitted(subject, [guest], { calls: 300, cost: 1 }), burst),
  },
  {
    title: 'admits in a whole minute the limit and no more, however hard it is asked',
    prove: async (subject) => {
      let sum = 0
      for (let second = 0; second < 60; second++) {
        sum += await admitted(subject, [guest], { calls: 50, cost: 1 })
        await subject.wait(1_000)
      }
      assert.ok(sum >= 295 && sum <= 300, `${sum} of 300`)
    },
  },
  {
    title: 'counts a call by its cost, also a broken one',
    prove: async (subject) => {
      assert.equal(await admitted(subject, [guest], { calls: 30, cost: 5 }), burst)
      await subject.wait(60_000)
      assert.equal(Math.round(await admitted(subject, [guest], { calls: 1_100, cost: 0.1 })), burst)
    },
  },
  {
    title: 'says how much is left, and when all of it is there again',
    prove: async ({ buckets, wait }) => {
      assert.deepEqual(await buckets.take([guest], 40), [{ bucket: guest, left: 60, fullInMs: 12_000, waitMs: 0 }])
      await wait(6_000)
      assert.deepEqual(await buckets.take([guest], 10), [{ bucket: guest, left: 70, fullInMs: 9_000, waitMs: 0 }])
    },
  },
  {
    title: 'admits whoever has waited as long as they were told, and not a moment sooner',
    prove: async ({ buckets, wait }) => {
      await buckets.take([guest], burst)
      const [refused] = await buckets.take([guest], 10)
      assert.equal(refused?.waitMs, 3_000)
      await wait(2_999)
      assert.deepEqual(waits(await buckets.take([guest], 10)), [1])
      await wait(1)
      assert.deepEqual(waits(await buckets.take([guest], 10)), [0])
    },
  },
  {
    title: 'charges none of a request’s buckets when one of them refuses',
    prove: async ({ buckets }) => {
      await buckets.take([address], 20)
      const both = await buckets.take([guest, address], 5)
      assert.deepEqual(waits(both), [0, 7_500])
      assert.deepEqual(await buckets.take([guest], burst), [{ bucket: guest, left: 0, fullInMs: 30_000, waitMs: 0 }])
    },
  },
  {
    title: 'lets a request pass that costs more than may ever come at once, for all there is',
    prove: async ({ buckets }) => {
      assert.deepEqual(waits(await buckets.take([guest], 1_000)), [0])
      assert.deepEqual(waits(await buckets.take([guest], 1_000)), [30_000])
    },
  },
  {
    title:
      'charges what was admitted elsewhere as if it had been asked then, and lets nobody wait longer than a bucket takes to fill',
    prove: async ({ buckets, other, wait }) => {
      const bob = { ...guest, id: 'bob' }
      await buckets.charge([
        { bucket: guest, cost: 40, agoMs: 0 },
        { bucket: bob, cost: 40, agoMs: 6_000 },
      ])
      // 200 come back in a minute, so 20 of what Bob took are there again.
      const left = [...(await other.take([guest], 1)), ...(await other.take([bob], 1))].map((standing) => standing.left)
      assert.deepEqual(left, [burst - 41, burst - 21])
      await buckets.charge([{ bucket: guest, cost: 10_000, agoMs: 0 }])
      assert.deepEqual(waits(await other.take([guest], 1)), [30_300])
      await wait(30_300)
      assert.deepEqual(waits(await other.take([guest], 1)), [0])
    },
  },
  {
    title: 'keeps callers apart',
    prove: async ({ buckets }) => {
      await buckets.take([guest], burst)
      const others = [
        { ...guest, id: 'bob' },
        { ...guest, name: 'user' },
      ]
      for (const other of others) assert.deepEqual(waits(await buckets.take([other], burst)), [0])
    },
  },
]
