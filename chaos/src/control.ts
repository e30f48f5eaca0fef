import type { FaultRequest } from '@switchyard/contracts/lab'
import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'
import { type Answer, type Ask, meaningOf, told } from './http.ts'

const Begun = z.object({ id: z.string() })

const Instance = z.object({
  id: z.string(),
  service: z.string(),
  pid: z.int().nullable(),
  port: z.int().nullable(),
  state: z.enum(['starting', 'ready', 'draining', 'frozen', 'dead']),
  restarts: z.int(),
})

/** A process of the shop, as the host lists it. */
export type Instance = z.infer<typeof Instance>

/** What the control API does to one instance. */
export type Action = 'kill' | 'drain' | 'freeze' | 'thaw' | 'start' | 'wipe'

/** Every process of the shop, in the hands of a campaign, over the host's control API and nothing else. */
export type Control = ReturnType<typeof openControl>

/** Opens the control API. Every call throws when the host does not do what it was asked. */
export function openControl({ url, token, gateway, ask, clock }: ControlOptions) {
  const headers = { authorization: `Bearer ${token}` }
  const post = async (path: string, body?: unknown) => {
    const answer = await ask(`${url}${path}`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) })
    if (answer.status !== 202 && answer.status !== 201) throw new Error(`the host refused ${path}: ${told(answer)}`)
    return answer
  }
  const instances = async (): Promise<Instance[]> => {
    const answer = await ask(`${url}/instances`, { headers })
    const list = z.array(Instance).safeParse(meaningOf(answer))
    if (!list.success) throw new Error(`the host does not list its instances: ${told(answer)}`)
    return list.data
  }

  return {
    instances,
    act: async (id: string, action: Action) => void (await post(`/instances/${id}/${action}`)),
    scale: async (service: string, count: number) =>
      void (await post(`/services/${service}/scale`, { instances: count })),
    /** Puts a fault on and resolves with its id. */
    hurt: async (fault: FaultRequest): Promise<string> => Begun.parse(meaningOf(await post('/faults', fault))).id,
    /** Takes it off again; one that has ended by itself is fine. */
    mend: async (id: string): Promise<void> => {
      const answer = await ask(`${url}/faults/${encodeURIComponent(id)}`, { method: 'DELETE', headers })
      const isGone = (answer.status >= 200 && answer.status < 300) || answer.status === 404
      if (!isGone) throw new Error(`the fault stays: ${told(answer)}`)
    },
    /**
     * Resolves with the moment at which every instance is ready and the gateway reaches every service; undefined when
     * that is not so within the limit. `replaced` is an instance that must have a new process by then.
     */
    untilWhole: async ({ limitMs, replaced, signal }: WholeOptions): Promise<number | undefined> => {
      const untilMs = clock.now() + limitMs
      while (clock.now() < untilMs && !signal.aborted) {
        const list = await instances()
        const fresh = list.every(({ id, pid }) => id !== replaced?.id || pid !== replaced.pid)
        if (fresh && list.every(({ state }) => state === 'ready') && isWhole(await ask(`${gateway}/readyz`))) {
          return clock.now()
        }
        await clock.sleep(pollEveryMs, signal)
      }
      return undefined
    },
  }
}

/** What a control is made of: the host's address and token, and the gateway to see whether all is reached again. */
export interface ControlOptions {
  readonly url: string
  readonly token: string
  readonly gateway: string
  readonly ask: Ask
  readonly clock: Clock
}

interface WholeOptions {
  readonly limitMs: number
  readonly signal: AbortSignal
  readonly replaced?: Instance | undefined
}

const pollEveryMs = 100

function isWhole(answer: Answer): boolean {
  return answer.status === 200 && !answer.text.includes('"down"')
}
