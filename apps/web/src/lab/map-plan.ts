/** What the service map says besides its picture: every way between two parts, and how each part stands. */
import type { System } from '@switchyard/contracts/lab-operations'
import type { MapInstance } from '~/components/service-map'
import type { MapNode } from '~/components/service-map-layout'

/** `call`: waited for; `message`: through a queue; `hint`: may get lost; `SQL`: its own database. */
export interface MapWay {
  from: MapNode
  to: MapNode
  by: 'call' | 'message' | 'hint' | 'SQL'
  what: string
}

/** Who talks to whom, and about what. */
export const ways: readonly MapWay[] = [
  { from: 'browsers', to: 'ingress', by: 'call', what: 'every page and every click' },
  { from: 'ingress', to: 'web', by: 'call', what: 'pages' },
  { from: 'ingress', to: 'gateway', by: 'call', what: 'tRPC, REST, event streams' },
  { from: 'web', to: 'gateway', by: 'call', what: 'what a page is made of' },
  { from: 'gateway', to: 'orders', by: 'call', what: 'place, read and cancel orders, keep a bag' },
  { from: 'gateway', to: 'inventory', by: 'call', what: 'catalogue and stock' },
  { from: 'orders', to: 'inventory', by: 'call', what: 'prices, before an order is taken' },
  { from: 'orders', to: 'payments', by: 'call', what: 'charge and refund' },
  { from: 'payments', to: 'gateway', by: 'call', what: 'signed webhook' },
  { from: 'orders', to: 'queues', by: 'message', what: 'commands to reserve, charge, commit, release' },
  { from: 'inventory', to: 'queues', by: 'message', what: 'events: reserved, refused, sold, released' },
  { from: 'orders', to: 'postgres', by: 'SQL', what: 'its own database' },
  { from: 'inventory', to: 'postgres', by: 'SQL', what: 'its own database' },
  { from: 'orders', to: 'redis', by: 'hint', what: 'registry, and that a timeline has grown' },
  { from: 'inventory', to: 'redis', by: 'hint', what: 'registry' },
]

/** The instances of each box, as the host tells them. */
export function mapInstances({ instances }: Pick<System, 'instances'>): Partial<Record<MapNode, MapInstance[]>> {
  const nodes = ['web', 'gateway', 'orders', 'inventory', 'payments', 'postgres', 'redis'] as const
  return Object.fromEntries(
    nodes.map((node) => [node, instances?.filter(({ service }) => service === node) ?? []] as const),
  )
}

/** The small line of a box that has no instances; what could not be read is said to be unknown, never shown as nothing. */
export function mapCaptions({ instances, queues }: Pick<System, 'instances' | 'queues'>) {
  const unknown = instances === null ? 'not known' : 'none'
  const jobs = queues?.reduce((sum, { active, waiting, delayed }) => sum + active + waiting + delayed, 0)
  return {
    browsers: 'you',
    ingress: 'one origin',
    queues: jobs === undefined ? 'not known' : jobs === 1 ? '1 job' : `${jobs} jobs`,
    web: unknown,
    gateway: unknown,
    orders: unknown,
    inventory: unknown,
    payments: unknown,
    postgres: unknown,
    redis: unknown,
  } satisfies Partial<Record<MapNode, string>>
}
