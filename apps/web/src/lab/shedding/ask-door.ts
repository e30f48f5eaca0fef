/** One request of this page, and what came of it. */
export interface AtDoor {
  number: number
  what: 'browse' | 'checkout'
  status: number
  /** The code of the failure, if it was one. */
  code: string | null
  ms: number
  retryAfterS: number | null
}

const paths = { browse: '/api/v2/stock/ridge-no-8-a3', checkout: '/api/v2/cart' } as const

/** Comes to the gateway's door as any client would: to look at a print's stock, or into the bag, which belongs to checkout. */
export async function askDoor(what: AtDoor['what']): Promise<Omit<AtDoor, 'number'>> {
  const start = performance.now()
  const reply = await fetch(paths[what], { cache: 'no-store' })
  const text = await reply.text()
  const retryAfter = reply.headers.get('retry-after')
  return {
    ...{ what, status: reply.status, ms: performance.now() - start },
    code: /"code":"(\w+)"/.exec(text)?.[1] ?? null,
    retryAfterS: retryAfter === null ? null : Number(retryAfter),
  }
}

/** Whether the door refused it. */
export const isShed = ({ code }: AtDoor): boolean => code === 'overloaded'
