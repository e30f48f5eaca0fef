/** The protocols in which the shop says the same. */
export const protocols = ['tRPC', 'REST', 'GraphQL'] as const
export type ProtocolName = (typeof protocols)[number]

/** One call over one protocol: what was sent, and what came back. */
export interface Way {
  protocol: ProtocolName
  /** Method and address, and the body if there was one. */
  request: string
  status: number
  /** The failure's, the same in every protocol; null when there was none. */
  code: string | null
  /** Of the answer's body. */
  bytes: number
  ms: number
  /** What the gateway asked of services for it, as its header tells; null when it does not. */
  calls: readonly string[] | null
  reply: string
  /** The print's title and sizes, or whatever else all three must agree on. */
  gist: string | null
}

/** Whether all three were answered, and agree. */
export const agree = (ways: readonly Way[]): boolean =>
  ways.length === protocols.length && ways.every(({ gist }) => gist !== null && gist === ways[0]?.gist)

/** The one code with which all three were refused; null when they were not. */
export function sameCode(ways: readonly Way[]): string | null {
  const [first] = ways
  if (ways.length < protocols.length || !first?.code) return null
  return ways.every(({ code }) => code === first.code) ? first.code : null
}
