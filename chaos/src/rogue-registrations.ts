import { signRegistration } from '@switchyard/rpc/registration'
import { loadIdentity } from '@switchyard/rpc/tokens'
import type { Clock } from '@switchyard/runtime/clock'

/** What a stranger writes into the registry, each under an id of its own. */
export interface RogueOptions {
  readonly service: string
  /** Of an instance that is really there. */
  readonly instanceId: string
  /** What that instance has registered, as it stands in the registry; undefined when it cannot be read. */
  readonly genuine: string | undefined
  /** Where the stranger listens. */
  readonly address: string
  readonly secretsDir: string
  readonly clock: Clock
}

/**
 * Every registration that is nearly right, by the id under which it would stand: unsigned; a real one with another
 * address; one that a service signed which is not the one it speaks of. Each calls itself the newest and the heaviest.
 */
export async function rogueRegistrations(options: RogueOptions): Promise<Readonly<Record<string, string>>> {
  const { service, instanceId, genuine, address, secretsDir, clock } = options
  const startedAtMs = Math.round(clock.now())
  const entry = { address, version: '99.0.0', zone: 'local', weight: 100, startedAtMs }
  const gateway = await loadIdentity({ service: 'gateway', secretsDir, clock })
  const signed = await signRegistration({
    identity: gateway,
    entry: { ...entry, service: 'gateway', instanceId },
    ttlMs,
    leaves: false,
  })
  return {
    [`${service}-rogue@${startedAtMs}`]: JSON.stringify({ ...entry, service, instanceId: `${service}-rogue`, ttlMs }),
    [`${instanceId}@${startedAtMs}`]: JSON.stringify({ ...entry, service, instanceId, ttlMs, leaves: false }),
    [`${instanceId}@${startedAtMs + 1}`]: signed,
    ...(genuine === undefined ? {} : { [`${instanceId}@${startedAtMs + 2}`]: moved(genuine, address) }),
  }
}

const ttlMs = 5_000

/** The same words and the same signature, but for the address. */
function moved(genuine: string, address: string): string {
  const [head = '', claims = '', signature = ''] = genuine.split('.')
  const said = JSON.parse(Buffer.from(claims, 'base64url').toString()) as Record<string, unknown>
  return [head, Buffer.from(JSON.stringify({ ...said, address })).toString('base64url'), signature].join('.')
}
