import type { Goal } from '../goals'
import type { Asked } from './ask-page'
import { wereAtOnce } from './service-times'

/** What this page has asked for, oldest first, and the routing table as far as it is known. */
export interface AggregationStory {
  asked: readonly Asked[]
  /** How many operations the gateway serves. */
  routes: number | null
}

const isWhole = ({ what, status, degraded }: Asked) => what === 'page' && status === 200 && degraded.length === 0
const lacksSales = ({ what, status, degraded }: Asked) =>
  what === 'page' && status === 200 && degraded.join() === 'sales'

/** What there is to see on this page. */
export function aggregationGoals({ asked, routes }: AggregationStory): Goal[] {
  const fanned = asked.find((one) => isWhole(one) && one.times.length === 3 && wereAtOnce(one.times))
  const batch = asked.find(({ what, status, operations, times }) => {
    return what === 'batch' && status === 200 && times.length > operations.length
  })
  const without = asked.findIndex(lacksSales)
  const slowest = asked[without]?.ms
  return [
    {
      key: 'fan',
      text: 'Open a print’s page: one call of yours, three to two services, all at once',
      seen: fanned !== undefined,
      figure: fanned ? `${Math.round(fanned.ms)} ms in all` : undefined,
    },
    {
      key: 'batch',
      text: 'Ask for home and the bag in one request',
      seen: batch !== undefined,
      figure: batch ? `1 request, ${batch.times.length} calls to services` : undefined,
    },
    {
      key: 'without',
      text: 'Let the sales hang, and be given the page all the same, with what is missing named',
      seen: without >= 0,
      figure: slowest === undefined ? undefined : `after ${Math.round(slowest)} ms`,
    },
    {
      key: 'whole',
      text: 'Heal it, and be given the whole page again',
      seen: without >= 0 && asked.slice(without).some(isWhole),
    },
    {
      key: 'routes',
      text: 'Read the gateway’s routing table: it is the contract’s list of operations',
      seen: routes !== null && routes > 0,
      figure: routes === null ? undefined : `${routes} operations`,
    },
  ]
}

/** What became of the page while sales hung; `null` until it was seen. */
export function whatCameWithoutSales(asked: readonly Asked[]): 'partial' | 'fails' | null {
  const hurt = asked.find(({ what, times }) => what === 'page' && times.some(({ failed }) => failed))
  if (!hurt) return null
  return hurt.status === 200 ? 'partial' : 'fails'
}
