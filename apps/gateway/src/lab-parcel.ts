import type { storefront } from '@switchyard/contracts/storefront'
import type { CallScope } from '@switchyard/rpc/envelope'
import type { Handlers } from '@switchyard/rpc/implement'
import type { Log } from '@switchyard/runtime/log'
import { asOwner } from './as-owner.ts'
import type { Services } from './services.ts'

/** A visitor plays packing table and carrier for an order of their own: orders decides whether it is, then the gateway says so on its own account. */
export function moveParcel({
  services,
  ownScope,
  log,
}: {
  services: Pick<Services, 'orders'>
  ownScope: () => CallScope
  log: Log
}): Handlers<typeof storefront.lab>['moveParcel'] {
  return async ({ input: { to, ...access }, ctx }) => {
    const { orderId } = await services.orders(asOwner(ctx)).byId.query(access)
    log.info({ audit: true, by: ctx.envelope.principal, action: 'move-parcel', orderId, to }, 'lab action')
    return services.orders(ownScope()).moveParcel.mutate({ orderId, to })
  }
}
