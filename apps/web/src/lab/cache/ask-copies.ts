import type { Copied } from './copied'
import { readCopyNotes } from './copy-notes'

/** So many ask at once: four requests, which leave a browser a connection, of five questions each. */
const crowd = { requests: 4, questions: 5 } as const

/** The print whose price goes up and down here. */
const pricedPrint = { slug: 'atrium-no-21', sku: 'atrium-no-21-a1' } as const

/** Has a crowd ask for the same page of the catalogue at once; `terms` of the lab go past the cache. */
export async function askAsCrowd(maxPrice: number, terms?: string): Promise<Copied[]> {
  const names = Array.from({ length: crowd.questions }, () => 'products.list').join(',')
  const inputs = Array.from({ length: crowd.questions }, () => ({ maxPrice, limit: 3 }))
  const path = `/trpc/v2/${names}?batch=1&input=${encodeURIComponent(JSON.stringify({ ...inputs }))}`
  const requests = Array.from({ length: crowd.requests }, () => ask(path, terms ? { 'x-lab-scope': terms } : {}))
  return (await Promise.all(requests)).map(({ copied }) => copied)
}

/** Looks at a print's page: what became of its parts, and what the size costs whose price is changed here. */
export async function lookAtPrint(): Promise<{ copied: Copied; amount: number }> {
  const { copied, body } = await ask(`/api/v2/products/${pricedPrint.slug}`)
  const { variants } = body as { variants: { sku: string; price: { amount: number } }[] }
  return { copied, amount: variants.find(({ sku }) => sku === pricedPrint.sku)?.price.amount ?? Number.NaN }
}

/** Changes the price as staff do. */
export async function changePrice(amount: number, badge: string): Promise<void> {
  const reply = await fetch(`/api/v2/prices/${pricedPrint.sku}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', 'x-staff-badge': badge },
    body: JSON.stringify({ amount }),
  })
  if (!reply.ok) throw new Error(`the price was not changed (${reply.status})`)
}

async function ask(path: string, headers: Record<string, string> = {}): Promise<{ copied: Copied; body: unknown }> {
  const start = performance.now()
  const reply = await fetch(path, { cache: 'no-store', headers })
  const body: unknown = await reply.json()
  const header = (name: string) => reply.headers.get(name)
  if (!reply.ok) throw new Error(`the gateway answered ${reply.status}`)
  const [cacheStatus, age] = [header('cache-status'), header('age')]
  const copied = {
    ...{ status: reply.status, ms: performance.now() - start, cacheStatus, notes: readCopyNotes(cacheStatus) },
    calls: (header('x-service-calls') ?? '').split(', ').filter((call) => call !== ''),
    ageS: age === null ? null : Number(age),
  }
  return { copied, body }
}
