import { z } from 'zod'
import { type Ask, meaningOf, told } from './http.ts'

/** Money that moved, as the payment provider has it; `amount` in cents. */
export const LedgerEntry = z.object({
  entryId: z.string(),
  kind: z.enum(['charge', 'refund']),
  orderId: z.string(),
  amount: z.int(),
  currency: z.string(),
})
export type LedgerEntry = z.infer<typeof LedgerEntry>

const Page = z.object({ entries: z.array(LedgerEntry), nextCursor: z.string().nullable() })

/** Reads the provider's own books, all pages; throws when they cannot be read. */
export async function readLedger({
  url,
  token,
  ask,
}: {
  url: string
  token: string
  ask: Ask
}): Promise<LedgerEntry[]> {
  const entries: LedgerEntry[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const answer = await ask(cursor === '' ? url : `${url}?cursor=${encodeURIComponent(cursor)}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    const page = Page.safeParse(meaningOf(answer))
    if (!page.success) throw new Error(`the ledger cannot be read: ${told(answer)}`)
    entries.push(...page.data.entries)
    cursor = page.data.nextCursor
  }
  return entries
}
