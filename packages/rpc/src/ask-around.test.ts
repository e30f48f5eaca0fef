import { expect, test } from 'vitest'
import { askAround } from './ask-around.ts'
import type { Peer } from './peers.ts'
import { callOf } from './testing/call.ts'
import { fleetOf } from './testing/fleet.ts'

/** A caller whose questions are written down, and answered at once unless somebody is silent. */
function setUp(names = ['a', 'b', 'c']) {
  const fleet = fleetOf(names)
  const { clock, watch, peers } = fleet
  const asked: [id: string, atMs: number][] = []
  const silent = new Set<string>()
  const inquire = async (peer: Peer) => {
    asked.push([peer.entry.instanceId, clock.now()])
    if (silent.has(peer.entry.instanceId)) peer.asked = true
    else peer.lastWordAtMs = clock.now()
  }
  const wrap = askAround({ peers, ejection: { inquire }, clock, closed: watch.closed })
  const call = () => wrap(callOf(), async () => 'reply')
  /** A call each 20 ms, answered by whoever is named. */
  const callsFor = async (ms: number, heard: string[] = []) => {
    for (let past = 0; past < ms; past += 20) {
      await call()
      for (const id of heard) fleet.peer(id).lastWordAtMs = clock.now()
      await clock.advance(20)
    }
  }
  return { ...fleet, asked, silent, call, callsFor }
}

test('an instance that nobody has heard for 50 ms is asked within 25 ms more, one at a time', async () => {
  const { callsFor, asked } = setUp()
  await callsFor(200)
  expect(asked).toEqual([25, 50, 75, 100, 125, 150, 175, 200].map((atMs, n) => ['abc'[n % 3], atMs]))
})

test('who is heard by their answers is asked nothing', async () => {
  const { callsFor, asked } = setUp()
  await callsFor(500, ['a', 'b', 'c'])
  expect(asked).toEqual([])
})

test('one that is silent among many that speak is asked at once, and not again while that question is open', async () => {
  const names = Array.from({ length: 50 }, (_, n) => `i${n}`)
  const { callsFor, asked, silent } = setUp(names)
  silent.add('i7')
  await callsFor(
    1_000,
    names.filter((id) => id !== 'i7'),
  )
  expect(asked).toEqual([['i7', 25]])
})

test('one that is out is not asked here: its return has pings of its own', async () => {
  const { callsFor, asked, peers, peer } = setUp(['a', 'b'])
  peers.leaveOut(peer('a'), 'refused')
  await callsFor(200)
  expect(asked.map(([id]) => id)).not.toContain('a')
})

test('a caller of a call each few seconds finds out who is silent before the next', async () => {
  const { call, clock, asked } = setUp(['a', 'b', 'c'])
  await call()
  await clock.advance(4_000)
  expect(asked.filter(([, atMs]) => atMs > 3_900)).toHaveLength(4)
})

test('nobody is asked ten seconds after the last call, and asking goes on with the next', async () => {
  const { call, clock, asked } = setUp()
  await call()
  await clock.advance(60_000)
  const before = asked.length
  expect(asked.at(-1)?.[1]).toBeLessThanOrEqual(10_025)
  await clock.advance(60_000)
  expect(asked).toHaveLength(before)
  await call()
  await clock.advance(100)
  expect(asked.length).toBeGreaterThan(before)
})

test('an only instance is not asked: there is nobody else to turn to', async () => {
  const { callsFor, asked } = setUp(['a'])
  await callsFor(500)
  expect(asked).toEqual([])
})

test('a closed client asks nobody', async () => {
  const { callsFor, watch, asked } = setUp()
  watch.close()
  await callsFor(500)
  expect(asked).toEqual([])
})
