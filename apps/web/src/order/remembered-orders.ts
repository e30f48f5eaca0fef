import type { PlacedOrder } from '@switchyard/contracts/orders'

/** An order that was placed in this browser, with what opens it. */
export type RememberedOrder = Pick<PlacedOrder, 'orderId' | 'number' | 'accessToken'>

/** Remembers an order for this browser, the newest first; the twenty newest are kept. */
export function rememberOrder({ orderId, number, accessToken }: RememberedOrder): void {
  const others = rememberedOrders().filter((order) => order.orderId !== orderId)
  const all = [{ orderId, number, accessToken }, ...others].slice(0, keptMax)
  try {
    localStorage.setItem(name, JSON.stringify(all))
  } catch {
    // A browser that keeps nothing still has the order's address.
  }
}

/** The orders of this browser, the newest first. */
export function rememberedOrders(): RememberedOrder[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(name) ?? '[]')
    return Array.isArray(kept) ? kept.filter(isRemembered) : []
  } catch {
    return []
  }
}

/** What opens an order in this browser, if it was placed or opened here. */
export const accessTokenOf = (orderId: string): string | undefined =>
  rememberedOrders().find((order) => order.orderId === orderId)?.accessToken

/** Forgets them all: whoever comes next is somebody else. */
export function forgetOrders(): void {
  try {
    localStorage.removeItem(name)
  } catch {
    // Nothing was kept.
  }
}

const name = 'orders'
const keptMax = 20

const isRemembered = (order: unknown): order is RememberedOrder =>
  typeof order === 'object' &&
  order !== null &&
  ['orderId', 'number', 'accessToken'].every((key) => typeof Reflect.get(order, key) === 'string')
