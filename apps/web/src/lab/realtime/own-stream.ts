import type { TimelineEntry } from '@switchyard/contracts/orders'
import { gatewayPath } from '~/gateway'

/** What comes of it, event by event. */
interface Heard {
  /** It stands; after a break the browser opens it again by itself. */
  opened(): void
  told(entry: TimelineEntry): void
  heartbeat(): void
  failed(): void
}

/**
 * Opens `live.follow` for one order after the last number seen, as the shop's own client does, but where each event can be seen: what
 * it tells, its heartbeats, and every opening. The answer cuts it.
 */
export function openOwnStream(
  access: { orderId: string; accessToken: string },
  lastSeq: number,
  heard: Heard,
): () => void {
  const input = { orders: [access], lastEventId: `${lastSeq}` }
  const source = new EventSource(`${gatewayPath}/live.follow?input=${encodeURIComponent(JSON.stringify(input))}`)
  source.addEventListener('connected', () => heard.opened())
  source.addEventListener('ping', () => heard.heartbeat())
  // Nothing more is told of this order, ever.
  source.addEventListener('return', () => source.close())
  source.addEventListener('serialized-error', () => {
    source.close()
    heard.failed()
  })
  // A break it mends by itself; a refusal it does not.
  source.addEventListener('error', () => {
    if (source.readyState === EventSource.CLOSED) heard.failed()
  })
  source.addEventListener('message', ({ data }: MessageEvent<string>) => {
    const { order } = JSON.parse(data) as { order: { entry: TimelineEntry | null } | null }
    if (order?.entry) heard.told(order.entry)
  })
  return () => source.close()
}
