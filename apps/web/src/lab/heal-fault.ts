import { failureCode } from '~/gateway'
import type { useGatewayClient } from '~/gateway-browser'

/** Ends a fault; one that has ended by itself, since its time was over, is healed too. */
export async function healFault(client: ReturnType<typeof useGatewayClient>, id: string): Promise<void> {
  try {
    await client.lab.healFault.mutate({ id })
  } catch (error) {
    if (failureCode(error) !== 'not_found') throw error
  }
}
