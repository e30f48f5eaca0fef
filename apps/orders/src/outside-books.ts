import type { Books } from '@switchyard/checker/check'
import type { inventory } from '@switchyard/contracts/inventory'
import { type connect, systemScope } from '@switchyard/rpc/connect'
import type { CallContext, CallScope } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import { request } from 'undici'
import { z } from 'zod'

/** The books of others that the checker holds ours against. */
export type OutsideBooks = Omit<Books, 'orders'>

const Entry = z.object({
  entryId: z.string(),
  kind: z.enum(['charge', 'refund']),
  orderId: z.string(),
  amount: z.int(),
  idempotencyKey: z.string(),
})
const Page = z.object({ entries: z.array(Entry), nextCursor: z.string().nullable() })

const askMs = 10_000
const ledgerMs = 5_000

/** The stock room's books over rpc, and the payment provider's ledger over HTTP. */
export function outsideBooks({
  inventoryFor,
  ledger,
  clock,
}: {
  inventoryFor: (scope: CallScope | CallContext) => ReturnType<ReturnType<typeof connect<typeof inventory>>>
  ledger: { url: string; token: string }
  clock: Clock
}): OutsideBooks {
  const stockroom = () => inventoryFor(systemScope({ clock, deadlineMs: askMs }))
  return {
    stockroom: (range) => stockroom().facts.query(range),
    piles: () => stockroom().pileFacts.query({}),
    ledger: (sinceMs) => readLedger(ledger, sinceMs),
  }
}

async function readLedger({ url, token }: { url: string; token: string }, sinceMs: number) {
  const entries: z.infer<typeof Entry>[] = []
  const since = new Date(sinceMs).toISOString()
  for (let cursor: string | null = '0'; cursor !== null; ) {
    const page: z.infer<typeof Page> = await readPage(new URL(`/ledger?since=${since}&cursor=${cursor}`, url), token)
    entries.push(...page.entries)
    cursor = page.nextCursor
  }
  return entries
}

async function readPage(url: URL, token: string): Promise<z.infer<typeof Page>> {
  const { statusCode, body } = await request(url, {
    headers: { authorization: `Bearer ${token}` },
    signal: AbortSignal.timeout(ledgerMs),
  })
  if (statusCode === 200) return Page.parse(await body.json())
  await body.dump()
  throw new Error(`the payment provider's ledger answered ${statusCode}`)
}
