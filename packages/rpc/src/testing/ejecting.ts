import { silentLog } from '@switchyard/runtime/log'
import type { Entry } from '../discovery.ts'
import { Ejection, eject } from '../ejection.ts'
import { Failure } from '../failure.ts'
import { OperationTimes } from '../operation-times.ts'
import { callOf } from './call.ts'
import { fleetOf } from './fleet.ts'

/** Instances whose pings and probes are answered as the test says, and calls to each of them. */
export function ejecting(names = ['a', 'b', 'c']) {
  const fleet = fleetOf(names)
  const { clock, peers, peer, watch } = fleet
  const times = new OperationTimes({ clock })
  const asked: { how: 'ping' | 'probe'; id: string; atMs: number }[] = []
  const well = { ping: new Set<string>(), probe: new Set<string>() }
  /** Answers that the test gives itself, when it is time. */
  const held: { ping?: Promise<boolean>; probe?: Promise<boolean> } = {}
  const asking =
    (how: 'ping' | 'probe') =>
    async ({ instanceId: id }: Entry) => {
      asked.push({ how, id, atMs: clock.now() })
      return (await held[how]) ?? well[how].has(id)
    }
  const parts = { peers, clock, times, log: silentLog, closed: watch.closed }
  const ejection = new Ejection({ ...parts, ping: asking('ping'), probe: asking('probe') })
  const wrap = eject(ejection, peers)
  const send = async (id: string, work: () => Promise<unknown> = async () => 'reply') =>
    await wrap(callOf({ instance: peer(id).entry }), work).catch((error: unknown) => error)
  const fail = (id: string, error: Error) => send(id, () => Promise.reject(error))
  const many = async (count: number, one: () => Promise<unknown>) => {
    for (let n = 0; n < count; n++) await one()
  }
  /** A call that waits for its answer until it is ended. */
  const wait = (id: string) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const ended = send(id, () => promise)
    return async () => {
      resolve()
      await ended
    }
  }
  const reasons = () => Object.fromEntries(peers.all.map(({ entry, out }) => [entry.instanceId, out?.reason]))
  return { ...fleet, ejection, times, asked, well, held, wrap, send, fail, many, wait, reasons }
}

/** The same, after `a` has failed every time and the others never. */
export async function failing(parts = ejecting()) {
  for (const id of ['b', 'c']) await parts.many(10, () => parts.send(id))
  await parts.many(10, () => parts.fail('a', new Failure('internal')))
  return parts
}

/** The same, after `a` has answered later than most four times, and so late to a probe, unless it is well, that it counts as none. */
export async function slow(parts = ejecting()) {
  for (let n = 0; n < 20; n++) parts.times.record('byId', 10)
  for (const id of ['b', 'c']) await parts.many(10, () => parts.send(id))
  const ends = Array.from({ length: 4 }, () => parts.wait('a'))
  if (!parts.well.probe.has('a')) parts.held.probe ??= parts.clock.sleep(265).then(() => false)
  await parts.clock.advance(20)
  for (const end of ends) await end()
  await parts.clock.advance(250)
  delete parts.held.probe
  return parts
}
