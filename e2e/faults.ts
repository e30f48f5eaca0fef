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
    instance: string,
    fault: Pick<FaultRequest, 'kind' | 'delayMs' | 'share'>,
  ): Promise<OngoingFault> => {
    const json = { target: { instance }, ttlS, ...fault } satisfies FaultRequest
    const { body } = await expectStatus(ask(`${url}/faults`, { method: 'POST', headers, json }), 201)
    const { id } = Begun.parse(body)
    ongoing.add(id)
    return { heal: () => heal(id) }
  }
  return {
    /** Everything that it answers comes this much later. */
    slowDown: (id: string, { delayMs }: { delayMs: number }) => begin(id, { kind: 'latency', delayMs, share: 1 }),
    /** It takes every connection and never says a word, as if the network swallowed its answers. */
    silence: (id: string) => begin(id, { kind: 'drop', share: 1 }),
    /** This part of its answers, drawn at random, is an error. */
    failing: (id: string, { share }: { share: number }) => begin(id, { kind: 'error', share }),
    undo: async () => {
      for (const id of ongoing) await heal(id)
    },
  }
}
