import type { FaultRequest } from '@switchyard/contracts/lab'
import { z } from 'zod'
import { ask, expectStatus } from './rest.ts'
import type { RunningShop } from './stack.ts'

const Begun = z.object({ id: z.string() })
/** Long enough for any test; what a test forgets ends by itself. */
const ttlS = 60

/** Something that goes wrong on purpose until it is healed. */
export interface OngoingFault {
  heal(): Promise<void>
}

/** Opens the host's faults; `undo` ends all that were begun here. */
export function openFaults({ url, token }: Pick<RunningShop, 'url' | 'token'>) {
  const headers = { authorization: `Bearer ${token}` }
  const ongoing = new Set<string>()
  const heal = async (id: string) => {
    if (!ongoing.delete(id)) return
    await expectStatus(ask(`${url}/faults/${id}`, { method: 'DELETE', headers }), 200)
  }
  const begin = async (
    target: FaultRequest['target'],
    fault: Pick<FaultRequest, 'kind' | 'delayMs' | 'share'>,
  ): Promise<OngoingFault> => {
    const json = { target, ttlS, ...fault } satisfies FaultRequest
    const { body } = await expectStatus(ask(`${url}/faults`, { method: 'POST', headers, json }), 201)
    const { id } = Begun.parse(body)
    ongoing.add(id)
    return { heal: () => heal(id) }
  }
  return {
    /** Everything that it answers comes this much later. */
    slowDown: (id: string, { delayMs }: { delayMs: number }) =>
      begin({ instance: id }, { kind: 'latency', delayMs, share: 1 }),
    /** It takes every connection and never says a word, as if the network swallowed its answers. */
    silence: (id: string) => begin({ instance: id }, { kind: 'drop', share: 1 }),
    /** This part of its answers, drawn at random, is an error. */
    failing: (id: string, { share }: { share: number }) => begin({ instance: id }, { kind: 'error', share }),
    /** Whoever works on a message of this queue begins this much later. */
    slowQueue: (queue: string, { delayMs }: { delayMs: number }) =>
      begin({ queue }, { kind: 'latency', delayMs, share: 1 }),
    /** Messages about this order reach this queue with their fields misnamed, as another release would send them. */
    spoil: (about: { queue: string; orderId: string }) => begin(about, { kind: 'spoil', share: 1 }),
    undo: async () => {
      // One that has ended by itself is not there any more.
      for (const id of ongoing) await ask(`${url}/faults/${id}`, { method: 'DELETE', headers })
    },
  }
}
