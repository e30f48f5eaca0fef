/** One request of this page, with what the gateway's headers said of the limit. */
export interface Asked {
  number: number
  /** When it was answered, by this browser's clock. */
  at: number
  status: number
  ms: number
  /** `RateLimit-Policy`, word for word. */
  policy: string | null
  /** `RateLimit`, word for word. */
  limit: string | null
  retryAfterS: number | null
}

/** Whose limit was the tightest, how much of it may be asked at once now, and in how many seconds that changes. */
export interface LimitLeft {
  name: string
  left: number
  seconds: number
}

/** Reads `"guest";r=42;t=17`; `null` for what is no such header. */
export function readLimit(header: string | null): LimitLeft | null {
  const [, name, left, seconds] = /^"([\w-]+)";r=(\d+);t=(\d+)$/.exec(header ?? '') ?? []
  return name ? { name, left: Number(left), seconds: Number(seconds) } : null
}

/** How much a policy allows in a minute, of `"guest";q=300;w=60, "address";q=1200;w=60`. */
export function quotaOf(policy: string | null, name: string): number | null {
  const quota = new RegExp(`"${name}";q=(\\d+)`).exec(policy ?? '')?.[1]
  return quota === undefined ? null : Number(quota)
}
