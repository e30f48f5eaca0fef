import { describe, expect, test } from 'vitest'
import { Canary } from './canary.ts'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'

/** Two instances of version 1 and a canary of version 2 with a small weight. */
function fleet() {
  const canary = entryOf('canary', { version: '2', weight: 0.1 })
  const { peers, peer, leave, join, clock } = fleetOf(['a', 'b', canary])
  const ask = (id: string, times: number, { bad = 0 } = {}) => {
    const badUpTo = (n: number) => Math.floor((n * bad) / times)
    for (let n = 0; n < times; n++) peers.judgeVersion(peer(id), { bad: badUpTo(n + 1) > badUpTo(n) })
  }
  const ids = () => peers.sound().map(({ entry }) => entry.instanceId)
  return { peers, peer, ask, ids, leave, join, clock }
}

describe('a canary', () => {
  test('that fails while the others do not is withdrawn, and reached by who pins it alone', () => {
    const { peers, ask, ids } = fleet()
    ask('a', 100)
    ask('canary', 16)
    expect(ids()).toEqual(['a', 'b', 'canary'])
    ask('canary', 4, { bad: 4 })
    expect(ids()).toEqual(['a', 'b'])
    expect(peers.sound('2').map(({ entry }) => entry.instanceId)).toEqual(['canary'])
    expect(peers.withdrawn).toMatchObject([{ version: '2', tries: 20, bad: 4, othersTries: 100, othersBad: 0 }])
  })

  test('is not judged by a few calls, nor where nobody else was asked', () => {
    const { ask, ids } = fleet()
    ask('canary', 200, { bad: 200 })
    expect(ids()).toEqual(['a', 'b', 'canary'])
    const other = fleet()
    other.ask('a', 100)
    other.ask('canary', 19, { bad: 19 })
    expect(other.ids()).toEqual(['a', 'b', 'canary'])
  })

  test('stays when everybody fails: then it is what they share that is broken', () => {
    const { ask, ids } = fleet()
    ask('a', 100, { bad: 50 })
    ask('canary', 50, { bad: 25 })
    expect(ids()).toEqual(['a', 'b', 'canary'])
  })

  test('that has done well for long is judged by its last seconds too', async () => {
    const { ask, ids, clock } = fleet()
    ask('a', 300)
    ask('canary', 300)
    await clock.advance(10_000)
    ask('a', 40)
    ask('canary', 30, { bad: 6 })
    expect(ids()).toEqual(['a', 'b'])
  })

  test('that fails now and then, as anybody may, stays', () => {
    const { ask, ids } = fleet()
    ask('a', 100)
    ask('canary', 100, { bad: 9 })
    expect(ids()).toEqual(['a', 'b', 'canary'])
  })

  test('is judged anew when it was started anew', () => {
    const { ask, ids, leave, join } = fleet()
    ask('a', 100)
    ask('canary', 20, { bad: 20 })
    expect(ids()).toEqual(['a', 'b'])
    leave('canary')
    expect(ids()).toEqual(['a', 'b'])
    join(entryOf('canary', { version: '2', weight: 0.1 }))
    expect(ids()).toEqual(['a', 'b', 'canary'])
  })
})

test('the version that has most of the weight is no canary, however it does', () => {
  const { ask, ids } = fleet()
  ask('canary', 100)
  ask('a', 100, { bad: 100 })
  expect(ids()).toEqual(['a', 'b', 'canary'])
})

test('whoever is alone is asked, withdrawn or not', () => {
  const { ask, ids, leave } = fleet()
  ask('a', 100)
  ask('canary', 20, { bad: 20 })
  leave('a')
  leave('b')
  expect(ids()).toEqual(['canary'])
})

test('tells of a withdrawal once', () => {
  const { peers, peer, clock } = fleet()
  const told: string[] = []
  const canary = new Canary({ clock, onWithdrawn: ({ version }) => told.push(version) })
  for (let n = 0; n < 30; n++) canary.note(peer('a'), false, peers.all)
  for (let n = 0; n < 60; n++) canary.note(peer('canary'), true, peers.all)
  expect(told).toEqual(['2'])
})
