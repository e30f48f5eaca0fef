import type { FaultRequest } from '@switchyard/contracts/lab'
import type { PlaceOrder } from '@switchyard/contracts/orders'
import type { useGatewayClient } from '~/gateway-browser'

interface CancelHurtOptions {
  order: PlaceOrder
  /** What is hurt once the order is confirmed. */
  harmTo: (orderId: string) => FaultRequest
  /** Told what is being done right now. */
  step: (words: string) => void
}

/** Orders a print, hurts what will tell of its end, and cancels the order. */
export async function cancelHurt(
  client: ReturnType<typeof useGatewayClient>,
  { order, harmTo, step }: CancelHurtOptions,
): Promise<{ orderId: string; accessToken: string; faultId: string }> {
  step('Ordering a print')
  const { orderId, accessToken } = await client.orders.place.mutate(order)
  step('Waiting until it is confirmed')
  await settled(async () => (await client.orders.byId.query({ orderId, accessToken })).status)
  step('Cancelling it')
  const { id: faultId } = await client.lab.injectFault.mutate(harmTo(orderId))
  await client.orders.cancel.mutate({ orderId, accessToken })
  return { orderId, accessToken, faultId }
}

const everyMs = 250
const triesMax = 120

/** Resolves once an order waits for nothing any more. */
async function settled(statusOf: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < triesMax; tries++) {
    if (!['pending', 'reserved', 'paid'].includes(await statusOf())) return
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}
