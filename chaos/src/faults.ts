import type { Cards } from './arrivals.ts'
import { cutOff } from './cut-off.ts'
import { evictRedis } from './evict-redis.ts'
import type { Fault } from './fault.ts'
import { fillDisk } from './fill-disk.ts'
import { fillRedis } from './fill-redis.ts'
import { hurtCalls } from './hurt-calls.ts'
import { loseRedis } from './lose-redis.ts'
import { repeatWebhooks } from './repeat-webhooks.ts'
import { restartAll } from './restart-all.ts'
import { sendRogue } from './rogue.ts'
import { scaleOut } from './scale-out.ts'
import { rollUnderStreams } from './streams/roll-under-streams.ts'
import { strikeProcess } from './strike-process.ts'
import { takeConnections } from './take-connections.ts'
import { troubleLine } from './trouble-line.ts'

const services = ['orders', 'inventory']
const gateway = ['gateway']
const redis = ['redis']
const postgres = ['postgres']
const payments = ['payments']
/** The saga asks for a charge of unknown outcome again after two minutes. */
const settleMs = 180_000
const killed = { strike: strikeProcess('kill'), holdMs: 0, replaced: true } as const
const frozen = { strike: strikeProcess('freeze', 'thaw'), holdMs: 4_000 } as const
const drained = { strike: strikeProcess('drain', 'start'), holdMs: 3_000, replaced: true } as const
const outage = { strike: strikeProcess('kill', 'start'), replaced: true } as const
const cut = { services, holdMs: 30_000, needs: 'namespace' } as const
const line = { services, holdMs: 10_000, needs: 'proxied' } as const
const slow = hurtCalls({ at: 'instance', kind: 'latency', delayMs: 2_000 })
const failing = hurtCalls({ at: 'instance', kind: 'error', share: 0.3 })
const broken = hurtCalls({ at: 'service', kind: 'error' })
/** The bank keeps money and says nothing, or fails twice before it works. */
const badCards: Cards = { tok_timeout: 0.4, tok_flaky: 0.3, tok_declined: 0.05 }
const everyProcess = [...services, ...gateway]

/** The catalogue of faults, in the order in which they run. */
export const faults: readonly Fault[] = [
  { name: 'kill-service', about: 'SIGKILL to one instance of orders or inventory', services, ...killed },
  { name: 'kill-gateway', about: 'SIGKILL to one gateway', services: gateway, ...killed },
  { name: 'freeze-service', about: 'SIGSTOP to one instance of orders or inventory', services, ...frozen },
  { name: 'freeze-gateway', about: 'SIGSTOP to one gateway', services: gateway, ...frozen },
  { name: 'drain-service', about: 'SIGTERM to one instance of orders or inventory', services, ...drained },
  { name: 'drain-gateway', about: 'SIGTERM to one gateway', services: gateway, ...drained },
  { name: 'slow-instance', about: 'one instance answers 2 s later', services, strike: slow, holdMs: 20_000 },
  {
    name: 'failing-instance',
    about: 'one instance fails 30 % of its calls',
    services,
    strike: failing,
    holdMs: 20_000,
  },
  {
    name: 'callee-fails',
    about: 'inventory fails every call',
    services: ['inventory'],
    strike: broken,
    holdMs: 60_000,
  },
  { name: 'partition-both', about: 'packets from and to one instance vanish', strike: cutOff('both'), ...cut },
  { name: 'partition-requests', about: 'packets to one instance vanish', strike: cutOff('requests'), ...cut },
  { name: 'partition-replies', about: 'packets from one instance vanish', strike: cutOff('replies'), ...cut },
  { name: 'redis-kill', about: 'Redis is gone', services: redis, ...outage, holdMs: 60_000 },
  { name: 'redis-freeze', about: 'Redis hangs', services: redis, ...frozen, holdMs: 45_000 },
  {
    name: 'redis-wipe',
    about: 'Redis forgets everything (FLUSHALL)',
    services: redis,
    strike: strikeProcess('wipe'),
    holdMs: 0,
  },
  {
    name: 'redis-lose-all',
    about: 'Redis dies and comes back with nothing, as where it persists nothing',
    services: redis,
    strike: loseRedis('everything'),
    holdMs: 1_000,
    takesMs: 1_000,
    replaced: true,
  },
  {
    name: 'redis-lose-tail',
    about: 'Redis dies and comes back without the last second of its append-only file',
    services: redis,
    strike: loseRedis('last second'),
    holdMs: 1_000,
    takesMs: 2_000,
    replaced: true,
  },
  {
    name: 'redis-full',
    about: 'Redis refuses every write for want of memory',
    services: redis,
    strike: fillRedis,
    holdMs: 20_000,
  },
  {
    name: 'redis-evict',
    about: 'Redis is set to drop keys, and an instance is started against it',
    services,
    strike: evictRedis,
    holdMs: 8_000,
    replaced: true,
  },
  { name: 'postgres-kill', about: 'Postgres is gone', services: postgres, ...outage, holdMs: 2_000 },
  { name: 'postgres-restart', about: 'Postgres is restarted fast', services: postgres, ...drained, holdMs: 100 },
  {
    name: 'postgres-connections',
    about: 'every connection of Postgres is taken',
    services: postgres,
    strike: takeConnections,
    holdMs: 10_000,
    // Whoever is sent away comes back, so it takes some rounds; a window must still hold the calm after the healing.
    takesMs: 8_000,
  },
  {
    name: 'postgres-disk',
    about: 'the disk under Postgres is full',
    services: postgres,
    strike: fillDisk,
    holdMs: 15_000,
    takesMs: 5_000,
    needs: 'small-disk',
  },
  {
    name: 'payments-kill',
    about: 'SIGKILL to the payment provider, while most of its answers are lost or bad',
    services: payments,
    ...killed,
    cards: badCards,
  },
  {
    name: 'payments-down',
    about: 'the payment provider is gone',
    services: payments,
    ...drained,
    holdMs: 60_000,
    cards: badCards,
    settleMs,
  },
  {
    name: 'payments-freeze',
    about: 'the payment provider hangs',
    services: payments,
    ...frozen,
    cards: badCards,
    settleMs,
  },
  {
    name: 'payments-webhooks',
    about: 'the payment provider tells everything five times more, in any order',
    services: payments,
    strike: repeatWebhooks(5),
    holdMs: 0,
    takesMs: 2_000,
    cards: badCards,
  },
  {
    name: 'rolling-restart',
    about: 'every instance of every process is drained and started, one after the other',
    services: gateway,
    strike: restartAll(everyProcess),
    holdMs: 0,
    takesMs: 45_000,
  },
  {
    name: 'streams',
    about: 'every gateway is drained and started three times, under 500 event streams',
    services: gateway,
    strike: rollUnderStreams({ streams: 500, times: 3 }),
    holdMs: 0,
    takesMs: 330_000,
  },
  {
    name: 'scale',
    about: 'a service grows from 2 to 4 and back',
    services,
    strike: scaleOut(4),
    holdMs: 15_000,
    instances: 2,
  },
  {
    name: 'rogue',
    about: 'a stranger registers, and bad tokens are tried',
    services,
    strike: sendRogue,
    holdMs: 15_000,
  },
  { name: 'proxy-delay', about: 'one instance is 300 ms away', strike: troubleLine({ delayMs: 150 }), ...line },
  { name: 'proxy-jitter', about: 'one instance is 0 to 400 ms away', strike: troubleLine({ jitterMs: 200 }), ...line },
  {
    name: 'proxy-throttle',
    about: '8 KB/s from one instance',
    strike: troubleLine({ bytesPerSecond: 8_192 }),
    ...line,
  },
  {
    name: 'proxy-blackhole',
    about: 'one instance hears and says nothing',
    strike: troubleLine({ blackhole: 'both' }),
    ...line,
  },
  {
    name: 'proxy-reset',
    about: 'connections to one instance are reset',
    strike: troubleLine({ reset: true }),
    ...line,
  },
  {
    name: 'proxy-half-close',
    about: 'one instance hangs up its half',
    strike: troubleLine({ halfClose: true }),
    ...line,
  },
  {
    name: 'nemesis',
    about: 'one of all of these after the other, at any moment, some at once',
    services: [],
    strike: () => Promise.reject(new Error('the nemesis strikes by the hands of others')),
    holdMs: 0,
    needs: 'namespace',
    isNemesis: true,
  },
]

/**
 * The faults that a list of names means: a name in full, or its beginning (`kill` is both kills), each once, in the
 * catalogue's order. Throws a RangeError for a name that means none.
 */
export function faultsNamed(names: readonly string[]): Fault[] {
  const means = (name: string, fault: Fault) => fault.name === name || fault.name.startsWith(`${name}-`)
  const unknown = names.find((name) => !faults.some((fault) => means(name, fault)))
  if (unknown !== undefined) {
    throw new RangeError(`there is no fault "${unknown}"; there are ${faults.map(({ name }) => name).join(', ')}`)
  }
  return faults.filter((fault) => names.some((name) => means(name, fault)))
}
