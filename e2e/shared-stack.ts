import { openShop, sharedShop, shareShop } from './stack.ts'

/** How long an order holds its prints there: longer than any bank that answers needs, and short enough to wait for. */
const holdMs = 30_000

/** Starts the stack that the *shared* project runs on, once for all workers; the answer takes it down. */
export default async function startSharedStack(): Promise<(() => Promise<void>) | undefined> {
  if (sharedShop()) return undefined
  const opened = await openShop({ RESERVATION_TTL_MS: String(holdMs) })
  shareShop(opened.shop)
  return async () => opened[Symbol.asyncDispose]()
}
