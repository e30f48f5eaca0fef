import type { Priority } from '@switchyard/contracts/priority'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { openDoors } from '../open-doors.ts'
import type { Shed } from '../shed.ts'
import { type Interruption, SimulatedThread } from './simulated-thread.ts'

/** Who comes to a gateway and when; then whether they were answered, and after how long. */
export interface Visitor {
  priority: Priority
  atMs: number
  answered?: boolean
  waitedMs?: number
}

/** What things take, in milliseconds, about as `npm run bench -- --only overload` has them. An answer takes two halves. */
const takesMs = { turn: 0.05, refusal: 0.06, lateRefusal: 0.15, half: 1.25 }
/** So many answers a second are all that such a thread can give. */
export const peakPerSecond = 1_000 / (takesMs.half * 2)

/** A gateway's own doors in a thread whose time is made up. */
export function simulatedGateway({ interruptions = [] }: { interruptions?: readonly Interruption[] } = {}) {
  const thread = new SimulatedThread(interruptions)
  const after = (ms: number, run: () => void) => thread.after(ms, run)
  const { refuse, view } = openDoors({
    ...{ contracts, gateway: 'gateway-1', closing: new AbortController().signal },
    ...{ elapsedMs: () => thread.elapsedMs, cpuMs: () => thread.cpuMs, idleMs: () => thread.idleMs },
    clock: { now: () => thread.elapsedMs, sleep: () => Promise.reject(new Error('nobody sleeps here')), after },
    afterTurn: (run) => thread.afterTurn(run),
  })
  const take = takenBy(thread, refuse.door)
  return {
    /** Has all of them come, each at their moment, and goes on until so late. */
    run: (visitors: readonly Visitor[], untilMs: number) => {
      let come = 0
      while (thread.elapsedMs < untilMs) {
        thread.work(takesMs.turn)
        thread.turn({
          nextMs: visitors[come]?.atMs ?? Number.POSITIVE_INFINITY,
          take: (nowMs) => {
            const began = come
            while ((visitors[come]?.atMs ?? Number.POSITIVE_INFINITY) <= nowMs) come += 1
            return visitors.slice(began, come).map((one) => () => take(one))
          },
        })
      }
      return view(undefined).everybody
    },
  }
}

/** How a visitor fares: refused at once, or asked in, worked on in two halves, and answered. Whoever is let in is worked on once the door has returned. */
function takenBy(thread: SimulatedThread, door: Shed) {
  const tell = (visitor: Visitor, answered: boolean) => {
    visitor.answered = answered
    visitor.waitedMs = thread.elapsedMs - visitor.atMs
  }
  const answer = (visitor: Visitor) => {
    thread.work(takesMs.half)
    thread.afterTurn(() => {
      thread.work(takesMs.half)
      tell(visitor, true)
      door.leave(visitor.priority)
    })
  }
  const refuse = (visitor: Visitor) => {
    thread.work(takesMs.lateRefusal)
    tell(visitor, false)
  }
  const settle = (visitor: Visitor, entered: boolean) => thread.soon(() => (entered ? answer : refuse)(visitor))
  return (visitor: Visitor) => {
    if (door.refuses(visitor.priority)) {
      thread.work(takesMs.refusal)
      return tell(visitor, false)
    }
    const entered = door.enter(visitor.priority, (later) => settle(visitor, later))
    if (entered !== undefined) settle(visitor, entered)
  }
}
