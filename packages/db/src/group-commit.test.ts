import { serveCall } from '@switchyard/runtime/current-call'
import { describe, expect, it } from 'vitest'
import { groupCommit } from './group-commit.ts'

/** A database that writes when it is told to. */
function slowWriter() {
  const groups: { items: readonly number[]; done: () => void; fail: (error: unknown) => void }[] = []
  const write = (items: readonly number[]) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    groups.push({ items, done: resolve, fail: reject })
    return promise
  }
  return { groups, write, sizes: () => groups.map(({ items }) => items) }
}
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index)
const turn = () => new Promise((resolve) => setImmediate(resolve))
/** One turn in which a group ends, and one in which the next gathers. */
const settled = () => turn().then(turn)
const broken = (code: string) => Object.assign(new Error(code), { code })

describe('a group commit', () => {
  it('writes whoever comes alone at the end of the turn, and those who come meanwhile together', async () => {
    const { groups, write, sizes } = slowWriter()
    const put = groupCommit(write, { atOnce: 1 })
    const first = put(0)
    await settled()
    const others = [1, 2, 3, 4].map(put)
    await settled()
    expect(sizes()).toEqual([[0]])
    groups[0]?.done()
    await settled()
    expect(sizes()).toEqual([[0], [1, 2, 3, 4]])
    groups[1]?.done()
    await Promise.all([first, ...others])
  })

  it('writes together those who come back together when their group is written', async () => {
    const { groups, write, sizes } = slowWriter()
    const put = groupCommit(write)
    const twice = async (item: number) => {
      await put(item)
      await put(item + 10)
    }
    const all = [0, 1, 2].map(twice)
    await settled()
    groups[0]?.done()
    await settled()
    expect(sizes()).toEqual([
      [0, 1, 2],
      [10, 11, 12],
    ])
    groups[1]?.done()
    await Promise.all(all)
  })

  it('writes no more groups at once, and no more items in one, than it may', async () => {
    const { groups, write, sizes } = slowWriter()
    const put = groupCommit(write, { atOnce: 2, itemsMax: 3 })
    const all = numbers(10).map(put)
    await settled()
    expect(sizes()).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    for (const at of [0, 1, 2, 3]) {
      groups[at]?.done()
      await settled()
    }
    expect(sizes().slice(2)).toEqual([[6, 7, 8], [9]])
    await Promise.all(all)
  })

  it('shares those who come together among two groups, but for those who are too few for two', async () => {
    const { groups, write, sizes } = slowWriter()
    const put = groupCommit(write, { itemsMin: 5 })
    const many = numbers(11).map(put)
    await settled()
    expect(sizes().map(({ length }) => length)).toEqual([6, 5])
    for (const { done } of groups) done()
    await Promise.all(many)
    const few = numbers(8).map(put)
    await settled()
    expect(sizes().map(({ length }) => length)).toEqual([6, 5, 8])
    groups[2]?.done()
    await Promise.all(few)
  })

  it('lets a mistake of one item be no other’s', async () => {
    const written: number[] = []
    const put = groupCommit(async (items: readonly number[]) => {
      if (items.includes(2)) throw broken('23505')
      written.push(...items)
    })
    const outcomes = await Promise.allSettled(numbers(5).map(put))
    expect(outcomes.map(({ status }) => status)).toEqual([
      ...['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'],
    ])
    expect(written.toSorted()).toEqual([0, 1, 3, 4])
  })

  it('tries nothing again when the database is away: all of the group hear so', async () => {
    let tries = 0
    const put = groupCommit(
      async () => {
        tries += 1
        throw broken('57P01')
      },
      { atOnce: 1 },
    )
    const outcomes = await Promise.allSettled(numbers(4).map(put))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(tries).toBe(1)
  })

  it('lets those who wait behind a group that found no connection hear so with it, and writes for those who come later', async () => {
    const { groups, write, sizes } = slowWriter()
    const put = groupCommit(write, { atOnce: 1, itemsMax: 1 })
    const refused = Promise.allSettled([0, 1, 2].map(put))
    await settled()
    groups[0]?.fail(broken('53300'))
    expect(await refused).toMatchObject(numbers(3).map(() => ({ reason: { code: '53300' } })))
    const late = put(3)
    await settled()
    expect(sizes()).toEqual([[0], [3]])
    groups[1]?.done()
    await late
  })

  it('leaves out a caller that left before its group began, and carries on with the rest', async () => {
    const { groups, write, sizes } = slowWriter()
    const put = groupCommit(write, { atOnce: 1, itemsMax: 1 })
    const leaving = new AbortController()
    const first = put(0)
    await settled()
    const left = serveCall({ signal: leaving.signal, leftMs: () => 1_000 }, () => put(1))
    const late = serveCall({ signal: new AbortController().signal, leftMs: () => -1 }, () => put(2))
    const last = put(3)
    leaving.abort()
    const ended = Promise.allSettled([left, late])
    groups[0]?.done()
    await settled()
    expect(sizes()).toEqual([[0], [3]])
    groups[1]?.done()
    await Promise.all([first, last])
    expect(await ended).toMatchObject([{ reason: { code: '57014' } }, { reason: { code: '57014' } }])
  })

  it('refuses whoever comes when too many wait, as a server without a free connection does', async () => {
    const { write } = slowWriter()
    const put = groupCommit(write, { atOnce: 1, waitingMax: 2 })
    for (const item of numbers(2)) void put(item)
    await expect(put(2)).rejects.toMatchObject({ code: '53300' })
  })
})
