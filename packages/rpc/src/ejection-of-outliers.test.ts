import { describe, expect, test } from 'vitest'
import { Failure } from './failure.ts'
import { callOf } from './testing/call.ts'
import { ejecting, failing, slow } from './testing/ejecting.ts'
import { TransportFault } from './transport-fault.ts'

const internal = () => new Failure('internal')

describe('an instance that fails where the others do not', () => {
  test.each([
    ['bugs', internal()],
    ['unreadiness', new Failure('unavailable')],
    ['late answers', new TransportFault('late', '')],
  ])('is left out for %s', async (_, error) => {
    const { send, fail, many, reasons } = ejecting()
    await many(10, () => send('b'))
    await many(7, () => send('a'))
    await many(2, () => fail('a', error))
    expect(reasons().a).toBeUndefined()
    await fail('a', error)
    expect(reasons().a).toBe('failing')
  })

  test('is not left out for failures that the contract explains, nor for callers that leave', async () => {
    const { send, fail, many, reasons, wrap, peer } = ejecting()
    await many(10, () => send('b'))
    await many(20, () => fail('a', new Failure('not_found')))
    const gone = callOf({ instance: peer('a').entry, signal: AbortSignal.abort() })
    await many(20, () => wrap(gone, () => Promise.reject(internal())).catch(() => {}))
    expect(reasons().a).toBeUndefined()
  })

  test('is not left out on little evidence', async () => {
    const { send, fail, many, reasons } = ejecting()
    await many(10, () => send('b'))
    await many(4, () => fail('a', internal()))
    expect(reasons().a).toBeUndefined()
  })

  test('though it is seldom called is asked twenty probes after one failure, and left out when three of them fail', async () => {
    const { send, fail, many, clock, held, asked, reasons } = ejecting()
    await many(10, () => send('b'))
    let probes = 0
    Object.defineProperty(held, 'probe', { get: () => Promise.resolve(++probes % 4 !== 0) })
    await fail('a', internal())
    await clock.advance(11 * 25)
    expect([asked.length, reasons().a]).toEqual([12, undefined])
    await clock.advance(25)
    expect(reasons().a).toBe('failing')
  })

  test('once and answers its probes is left in peace', async () => {
    const { send, fail, many, clock, well, asked, reasons } = ejecting()
    well.probe.add('a')
    await many(10, () => send('b'))
    await fail('a', internal())
    await clock.advance(10_000)
    expect([asked.length, reasons().a]).toEqual([20, undefined])
  })

  test('no more than the others is asked nothing: it is what they share that fails', async () => {
    const { send, fail, many, clock, asked } = ejecting(['a', 'b'])
    await many(10, () => send('b'))
    await many(2, () => fail('b', internal()))
    await many(9, () => send('a'))
    await fail('a', internal())
    await clock.advance(10_000)
    expect(asked.filter(({ id }) => id === 'a')).toEqual([])
  })

  test('stays when the others fail as well', async () => {
    const { fail, many, reasons } = ejecting()
    await many(20, async () => {
      for (const id of ['a', 'b', 'c']) await fail(id, internal())
    })
    expect(reasons()).toEqual({ a: undefined, b: undefined, c: undefined })
  })

  test('is one of at most half that are left out so', async () => {
    const { send, fail, many, reasons } = ejecting(['a', 'b', 'c', 'd'])
    await many(100, () => send('d'))
    for (const id of ['a', 'b', 'c']) await many(10, () => fail(id, internal()))
    expect(reasons()).toEqual({ a: 'failing', b: 'failing', c: undefined, d: undefined })
  })

  test('is back after ten good probes in a row, and what was before is forgotten', async () => {
    const { clock, asked, well, reasons, peer } = await failing()
    well.probe.add('a')
    await clock.advance(900)
    expect(reasons().a).toBe('failing')
    await clock.advance(100)
    expect(reasons().a).toBeUndefined()
    expect(peer('a').record.counts).toEqual({ tries: 0, bad: 0, slow: 0 })
    const since = asked.filter(({ atMs }) => atMs > 0)
    expect(since.map(({ how, atMs }) => [how, atMs])).toEqual(
      Array.from({ length: 10 }, (_, n) => ['probe', 100 * (n + 1)]),
    )
  })

  test('begins to count anew at each bad probe', async () => {
    const { clock, well, reasons } = await failing()
    well.probe.add('a')
    await clock.advance(900)
    well.probe.delete('a')
    await clock.advance(100)
    well.probe.add('a')
    await clock.advance(900)
    expect(reasons().a).toBe('failing')
    await clock.advance(100)
    expect(reasons().a).toBeUndefined()
  })

  test('must prove itself for twice as long each time that it relapses, up to a bound', async () => {
    const parts = ejecting()
    const { clock, well, asked } = parts
    well.probe.add('a')
    const probes: number[] = []
    for (let round = 0; round < 5; round++) {
      await clock.advance(10_000)
      await failing(parts)
      const before = asked.length
      await clock.advance(10_000)
      probes.push(asked.length - before)
    }
    expect(probes).toEqual([10, 20, 40, 80, 80])
  })

  test('is believed like before when it did well for a minute', async () => {
    const parts = await failing()
    const { clock, well, asked } = parts
    well.probe.add('a')
    await clock.advance(1_000)
    await clock.advance(60_000)
    await failing(parts)
    const before = asked.length
    await clock.advance(10_000)
    expect(asked.length - before).toBe(10)
  })
})

describe('an instance that is slow where the others are not', () => {
  test('is probed, and left out when the probe is slow, too', async () => {
    const { asked, reasons } = await slow()
    expect(asked.map(({ how, id }) => [how, id])).toEqual([['probe', 'a']])
    expect(reasons()).toEqual({ a: 'slow', b: undefined, c: undefined })
  })

  test('is found out by one try that is twice as late as most, though it has answered many in time just before', async () => {
    const { times, send, wait, many, clock, asked, held, well, reasons } = ejecting()
    well.ping.add('a')
    for (let n = 0; n < 20; n++) times.record('byId', 10)
    for (const id of ['a', 'b', 'c']) await many(30, () => send(id))
    held.probe = clock.sleep(280).then(() => false)
    wait('a')
    await clock.advance(29)
    expect(asked).toEqual([])
    await clock.advance(251)
    expect([asked.filter(({ how }) => how === 'probe').length, reasons().a]).toEqual([1, 'slow'])
  })

  test('and whose probe fails at once is asked whether it is failing, which is something else', async () => {
    const { times, send, wait, many, clock, asked, well, reasons } = ejecting()
    well.ping.add('a')
    well.probe.add('b')
    for (let n = 0; n < 20; n++) times.record('byId', 10)
    for (const id of ['a', 'b', 'c']) await many(30, () => send(id))
    wait('a')
    await clock.advance(30)
    expect(reasons().a).toBeUndefined()
    await clock.advance(100)
    expect([asked.filter(({ how, id }) => how === 'probe' && id === 'a').length, reasons().a]).toEqual([4, 'failing'])
  })

  test('between tries that are in time is not probed', async () => {
    const { times, send, wait, many, clock, asked } = ejecting()
    for (let n = 0; n < 20; n++) times.record('byId', 10)
    for (const id of ['a', 'b', 'c']) await many(30, () => send(id))
    for (let n = 0; n < 3; n++) {
      const end = wait('a')
      await clock.advance(20)
      await end()
      await send('a')
    }
    expect(asked).toEqual([])
  })

  test('once and quick when it is probed keeps its record: a suspicion is no verdict', async () => {
    const { times, send, wait, fail, many, clock, asked, well, reasons, peer } = ejecting()
    well.probe.add('a')
    for (let n = 0; n < 20; n++) times.record('byId', 10)
    for (const id of ['b', 'c']) await many(10, () => send(id))
    await fail('a', internal())
    await clock.advance(1_000)
    const before = asked.length
    const end = wait('a')
    await clock.advance(20)
    await end()
    expect([asked.length - before, reasons().a, peer('a').record.counts.bad]).toEqual([1, undefined, 1])
  })

  test('stays when the probe is quick: it was the questions, and they count no more', async () => {
    const parts = ejecting()
    parts.well.probe.add('a')
    await slow(parts)
    expect(parts.reasons().a).toBeUndefined()
    expect(parts.peer('a').record.counts.slow).toBe(0)
  })

  test('is probed once, however many answers are late meanwhile', async () => {
    const parts = ejecting()
    const answer = Promise.withResolvers<boolean>()
    parts.held.probe = answer.promise
    await slow(parts)
    parts.held.probe = answer.promise
    await slow(parts)
    expect(parts.asked).toHaveLength(1)
    answer.resolve(false)
    await parts.clock.advance(0)
    expect(parts.reasons().a).toBe('slow')
  })

  test('is back after three good probes in a row', async () => {
    const { clock, well, reasons } = await slow()
    well.probe.add('a')
    await clock.advance(285)
    expect(reasons().a).toBe('slow')
    await clock.advance(15)
    expect(reasons().a).toBeUndefined()
  })
})
