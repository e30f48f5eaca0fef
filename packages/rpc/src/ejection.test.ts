import { describe, expect, test } from 'vitest'
import { callOf } from './testing/call.ts'
import { ejecting, failing } from './testing/ejecting.ts'
import { TransportFault } from './transport-fault.ts'

const refused = () => new TransportFault('refused', '')

describe('an instance that gives no answer', () => {
  test.each([
    ['refuses', refused(), 'refused'],
    ['breaks off', new TransportFault('broken', ''), 'refused'],
    ['is found silent', new TransportFault('silent', ''), 'silent'],
  ])('because it %s is out at once', async (_, error, reason) => {
    const { fail, reasons } = ejecting()
    expect(await fail('a', error)).toBe(error)
    expect(reasons()).toEqual({ a: reason, b: undefined, c: undefined })
  })

  test('is back with its first pong, warming up, and pinged less and less often until then', async () => {
    const { fail, clock, asked, well, reasons, peers, peer } = ejecting()
    await fail('a', refused())
    await clock.advance(4_000)
    expect(asked.map(({ how, id, atMs }) => [how, id, atMs])).toEqual(
      [50, 150, 350, 750, 1_550, 2_550, 3_550].map((atMs) => ['ping', 'a', atMs]),
    )
    expect(reasons().a).toBe('refused')
    well.ping.add('a')
    await clock.advance(550)
    expect(reasons().a).toBeUndefined()
    expect(peers.warmth()(peer('a'))).toBeCloseTo(0.2)
    const before = asked.length
    await clock.advance(10_000)
    expect(asked).toHaveLength(before)
  })

  test('is not brought back by anybody’s call', async () => {
    const { fail, send, many, reasons } = ejecting()
    await fail('a', refused())
    await many(100, () => send('a'))
    expect(reasons().a).toBe('refused')
  })

  test('is out once, however many calls meet it', async () => {
    const { fail, many, clock, asked } = ejecting()
    await many(10, () => fail('a', refused()))
    await clock.advance(50)
    expect(asked).toHaveLength(1)
  })

  test('is out also when it is the only one', async () => {
    const { fail, reasons } = ejecting(['a'])
    await fail('a', refused())
    expect(reasons().a).toBe('refused')
  })
})

describe('an instance that says nothing', () => {
  test('gets no calls while it is pinged, and is back without warming up when it was merely busy', async () => {
    const { wait, held, clock, reasons, peers, peer } = ejecting()
    const pong = Promise.withResolvers<boolean>()
    held.ping = pong.promise
    wait('a')
    await clock.advance(60)
    expect(reasons().a).toBeUndefined()
    await clock.advance(1)
    expect(reasons().a).toBe('doubted')
    await clock.advance(500)
    expect(reasons().a).toBe('doubted')
    pong.resolve(true)
    await clock.advance(0)
    expect(reasons().a).toBeUndefined()
    expect(peers.warmth()(peer('a'))).toBe(1)
  })

  test('and is the last one left is not left out for a doubt: who is merely busy is better than who is gone', async () => {
    const { wait, fail, held, clock, reasons } = ejecting(['a', 'b'])
    const pong = Promise.withResolvers<boolean>()
    await fail('b', new TransportFault('silent', ''))
    held.ping = pong.promise
    wait('a')
    await clock.advance(500)
    expect(reasons()).toEqual({ a: undefined, b: 'silent' })
    pong.resolve(false)
    await clock.advance(0)
    expect(reasons().a).toBe('silent')
  })

  test('stays out when it does not answer the ping, until it answers one', async () => {
    const { wait, well, clock, reasons, peers, peer } = ejecting()
    wait('a')
    await clock.advance(1_000)
    expect(reasons().a).toBe('silent')
    well.ping.add('a')
    await clock.advance(700)
    expect(reasons().a).toBeUndefined()
    expect(peers.warmth()(peer('a'))).toBeLessThan(1)
  })

  test('to this call but speaks to others is not pinged', async () => {
    const { wait, peer, clock, asked, reasons } = ejecting()
    wait('a')
    for (let n = 0; n < 20; n++) {
      await clock.advance(50)
      peer('a').lastWordAtMs = clock.now()
    }
    expect([asked, reasons().a]).toEqual([[], undefined])
  })

  test('is pinged once, however many calls wait for it', async () => {
    const { wait, held, clock, asked } = ejecting()
    held.ping = new Promise(() => {})
    for (let n = 0; n < 5; n++) wait('a')
    await clock.advance(500)
    expect(asked).toHaveLength(1)
  })

  test('for no longer than usual is not suspected: an answer ends the watch', async () => {
    const { wait, clock, asked } = ejecting()
    const end = wait('a')
    await clock.advance(59)
    await end()
    await clock.advance(1_000)
    expect(asked).toEqual([])
  })
})

describe('asking ends', () => {
  const ways: [string, (parts: ReturnType<typeof ejecting>) => Promise<unknown>][] = [
    ['pings', (parts) => parts.fail('a', refused())],
    ['probes', failing],
  ]
  describe.each(ways)('with %s', (_, out) => {
    test('when the instance has left the registry', async () => {
      const parts = ejecting()
      await out(parts)
      await parts.clock.advance(200)
      parts.leave('a')
      await parts.clock.advance(1_000)
      const before = parts.asked.length
      await parts.clock.advance(60_000)
      expect(parts.asked).toHaveLength(before)
    })

    test('when the client is closed, and nobody is taken back', async () => {
      const parts = ejecting()
      await out(parts)
      await parts.clock.advance(200)
      const before = parts.asked.length
      for (const how of ['ping', 'probe'] as const) parts.well[how].add('a')
      parts.watch.close()
      await parts.clock.advance(60_000)
      expect(parts.asked).toHaveLength(before)
      expect(parts.reasons().a).toBeDefined()
    })
  })

  test('and a restarted instance is somebody else, who was never out', async () => {
    const parts = ejecting()
    await parts.fail('a', refused())
    parts.leave('a')
    parts.join('a')
    expect(parts.reasons()).toEqual({ a: undefined, b: undefined, c: undefined })
  })
})

test('a call to nobody known passes', async () => {
  const { wrap } = ejecting()
  expect(await wrap(callOf(), async () => 'reply')).toBe('reply')
})
