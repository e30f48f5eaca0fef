import type { Instance } from '@switchyard/contracts/storefront'
import { Failure } from '@switchyard/rpc/failure'
import { request } from 'undici'

type HostInstance = Omit<Instance, 'lease'>

/** What the lab asks of the host that runs this machine's instances; the browser never talks to it. */
export interface Host {
  instances(): Promise<HostInstance[]>
  act(id: string, action: string): Promise<{ id: string; state: string }>
}

/** Speaks the host's control API with its bearer token; each call ends after two seconds. Throws `not_found` and `unavailable`. */
export function createHostClient({ url, token }: { url: string; token: string }): Host {
  const call = async <Reply>(method: 'GET' | 'POST', path: string): Promise<Reply> => {
    const reply = await request(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(2_000),
    }).catch((cause: unknown) => {
      throw new Failure('unavailable', { detail: 'The host does not answer.' }, { cause })
    })
    if (reply.statusCode === 404) throw new Failure('not_found', { detail: 'The host runs no such instance.' })
    if (reply.statusCode === 409) {
      const { detail } = (await reply.body.json()) as { detail?: string }
      throw new Failure('invalid_input', { detail: detail ?? 'This cannot be done to it now.' })
    }
    if (reply.statusCode >= 400) throw new Failure('unavailable', { detail: `The host answered ${reply.statusCode}.` })
    return (await reply.body.json()) as Reply
  }
  return {
    instances: () => call('GET', '/instances'),
    act: (id, action) => call('POST', `/instances/${encodeURIComponent(id)}/${action}`),
  }
}
