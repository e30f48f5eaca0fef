import type { inventory } from '@switchyard/contracts/inventory'
import type { Rehearsal } from '@switchyard/rpc/rehearse'

/** What the shop's pages ask of an instance first: its catalogue by hand-written SQL, its stock by Prisma, whose engine takes a fifth of a second to load. */
export const rehearsal: Rehearsal<typeof inventory> = {
  listPrints: {},
  printBySlug: { slug: 'first-light' },
  printsBySlugs: { slugs: ['first-light'] },
  stockOfPrint: { slug: 'first-light' },
  stockOfPrints: { slugs: ['first-light'] },
  stockBySku: { sku: 'first-light-a2' },
  quote: { skus: ['first-light-a2'] },
}
