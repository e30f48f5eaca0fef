import { randomBytes } from 'node:crypto'

/** Continues a W3C trace, or begins one: `00-<trace>-<span>-01`. A malformed header begins a new trace, as the standard asks. */
export function continueTrace(
  traceparent: string | undefined,
  random: (bytes: number) => Buffer = randomBytes,
): string {
  const trace = /^00-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}$/.exec(traceparent ?? '')?.[1]
  const known = trace && !/^0+$/.test(trace) ? trace : random(16).toString('hex')
  return `00-${known}-${random(8).toString('hex')}-01`
}
