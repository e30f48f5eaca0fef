import { describe, expect, test } from 'vitest'
import { entryOf } from './testing/entry.ts'
import { fleetOf } from './testing/fleet.ts'

const idsOf = (peers: readonly { entry: { instanceId: string } }[]) => peers.map(({ entry }) => entry.instanceId)
const inZone = (zone: string, ...ids: string[]) => ids.map((id) => entryOf(id, { zone }))

describe('the view', () => {
  test('follows who comes and goes, and keeps what is known of whoever stays', () => {
    const { peers, peer, join, leave } = fleetOf(['a', 'b'])
    peer('a').answered = 7
    join('c')
    leave('b')
    expect(idsOf(peers.all)).toEqual(['a', 'c'])
    expect(peer('a').answered).toBe(7)
  })

  test('is the same array for as long as it holds the same instances', () => {
    const { peers, watch, join } = fleetOf(['a', 'b'])
    const [all, sound] = [peers.all, peers.sound()]
    watch.entries = [...watch.entries]
    expect(peers.all).toBe(all)
    expect(peers.sound()).toBe(sound)
    join('c')
    expect(peers.all).not.toBe(all)
    expect(peers.sound()).not.toBe(sound)
  })

  test('forgets who has left, also when the same name comes back', () => {
    const { peers, peer, join, leave } = fleetOf(['a', 'b'])
    const { entry } = peer('b')
    peer('b').failed = 3
    leave('b')
    expect(peers.of(entry)).toBeUndefined()
    join('b')
    expect(peer('b').failed).toBe(0)
  })

  test('of a service that nobody offers is empty', () => {
    const { peers } = fleetOf([])
    expect([peers.all, peers.sound(), peers.sound('2')]).toEqual([[], [], []])
  })
})

describe('who is left out', () => {
  test('gets no calls until it is taken back', () => {
    const { peers, peer } = fleetOf(['a', 'b'])
    peers.leaveOut(peer('a'), 'failing')
    expect(idsOf(peers.sound())).toEqual(['b'])
    peers.takeBack(peer('a'))
    expect(idsOf(peers.sound())).toEqual(['a', 'b'])
  })

  test('is known with the reason and since when', async () => {
    const { peers, peer, clock } = fleetOf(['a', 'b'])
    await clock.advance(500)
    peers.leaveOut(peer('a'), 'slow')
    expect(peer('a').out).toEqual({ reason: 'slow', sinceMs: 500 })
  })

  test('gets calls all the same when everybody is out', () => {
    const { peers } = fleetOf(['a', 'b'])
    for (const peer of peers.all) peers.leaveOut(peer, 'silent')
    expect(idsOf(peers.sound())).toEqual(['a', 'b'])
  })

  test('gets none when everybody is out but others were heard much later: one hangs, they were merely busy', () => {
    const { peers, peer } = fleetOf(['a', 'b', 'c'])
    peer('a').lastWordAtMs = 3_000
    peer('b').lastWordAtMs = 4_500
    peer('c').lastWordAtMs = 5_000
    for (const each of peers.all) peers.leaveOut(each, 'silent')
    expect(idsOf(peers.sound())).toEqual(['b', 'c'])
  })
})

describe('warming up', () => {
  test('a newcomer begins with a fifth and has its full share after a quarter of a second', async () => {
    const { peers, peer, join, clock } = fleetOf(['a'])
    join('b')
    expect(peers.warmth()(peer('b'))).toBeCloseTo(0.2)
    await clock.advance(125)
    expect(peers.warmth()(peer('b'))).toBeCloseTo(0.6)
    await clock.advance(125)
    expect(peers.warmth()(peer('b'))).toBe(1)
    expect(peers.warmth()(peer('a'))).toBe(1)
  })

  test('never shrinks while it lasts', async () => {
    const { peers, peer, join, clock } = fleetOf(['a'], { warmUpMs: 300 })
    join('b')
    let before = 0
    for (let step = 0; step < 12; step++) {
      const warmth = peers.warmth()(peer('b'))
      expect(warmth).toBeGreaterThanOrEqual(before)
      before = warmth
      await clock.advance(30)
    }
    expect(before).toBe(1)
  })

  test('one newcomer does not cool those that were there, nor does a second one the first', async () => {
    const { peers, peer, join, clock } = fleetOf(['a'], { warmUpMs: 500 })
    join('b')
    void peers.all
    await clock.advance(375)
    join('c')
    expect([peers.warmth()(peer('a')), peers.warmth()(peer('b'))]).toEqual([1, expect.closeTo(0.8)])
    await clock.advance(125)
    expect([peers.warmth()(peer('b')), peers.warmth()(peer('c'))]).toEqual([1, expect.closeTo(0.4)])
  })

  test('nobody of a fleet that is new as a whole warms up', () => {
    const { peers, join, leave } = fleetOf([])
    join('a', 'b', 'c')
    expect(peers.all.map((peer) => peers.warmth()(peer))).toEqual([1, 1, 1])
    leave('a', 'b', 'c')
    expect(peers.all).toEqual([])
    join('d')
    expect(peers.all.map((peer) => peers.warmth()(peer))).toEqual([1])
  })

  test('one that comes back warms up, unless it was never really away', () => {
    const { peers, peer } = fleetOf(['a', 'b'])
    for (const one of peers.all) peers.leaveOut(one, 'silent')
    peers.takeBack(peer('a'))
    peers.takeBack(peer('b'), { warm: true })
    expect(peers.warmth()(peer('a'))).toBeCloseTo(0.2)
    expect(peers.warmth()(peer('b'))).toBe(1)
  })

  test('an instance that restarts is a newcomer', () => {
    const { peers, peer, watch } = fleetOf(['a', 'b'])
    const [a] = watch.entries
    watch.entries = [...(a ? [a] : []), entryOf('b', { startedAtMs: 5 })]
    expect([peers.warmth()(peer('a')), peers.warmth()(peer('b'))]).toEqual([1, expect.closeTo(0.2)])
  })
})

describe('zones', () => {
  test('calls stay in the caller’s own zone while it holds its part', () => {
    const { peers } = fleetOf([...inZone('a', 'a1', 'a2'), ...inZone('b', 'b1', 'b2')], { zone: 'a' })
    expect(idsOf(peers.sound())).toEqual(['a1', 'a2'])
  })

  test('calls spill over to all zones once the own one holds less than half of an even split', () => {
    const others = inZone('b', 'b1', 'b2', 'b3')
    const even = fleetOf([...inZone('a', 'a1'), ...others], { zone: 'a' })
    expect(idsOf(even.peers.sound())).toEqual(['a1'])
    even.join(...inZone('b', 'b4'))
    expect(idsOf(even.peers.sound())).toEqual(['a1', 'b1', 'b2', 'b3', 'b4'])
  })

  test('calls spill over when instances of the own zone are left out, and come home afterwards', () => {
    const { peers, peer } = fleetOf([...inZone('a', 'a1', 'a2', 'a3'), ...inZone('b', 'b1', 'b2', 'b3', 'b4')], {
      zone: 'a',
    })
    peers.leaveOut(peer('a1'), 'refused')
    expect(idsOf(peers.sound())).toEqual(['a2', 'a3'])
    peers.leaveOut(peer('a2'), 'refused')
    expect(idsOf(peers.sound())).toEqual(['a3', 'b1', 'b2', 'b3', 'b4'])
    peers.takeBack(peer('a2'))
    peers.takeBack(peer('a1'))
    expect(idsOf(peers.sound())).toEqual(['a1', 'a2', 'a3'])
  })

  test('a caller without a zone, or alone in its own, calls everybody', () => {
    const all = [...inZone('a', 'a1'), ...inZone('b', 'b1')]
    expect(idsOf(fleetOf(all).peers.sound())).toEqual(['a1', 'b1'])
    expect(idsOf(fleetOf(all, { zone: 'c' }).peers.sound())).toEqual(['a1', 'b1'])
  })
})

describe('a version', () => {
  const canary = entryOf('new', { version: '2', zone: 'b' })

  test('is found wherever it is, also in another zone', () => {
    const { peers } = fleetOf([...inZone('a', 'a1', 'a2', 'a3'), canary], { zone: 'a' })
    expect(idsOf(peers.sound())).toEqual(['a1', 'a2', 'a3'])
    expect(idsOf(peers.sound('2'))).toEqual(['new'])
  })

  test('gets its calls when all of its instances are left out, for nobody else may have them', () => {
    const { peers, peer } = fleetOf(['a1', canary])
    peers.leaveOut(peer('new'), 'slow')
    expect(idsOf(peers.sound('2'))).toEqual(['new'])
    expect(idsOf(peers.sound())).toEqual(['a1'])
  })

  test('that nobody has is nobody’s, until somebody has it', () => {
    const { peers, join } = fleetOf(['a1'])
    expect(peers.sound('2')).toEqual([])
    join(canary)
    expect(idsOf(peers.sound('2'))).toEqual(['new'])
  })
})
