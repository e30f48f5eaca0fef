import type { Priority } from '@switchyard/contracts/priority'
import { RecentMap } from '@switchyard/rpc/recent-map'
import type { Clock } from '@switchyard/runtime/clock'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { operationsOf } from './call-cost.ts'
import { type DoorView, Shed } from './shed.ts'
import { shedRequests } from './shed-requests.ts'

type Hook = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

const visitorsMax = 64

/**
 * Narrow doors of the lab: a visitor whose signed terms name a number of places has a door of their own with so many, behind
 * everybody's. It is the same door under the same rules, so what they crowd is nobody else's trouble. The lab's own operations
 * pass, or nobody could widen the door again.
 */
export function visitorsDoors({
  priorityOf,
  elapsedMs,
  clock,
}: {
  priorityOf: (request: FastifyRequest) => Priority
  elapsedMs: () => number
  clock: Clock
}): { behind: (identify: Hook) => Hook; view: (session: string) => DoorView | undefined } {
  const doors = new RecentMap<{ door: Shed; places: number; ask: ReturnType<typeof shedRequests> }>(visitorsMax)
  const doorOf = (session: string, places: number) => {
    const known = doors.get(session)
    if (known?.places === places) return known
    const door = new Shed({ places: () => places, elapsedMs, after: clock.after })
    const made = { door, places, ask: shedRequests({ door, priorityOf }) }
    doors.set(session, made)
    return made
  }
  return {
    /** Asks who is calling, and then their own door. */
    behind: (identify) => async (request, reply) => {
      await identify(request, reply)
      const { lab } = request
      if (lab?.places === undefined || operationsOf(request).every((name) => name.startsWith('lab.'))) return
      const { ask } = doorOf(lab.session, lab.places)
      await new Promise<void>((resolve, reject) => ask(request, reply, (error) => (error ? reject(error) : resolve())))
    },
    view: (session) => doors.get(session)?.door.view(),
  }
}
