import { type Clock, TestClock } from '@switchyard/runtime/clock'
import { describe, expect, test } from 'vitest'
import { pongWithin, untilSilent } from './silence.ts'

/** A try sent now to an instance; `stall` lets our own event loop stand still, so that alarms come late. */
function setUp({ lastWordAtMs = Number.NEGATIVE_INFINITY } = {}) {
  const time = new TestClock(0)
  let stalledMs = 0
  const clock: Clock = {
    now: () => time.now() + stalledMs,
    sleep: (ms, signal) => time.sleep(ms, signal),
    after: (ms, run) => time.after(ms, run),
  }
  const stall = (ms: number) => {
    stalledMs += ms
  }
  const peer = { lastWordAtMs }
  const ended = new AbortController()
  let result: boolean | undefined
  void untilSilent({ peer, sinceMs: 0, silentMs: 75, clock, ended: ended.signal }).then((silent) => {
    result = silent
  })
  return { time, clock, stall, peer, ended, result: () => result }
}

describe('an instance is silent', () => {
  test('once it has said nothing for so long since it was asked', async () => {
    const { time, result } = setUp()
    await time.advance(75)
    expect(result()).toBeUndefined()
    await time.advance(1)
    expect(result()).toBe(true)
  })

  test('since it was asked, however long it has said nothing before', async () => {
    const { time, result } = setUp({ lastWordAtMs: -10_000 })
    await time.advance(74)
    expect(result()).toBeUndefined()
  })

  test('but each word to anybody begins the wait anew', async () => {
    const { time, peer, result } = setUp()
    for (let n = 0; n < 5; n++) {
      await time.advance(70)
      peer.lastWordAtMs = time.now()
    }
    await time.advance(75)
    expect(result()).toBeUndefined()
    await time.advance(1)
    expect(result()).toBe(true)
  })

  test('but not when a word comes in the very last moment', async () => {
    const { time, peer, result } = setUp()
    await time.advance(75)
    peer.lastWordAtMs = 75
    await time.advance(1)
    expect(result()).toBeUndefined()
  })

  test('but not when it was we who stood still: what it said may lie unread', async () => {
    const { time, stall, peer, result } = setUp()
    await time.advance(75)
    stall(500)
    await time.advance(1)
    expect(result()).toBeUndefined()
    peer.lastWordAtMs = 576
    await time.advance(70)
    expect(result()).toBeUndefined()
    await time.advance(20)
    expect(result()).toBe(true)
  })

  test('a moment later when nothing was unread after we stood still', async () => {
    const { time, stall, result } = setUp()
    await time.advance(75)
    stall(500)
    await time.advance(2)
    expect(result()).toBe(true)
  })
})

test('a try that ends before is no silence', async () => {
  const { time, ended, result } = setUp()
  await time.advance(50)
  ended.abort()
  await time.advance(0)
  expect(result()).toBe(false)
})

describe('a pong', () => {
  test('within its time is one, and so is the word that there is none', async () => {
    const { clock } = setUp()
    expect(await pongWithin(Promise.resolve(true), { clock, ms: 75 })).toBe(true)
    expect(await pongWithin(Promise.resolve(false), { clock, ms: 75 })).toBe(false)
  })

  test('that is late is none', async () => {
    const { time, clock } = setUp()
    const answered = pongWithin(new Promise(() => {}), { clock, ms: 75 })
    await time.advance(75)
    expect(await answered).toBe(false)
  })

  test('is waited for a while longer when we stood still', async () => {
    const { time, clock, stall } = setUp()
    const pong = Promise.withResolvers<boolean>()
    const answered = pongWithin(pong.promise, { clock, ms: 75 })
    stall(500)
    await time.advance(75)
    pong.resolve(true)
    expect(await answered).toBe(true)
  })
})
