import type { Price, PriceChange } from '@switchyard/contracts/inventory'
import { Failure } from '@switchyard/rpc/failure'
import type { Pool } from 'pg'
import type { z } from 'zod'

/** Sets what a SKU costs from now on, and hints at it so that copies of the old price end; an order keeps the price at which it was placed. Throws `not_found`. */
export async function changePrice(
  { sku, amount }: z.output<typeof PriceChange>,
  { pool, hint }: { pool: Pool; hint: (topic: 'price', slug: string) => void },
): Promise<Price> {
  const { rows } = await pool.query<{ slug: string }>('UPDATE variant SET price = $2 WHERE sku = $1 RETURNING slug', [
    sku,
    amount,
  ])
  const slug = rows[0]?.slug
  if (slug === undefined) throw new Failure('not_found', { detail: `There is no SKU "${sku}".` })
  hint('price', slug)
  return { sku, slug, price: { amount, currency: 'EUR' } }
}
