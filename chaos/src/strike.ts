import type { Random } from '@switchyard/art/kit/random'
import type { Clock } from '@switchyard/runtime/clock'
import type { Control, Instance } from './control.ts'
import type { Engines } from './engines.ts'
import type { Firewall } from './firewall.ts'
import type { ProxyFleet } from './proxy-fleet.ts'
import type { Provider } from './repeat-webhooks.ts'
import type { Trap } from './rogue.ts'

/** What lies between the callers of a shop and its instances: each strike uses the part that it is about. */
export interface Ground {
  /** The ingress, as clients know it. */
  readonly gateway: string | undefined
  /** Only where callers go through our proxies. */
  readonly proxies: ProxyFleet | undefined
  /** Only inside a network namespace of the campaign's own. */
  readonly firewall: Firewall | undefined
  /** Where a stranger may try to get in. */
  readonly trap: Trap | undefined
  /** The engines themselves, where the shop has its own. */
  readonly engines: Engines | undefined
  /** How the payment provider speaks to the shop. */
  readonly provider: Provider | undefined
}

/** Where and when a strike falls. */
export interface Scene {
  readonly target: Instance
  readonly control: Control
  readonly ground: Ground
  /** How long it is to last, for what must say so in advance. */
  readonly holdMs: number
  readonly random: Random
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** What a strike counted while it lasted, by the names that the goals use; `orders` are those that it placed itself and that were acknowledged. */
export type Findings = Readonly<Record<string, number>>

/** What a strike has left behind. */
export interface Wound {
  /** Left out where it heals by itself. Safe when the shop has changed meanwhile. */
  readonly heal?: () => Promise<void>
  /** Read after the healing. */
  readonly findings?: () => Findings
}

/** Hurts the target, and nothing else, and resolves once it hurts. Throws when the host refuses. */
export type Strike = (scene: Scene) => Promise<Wound>
