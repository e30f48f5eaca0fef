import type { CallerView } from '@switchyard/contracts/lab'
import type { CallChain } from './call-chain.ts'
import type { Watch } from './discovery.ts'
import type { Peer } from './peers.ts'

/** What this process believes of a service that it calls, in plain values; who it is itself, its owner adds. */
export function viewOf(service: string, { chain, watch }: { chain: CallChain; watch: Watch }): ServiceView {
  const { peers, breaker, hold, budget, counted } = chain
  return {
    service,
    breaker: { state: breaker.state, trialInMs: breaker.trialInMs, openMs: breaker.openMs },
    retryBudget: { left: budget.left, max: budget.max },
    inFlight: hold.inFlight,
    inFlightMax: hold.inFlightMax,
    ...counted,
    instances: peers.all.map((peer) => instanceView(peer, peers.warmth()(peer))),
    withdrawn: peers.withdrawn.map(({ atMs, ...withdrawn }) => ({ ...withdrawn, at: new Date(atMs).toISOString() })),
    refused: watch.refused.map(({ atMs, ...refused }) => ({ ...refused, at: new Date(atMs).toISOString() })),
  }
}

/** A view without who is looking, which only the process knows. */
export type ServiceView = Omit<CallerView, 'caller'>

function instanceView({ entry, pending, answered, failed, lastSentAtMs, latencies, out }: Peer, warm: number) {
  const { instanceId, address, version, zone, weight, startedAtMs } = entry
  return {
    ...{ instanceId, address, version, zone, weight, warm, pending, answered, failed },
    startedAt: new Date(startedAtMs).toISOString(),
    lastSent: lastSentAtMs > 0 ? new Date(lastSentAtMs).toISOString() : null,
    p50Ms: latencies.percentile(50) ?? null,
    p95Ms: latencies.percentile(95) ?? null,
    out: out?.reason ?? null,
    outSince: out ? new Date(out.sinceMs).toISOString() : null,
  }
}
