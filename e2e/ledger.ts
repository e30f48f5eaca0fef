import { z } from 'zod'
import { ask, expectStatus } from './rest.ts'
import type { RunningShop } from './stack.ts'

const Entry = z.object({
  entryId: z.string(),
  kind: z.enum(['charge', 'refund']),
  orderId: z.string(),
  amount: z.int(),
  currency: z.string(),
  idempotencyKey: z.string(),
})
const Page = z.object({ entries: z.array(Entry), nextCursor: z.string().nullable() })

/** The payment provider's own books: the money that really moved. */
export type Ledger = ReturnType<typeof openLedger>

/** Opens the books for reading. */
export function openLedger({ paymentsLedgerUrl, paymentsToken }: RunningShop) {
  const entries = async () => {
    const all: z.infer<typeof Entry>[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const answer = ask(`${paymentsLedgerUrl}${cursor && `?cursor=${encodeURIComponent(cursor)}`}`, {
        headers: { authorization: `Bearer ${paymentsToken}` },
      })
      const page: z.infer<typeof Page> = Page.parse((await expectStatus(answer, 200)).body)
      all.push(...page.entries)
      cursor = page.nextCursor
    }
    return all
  }
  return {
    entries,
    /** What was charged (+) and given back (−) for an order, oldest first, in cents. */
    movesOf: async (orderId: string): Promise<number[]> =>
      (await entries())
        .filter((entry) => entry.orderId === orderId)
        .map(({ kind, amount }) => (kind === 'charge' ? amount : -amount)),
  }
}
