import type { Fault, FaultRequest, StartAs } from '@switchyard/contracts/lab'
import type { Instance } from '@switchyard/contracts/lab-operations'
import { Failure } from '@switchyard/rpc/failure'
import { request } from 'undici'

type HostInstance = Omit<Instance, 'lease'>

/** What the lab asks of the host that runs this machine's instances; the browser never talks to it. */
export interface Host {
  instances(): Promise<HostInstance[]>
  act(id: string, action: string): Promise<{ id: string; state: string }>
  scale(service: string, instances: number, as?: StartAs): Promise<{ service: string; instances: number }>
  faults(): Promise<Fault[]>
  injectFault(fault: FaultRequest): Promise<Pick<Fault, 'id' | 'expiresAt'>>
  healFault(id: string): Promise<{ id: string }>
}

/**
 * Speaks the host's control API with its bearer token; each call ends after two seconds. What the host refuses is told
 * in its words: throws `not_found`, `invalid_input` and `unavailable`.
 */
export function createHostClient({ url, token }: { url: string; token: string }): Host {
  const call = async <Reply>(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<Reply> => {
    const reply = await request(new URL(path, url), {
      method,
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(2_000),
      ...(body ? { body: JSON.stringify(body) } : {}),
    }).catch((cause: unknown) => {
      throw new Failure('unavailable', { detail: 'The host does not answer.' }, { cause })
    })
    if (reply.statusCode < 400) return (await reply.body.json()) as Reply
    throw await refusalOf(reply)
  }
  return {
    instances: () => call('GET', '/instances'),
    act: (id, action) => call('POST', `/instances/${encodeURIComponent(id)}/${action}`),
    scale: (service, instances, as) => call('POST', `/services/${service}/scale`, { instances, ...(as && { as }) }),
    faults: () => call('GET', '/faults'),
    injectFault: (fault) => call('POST', '/faults', fault),
    healFault: (id) => call('DELETE', `/faults/${encodeURIComponent(id)}`),
  }
}

async function refusalOf({ statusCode, body }: Awaited<ReturnType<typeof request>>): Promise<Failure> {
  const code = codes[statusCode]
  if (!code) {
    await body.dump()
    return new Failure('unavailable', { detail: `The host answered ${statusCode}.` })
  }
  const { detail } = (await body.json()) as { detail?: string }
  return new Failure(code, { detail: detail ?? 'The host refuses this now.' })
}

/** What can be refused: a name that nothing has, a wish that does not fit, a state in which it cannot be done. */
const codes: Record<number, 'invalid_input' | 'not_found'> = {
  400: 'invalid_input',
  404: 'not_found',
  409: 'invalid_input',
}
