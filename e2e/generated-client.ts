import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Order, PlacedOrder, PlaceOrder } from '@switchyard/contracts/orders'
import { generate, HttpClient } from 'openapi-typescript-codegen'
import type { RunningShop } from './stack.ts'

/** What a test asks of a generated client: its operations are named by the document alone. */
interface Generated {
  orders: {
    ordersPlace(call: { idempotencyKey: string; requestBody: PlaceOrder }): Promise<PlacedOrder>
    ordersById(call: { orderId: string }): Promise<Order>
    ordersCancel(call: { orderId: string; idempotencyKey: string }): Promise<{ status: string }>
  }
}

/** A client that a public generator writes from a version's document, in a folder that it may fill. */
export async function generatedClient(
  { gateway, apiKey }: RunningShop,
  version: string,
  folder: string,
): Promise<Generated> {
  const base = `${gateway}/api/${version}`
  const document = await (await fetch(`${base}/openapi.json`)).json()
  await generate({
    input: document,
    output: folder,
    clientName: 'Halftone',
    httpClient: HttpClient.FETCH,
    useOptions: true,
  })
  const { Halftone } = await import(pathToFileURL(join(folder, 'index.ts')).href)
  return new Halftone({ BASE: base, TOKEN: apiKey })
}
