import type { Bucket, Standing } from './gcra.ts'

/** `RateLimit-Policy` and `RateLimit` (draft-ietf-httpapi-ratelimit-headers): every limit that holds, and how the tightest of them stands. */
export function limitHeaders(buckets: readonly Bucket[], standings: readonly Standing[]): Record<string, string> {
  const policies = buckets.map(({ name, perMinute }) => `"${name}";q=${perMinute};w=60`).join(', ')
  const tightest = standings.toSorted((a, b) => b.waitMs - a.waitMs || a.left - b.left)[0]
  if (!tightest) return {}
  const { bucket, left, fullInMs, waitMs } = tightest
  const seconds = Math.ceil((waitMs || fullInMs) / 1_000)
  return { 'ratelimit-policy': policies, ratelimit: `"${bucket.name}";r=${waitMs > 0 ? 0 : left};t=${seconds}` }
}
