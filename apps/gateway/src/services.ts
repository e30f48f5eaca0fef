import type { inventory } from '@switchyard/contracts/inventory'
import type { orders } from '@switchyard/contracts/orders'
import type { CallScope, ClientFor } from '@switchyard/rpc/connect'

/** The services behind the gateway, each as a typed client made for one call's principal, deadline and trace. */
export interface Services {
  inventory: (scope: CallScope) => ClientFor<typeof inventory>
  orders: (scope: CallScope) => ClientFor<typeof orders>
}
