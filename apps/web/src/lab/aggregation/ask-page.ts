import { readServiceTimes, type ServiceTime } from './service-times'

/** One request of the browser, and what became of it behind the gateway. */
export interface Asked {
  what: 'page' | 'batch'
  /** The operations of the public contract that it asked for. */
  operations: readonly string[]
  status: number
  ms: number
  times: readonly ServiceTime[]
  /** Parts that could not be had. */
  degraded: readonly string[]
}

const slug = 'contour-no-2'
const wanted = {
  page: { operations: ['products.bySlug'], inputs: [{ slug }] },
  batch: {
    operations: ['products.list', 'products.bySlug', 'cart.get'],
    inputs: [{ limit: 12 }, { slug: 'first-light' }, {}],
  },
} as const

/** Asks for a print’s page, or for all that home and the bag show, in one request; under this visitor’s terms no part comes from a copy. */
export async function askPage(what: Asked['what'], terms: string): Promise<Asked> {
  const { operations, inputs } = wanted[what]
  const path = `/trpc/v2/${operations.join(',')}?batch=1&input=${encodeURIComponent(JSON.stringify({ ...inputs }))}`
  const start = performance.now()
  const reply = await fetch(path, { cache: 'no-store', headers: { 'x-lab-scope': terms } })
  const answers: unknown = await reply.json()
  const data = Array.isArray(answers) ? answers.map((answer) => Object(answer).result?.data) : []
  return {
    ...{ what, operations, status: reply.status, ms: performance.now() - start },
    times: readServiceTimes(reply.headers.get('server-timing')),
    degraded: [...new Set(data.flatMap((one) => Object(one).degraded ?? []))],
  }
}
