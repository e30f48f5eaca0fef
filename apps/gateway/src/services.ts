import type { inventory } from '@switchyard/contracts/inventory'
import type { orders } from '@switchyard/contracts/orders'
import type { connect } from '@switchyard/rpc/connect'

/** The services behind the gateway, each as a typed client made for one call's principal, deadline and trace. */
export interface Services {
  inventory: Connected<typeof inventory>
  orders: Connected<typeof orders>
}

type Connected<C extends Parameters<typeof connect>[0]> = (
  ...scope: Parameters<ReturnType<typeof connect<C>>>
) => ReturnType<ReturnType<typeof connect<C>>>
