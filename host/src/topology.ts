/**
 * The architecture diagram that runs: `npm start` brings up exactly this table, and `docs/choosing.md` explains exactly
 * these edges. To add a service, add a row here (and its contract in `packages/contracts`).
 *
 * Rows stand from the ground up. Engines come first and are waited for; services then start together, since each finds
 * its peers through the registry and copes with their absence; everything stops in the reverse order.
 */
export const topology = [
  {
    name: 'payments',
    folder: 'sandbox/payments',
    runs: { node: 'src/main.ts' },
    instances: 1,
    scalable: false,
    database: 'payments',
    needs: ['postgres'],
    env: ['SECRETS_DIR', 'DATABASE_URL', 'WEBHOOK_URL'],
    heapMbMax: 128,
  },
  {
    name: 'inventory',
    folder: 'apps/inventory',
    runs: { node: 'src/main.ts' },
    instances: 2,
    scalable: true,
    database: 'inventory',
    needs: ['postgres', 'redis'],
    env: ['SECRETS_DIR', 'DATABASE_URL', 'REDIS_URL', 'RESERVATION_TTL_MS'],
    heapMbMax: 192,
  },
  {
    name: 'orders',
    folder: 'apps/orders',
    runs: { node: 'src/main.ts' },
    instances: 2,
    scalable: true,
    database: 'orders',
    needs: ['postgres', 'redis', 'payments', 'inventory'],
    env: ['SECRETS_DIR', 'DATABASE_URL', 'REDIS_URL', 'PAYMENTS_URL', 'SHIP_AFTER_MS', 'WEBHOOK_TARGETS'],
    heapMbMax: 256,
  },
  {
    name: 'gateway',
    folder: 'apps/gateway',
    runs: { node: 'src/main.ts' },
    instances: 1,
    scalable: true,
    database: 'identity',
    needs: ['postgres', 'redis', 'inventory', 'orders'],
    env: ['SECRETS_DIR', 'DATABASE_URL', 'REDIS_URL', 'HOST_URL', 'WEB_URL'],
    heapMbMax: 256,
  },
  {
    name: 'web',
    folder: 'apps/web',
    runs: { next: 'start' },
    instances: 1,
    scalable: true,
    database: undefined,
    needs: ['gateway'],
    env: ['GATEWAY_URL'],
    heapMbMax: 384,
  },
] as const satisfies readonly ServiceRow[]

/** Why each edge is what it is, one reason each; whoever changes an edge changes its reason. */
export const edges: readonly Edge[] = [
  {
    from: 'web',
    to: 'gateway',
    by: 'call',
    what: 'every page and every click',
    why: 'A page cannot be drawn without the answer.',
  },
  {
    from: 'gateway',
    to: 'inventory',
    by: 'call',
    what: 'catalogue and stock',
    why: 'A reader waits for it, and an old answer is better than a late one.',
  },
  {
    from: 'gateway',
    to: 'orders',
    by: 'call',
    what: 'place, read, cancel and return an order, keep a cart, pass a payment notice on, mail and forget a person',
    why: 'The buyer must know at once whether the order was taken.',
  },
  {
    from: 'orders',
    to: 'inventory',
    by: 'call',
    what: 'quote, what became of a reservation when no answer came, and facts for the checker',
    why: 'Price and existence must be known before the order is written down.',
  },
  {
    from: 'orders',
    to: 'inventory',
    by: 'command',
    what: 'reserve, commit and release stock',
    why: 'One receiver has to act, once, even if it is down while it is asked.',
  },
  {
    from: 'inventory',
    to: 'orders',
    by: 'event',
    what: 'stock was reserved, refused, sold or released',
    why: 'It is a fact that whoever cares may hear; inventory need not know who does.',
  },
  {
    from: 'orders',
    to: 'orders',
    by: 'command',
    what: 'charge and refund a card',
    why: 'A slow third party must hold up a queue and never a buyer.',
  },
  {
    from: 'orders',
    to: 'payments',
    by: 'call',
    what: 'charge, refund, and the ledger for the checker',
    why: 'A third party speaks plain HTTP; the idempotency key makes asking again safe.',
  },
  {
    from: 'payments',
    to: 'gateway',
    by: 'call',
    what: 'signed webhook',
    why: 'A third party knows one public address of ours, and comes in by the same door as everyone.',
  },
  {
    from: 'orders',
    to: 'orders',
    by: 'event',
    what: 'an order was placed, confirmed, rejected, shipped, delivered, cancelled or returned',
    why: 'The mail and the read models that follow must not be able to stop the sale.',
  },
  {
    from: 'orders',
    to: 'gateway',
    by: 'hint',
    what: 'a timeline has grown',
    why: 'It only wakes streams early; they read what happened from orders, so a lost one costs a moment.',
  },
  {
    from: 'inventory',
    to: 'gateway',
    by: 'hint',
    what: 'a price or the stock of a print has changed',
    why: 'It ends copies and wakes streams early; copies are short-lived and streams look by themselves, so a lost one costs seconds.',
  },
  {
    from: 'gateway',
    to: 'host',
    by: 'call',
    what: "the lab's controls",
    why: 'A visitor pressed a button, and the gateway alone holds the token.',
  },
  {
    from: 'host',
    to: 'orders',
    by: 'call',
    what: 'the local mailbox, and read models made anew',
    why: 'Whoever opens the mailbox looks at it now; mails stay with the service that wrote them.',
  },
]

/** One service: where it lives, how many run, and what it is given; nothing else reaches it. */
export interface ServiceRow {
  readonly name: string
  /** Working folder, from the repository root. */
  readonly folder: string
  /** Entry point: a TypeScript file that Node runs, or a Next.js application. */
  readonly runs: { readonly node: string } | { readonly next: 'start' }
  /** How many `npm start` brings up. */
  readonly instances: number
  /** Whether the control API may change that number. */
  readonly scalable: boolean
  /** The database whose role it gets; it reaches no other. */
  readonly database: 'identity' | 'orders' | 'inventory' | 'payments' | undefined
  /** What it leans on: it starts after the engines named here and stops before everything named here. */
  readonly needs: readonly string[]
  /** Variables beyond those that every process gets (environment.ts). */
  readonly env: readonly string[]
  /** Limit of its JavaScript heap. */
  readonly heapMbMax: number
}

/** One way in which two parts talk. */
export interface Edge {
  readonly from: ServiceName | 'host'
  readonly to: ServiceName | 'host'
  /** Call: someone waits. Command: one must act. Event: it has happened. Hint: nice to know. */
  readonly by: 'call' | 'command' | 'event' | 'hint'
  readonly what: string
  /** One sentence for `docs/choosing.md`. */
  readonly why: string
}

/** A service of ours, as logs, registry and control API call it. */
export type ServiceName = (typeof topology)[number]['name']

/** A service or an engine: everything that has instances. */
export type Runnable = ServiceName | 'postgres' | 'redis'
