/**
 * EVENTS: publish-subscribe. Each subscriber that the contracts declare has a durable queue and retries of its own, so a
 * slow or absent one costs the others nothing and misses nothing.
 *
 *     messaging.subscribe('orders.mailroom', { 'orders.orderConfirmed': async (received) => { … }, … })
 */
import { inOrder, type SubscriberName, subscribers } from '@switchyard/contracts/subscribers'
import type { z } from 'zod'
import type { Handler } from './inbox.ts'
import type { ConsumerOptions } from './queue.ts'
import { type Handled, handled, type Intake } from './receive.ts'

type Subscribed<S extends SubscriberName> = (typeof subscribers)[S][number]

/** One handler for each event that the subscriber declared; leaving one out does not compile. */
export type HandlersOf<S extends SubscriberName> = {
  [Key in Subscribed<S>['name']]: Handler<z.output<Extract<Subscribed<S>, { name: Key }>['payload']>>
}

/** The intake of a subscriber: its queue bears its name. */
export function subscriberIntake<S extends SubscriberName>(
  subscriber: S,
  handlers: HandlersOf<S>,
  { concurrency = 10, attempts = 8 }: ConsumerOptions = {},
): Intake {
  const byName: Readonly<Record<string, unknown>> = handlers
  const all = subscribers[subscriber].map((event): [string, Handled] => [
    event.name,
    // HandlersOf has tied each handler to its event's payload already.
    handled(event, byName[event.name] as Handler<unknown>),
  ])
  const common = { handled: new Map(all), concurrency, attemptsMax: attempts }
  return { queue: subscriber, ...common, inOrder: inOrder.includes(subscriber) }
}
