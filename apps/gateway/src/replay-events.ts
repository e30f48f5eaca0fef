import type { storefront } from '@switchyard/contracts/storefront'
import { subscribers } from '@switchyard/contracts/subscribers'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Services } from './services.ts'

/** Has every service that tells a subscriber something tell it a span of that once more. */
export const replayEvents =
  (services: Services): Handlers<typeof storefront.events>['replay'] =>
  async ({ input, ctx }) => {
    const heard = Object.entries(subscribers).find(([name]) => name === input.to)?.[1]
    if (!heard) {
      const known = Object.keys(subscribers).join(', ')
      throw new Failure('not_found', { detail: `Nobody subscribes as "${input.to}"; there are ${known}.` })
    }
    const tells = (service: 'orders' | 'inventory') => heard.some(({ name }) => name.startsWith(`${service}.`))
    const answers = await Promise.all([
      ...(tells('orders') ? [services.orders(ctx).replayEvents.mutate(input)] : []),
      ...(tells('inventory') ? [services.inventory(ctx).replayEvents.mutate(input)] : []),
    ])
    return { messages: answers.reduce((sum, { messages }) => sum + messages, 0) }
  }
