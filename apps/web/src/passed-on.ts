const carried = ['cookie', 'x-request-id', 'traceparent', 'x-visitor'] as const

/** What travels on to the gateway from the visitor's request: who it is, and which request this is part of. */
export const passedOn = (from: Headers): Record<string, string> =>
  Object.fromEntries(carried.flatMap((name) => (from.has(name) ? [[name, from.get(name) ?? '']] : [])))
