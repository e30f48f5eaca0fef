import { inOrder, subscribers } from '@switchyard/contracts/subscribers'

/** An event and one of the queues that it goes to. */
export interface Route {
  readonly name: string
  readonly queue: string
  /** Whether what it hears of one aggregate is applied in the order in which it happened. */
  readonly ordered: boolean
}

/** Where the events of `service` go: one durable queue for each declared subscriber, whether it runs now or not. */
export function routesFrom(service: string, declared: typeof subscribers | Declared = subscribers): Route[] {
  return Object.entries<readonly { name: string }[]>(declared)
    .flatMap(([queue, events]) => events.map(({ name }) => ({ name, queue, ordered: inOrder.includes(queue) })))
    .filter(({ name }) => name.startsWith(`${service}.`))
}

type Declared = Record<string, readonly { name: string }[]>

/** The queues of one message: a command has its own, which bears its name. */
export function queuesOf({ kind, name }: { kind: string; name: string }, routes: readonly Route[]): string[] {
  if (kind === 'command') return [name]
  return routes.filter((route) => route.name === name).map(({ queue }) => queue)
}
