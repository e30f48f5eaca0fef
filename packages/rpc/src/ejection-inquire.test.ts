import { describe, expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { ejecting } from './testing/ejecting.ts'

describe('an instance that is asked how it is', () => {
  const never = new Promise<boolean>(() => {})

  test('and does its work is left in peace', async () => {
    const { ejection, well, clock, asked, reasons, peer } = ejecting()
    well.probe.add('a')
    await ejection.inquire(peer('a'))
    await clock.advance(10_000)
    expect([asked.length, reasons().a, peer('a').asked]).toEqual([1, undefined, false])
  })

  test('and says nothing is doubted within 51 ms, and out when its ping has ended without a pong', async () => {
    const { ejection, held, clock, reasons, peer } = ejecting()
    const pong = Promise.withResolvers<boolean>()
    Object.assign(held, { probe: never, ping: pong.promise })
    void ejection.inquire(peer('a'))
    await clock.advance(50)
    expect([reasons().a, peer('a').asked]).toEqual([undefined, true])
    await clock.advance(1)
    expect(reasons().a).toBe('doubted')
    const doubtedAtMs = clock.now()
    await clock.advance(400)
    pong.resolve(false)
    await clock.advance(0)
    expect(peer('a').out).toEqual({ reason: 'silent', sinceMs: doubtedAtMs })
  })

  test('and refuses is out at once, before it has cost anybody a call', async () => {
    const { ejection, reasons, peer } = ejecting()
    await ejection.inquire(peer('a'))
    expect(reasons().a).toBe('refused')
  })

  test('and answers a call meanwhile has given its word', async () => {
    const { ejection, held, clock, reasons, peer } = ejecting()
    held.probe = never
    void ejection.inquire(peer('a'))
    await clock.advance(40)
    peer('a').lastWordAtMs = clock.now()
    await clock.advance(49)
    expect(reasons().a).toBeUndefined()
  })

  test('and cannot work though it is there is asked twenty probes, and left out when three of them fail', async () => {
    const { ejection, well, clock, asked, reasons, peer } = ejecting()
    well.ping.add('a')
    well.probe.add('b')
    await ejection.inquire(peer('a'))
    await clock.advance(2 * 25)
    expect(reasons().a).toBeUndefined()
    await clock.advance(25)
    const probes = asked.filter(({ how, id }) => how === 'probe' && id === 'a')
    expect([reasons().a, probes.length]).toEqual(['failing', 4])
  })

  test('and fails as the others do when they are asked as well stays, though nobody calls them', async () => {
    const { ejection, well, clock, asked, reasons, peer } = ejecting()
    well.ping.add('a')
    await ejection.inquire(peer('a'))
    await clock.advance(2_000)
    expect([reasons().a, asked.filter(({ id }) => id !== 'a').length]).toEqual([undefined, 2])
  })

  test('and fails as most calls to the others do stays, and is asked no more: it is what they share that fails', async () => {
    const { ejection, well, fail, many, clock, asked, reasons, peer } = ejecting()
    well.ping.add('a')
    await many(3, () => fail('b', new Failure('internal')))
    await clock.advance(1_000)
    asked.length = 0
    await ejection.inquire(peer('a'))
    await clock.advance(2_000)
    expect([reasons().a, asked.map(({ how, id }) => `${how} ${id}`)]).toEqual([undefined, ['probe a', 'ping a']])
  })

  test('and answers its ping at once but its probes late is out for being slow, though nobody called it', async () => {
    const { ejection, held, well, clock, reasons, peer } = ejecting()
    well.ping.add('a')
    Object.defineProperty(held, 'probe', { get: () => clock.sleep(250).then(() => false) })
    void ejection.inquire(peer('a'))
    await clock.advance(250)
    expect(reasons().a).toBeUndefined()
    await clock.advance(250)
    expect(reasons().a).toBe('slow')
  })
})
