/**
 * Plays what a client of a version once asked, and says where today's answers would surprise it.
 *
 *     const played = await play(clientOfV1, { ask, wait, key: randomUUID() })
 *     played.every(({ surprises }) => surprises.length === 0)
 */
import { surprisesIn } from './surprises.ts'

/** One question of a recorded client, and the answer that it got. `{name}` stands for what an earlier answer had under that name; `{key}` is new in every run. */
export interface Exchange {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
  readonly reply: { readonly status: number; readonly body: unknown }
}

/** How one exchange went today. */
export interface Played {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly surprises: readonly string[]
}

/** Sends a request to the system under test. */
export type Ask = (
  path: string,
  request: { method: string; headers: Record<string, string>; body?: string },
) => Promise<{ status: number; body: unknown }>

const triesMax = 4

/** Asks everything in turn, as the client did. Who is told that the shop is busy waits for a moment and asks again. */
export async function play(
  recording: readonly Exchange[],
  { ask, wait, key }: { ask: Ask; wait: () => Promise<void>; key: string },
): Promise<Played[]> {
  const known = new Map([['key', key]])
  const played: Played[] = []
  for (const { name, method, path: asked, headers = {}, body, reply } of recording) {
    const path = filled(asked, known)
    const request = {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...Object.fromEntries(Object.entries(headers).map(([header, value]) => [header, filled(value, known)])),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }
    let given = await ask(path, request)
    for (let tries = 1; given.status === 503 && tries < triesMax; tries += 1) {
      await wait()
      given = await ask(path, request)
    }
    for (const [field, value] of Object.entries(Object(given.body))) {
      if (typeof value === 'string') known.set(field, value)
    }
    const status = given.status === reply.status ? [] : [`answers ${given.status}, not ${reply.status}`]
    played.push({
      name,
      method,
      path,
      status: given.status,
      surprises: [...status, ...surprisesIn(reply.body, given.body)],
    })
  }
  return played
}

const filled = (text: string, known: ReadonlyMap<string, string>) =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => known.get(name) ?? whole)
