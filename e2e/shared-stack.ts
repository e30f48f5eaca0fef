import { openShop, sharedShop, shareShop } from './stack.ts'

/** Starts the stack that the *shared* project runs on, once for all workers; the answer takes it down. */
export default async function startSharedStack(): Promise<(() => Promise<void>) | undefined> {
  if (sharedShop()) return undefined
  const opened = await openShop()
  shareShop(opened.shop)
  return async () => opened[Symbol.asyncDispose]()
}
