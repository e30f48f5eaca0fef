import type { Clock } from '@switchyard/runtime/clock'
import { z } from 'zod'
import { type Answer, type Ask, meaningOf, told } from './http.ts'

const Instance = z.object({
  id: z.string(),
  service: z.string(),
  pid: z.int().nullable(),
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
    if (answer.status !== 202) throw new Error(`the host refused ${path}: ${told(answer)}`)
  }
  const instances = async (): Promise<Instance[]> => {
    const answer = await ask(`${url}/instances`, { headers })
    const list = z.array(Instance).safeParse(meaningOf(answer))
    if (!list.success) throw new Error(`the host does not list its instances: ${told(answer)}`)
    return list.data
  }

  return {
    instances,
    act: (id: string, action: Action) => post(`/instances/${id}/${action}`),
    scale: (service: string, count: number) => post(`/services/${service}/scale`, { instances: count }),
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
