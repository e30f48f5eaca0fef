import type { Entry } from '../discovery.ts'

/** What an instance of orders says of itself. */
export const entryOf = (instanceId: string, over: Partial<Entry> = {}): Entry => ({
  service: 'orders',
  instanceId,
  address: `${instanceId}:1`,
  version: '1',
  zone: 'a',
  weight: 1,
  startedAtMs: 0,
  ...over,
})
