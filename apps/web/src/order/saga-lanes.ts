import type { OrderPath } from '@switchyard/contracts/storefront'
import type { LaneBar } from '~/components/lanes'

export interface SagaLanes {
  lanes: { name: string; bars: LaneBar[] }[]
  /** The end of the axis: milliseconds since the order was placed. */
  until: number
}

type Step = OrderPath['saga']['steps'][number]

/** The saga's steps as lanes, one a service, by their own recorded times. A step that has not begun has no place yet; one that is under way reaches to the end. */
export function sagaLanes({ placedAt, saga }: Pick<OrderPath, 'placedAt' | 'saga'>): SagaLanes {
  const zero = Date.parse(placedAt)
  const since = (instant: string) => Math.max(0, Date.parse(instant) - zero)
  const times = saga.steps.flatMap(({ startedAt, endedAt }) =>
    [startedAt, endedAt].flatMap((at) => (at ? [since(at)] : [])),
  )
  const until = Math.max(1, ...times)
  const bars = saga.steps.flatMap((step) => {
    if (!step.startedAt) return []
    const bar: LaneBar = {
      key: `${step.name}-${step.startedAt}`,
      label: labelOf(step),
      from: since(step.startedAt),
      to: step.endedAt ? since(step.endedAt) : until,
      state: looks[step.state],
    }
    return [{ service: step.service, bar }]
  })
  const services = [...new Set(bars.map(({ service }) => service))]
  return {
    until,
    lanes: services.map((name) => ({
      name,
      bars: bars.flatMap(({ service, bar }) => (service === name ? [bar] : [])),
    })),
  }
}

const looks: Record<Step['state'], LaneBar['state']> = {
  waiting: 'wait',
  running: 'now',
  done: 'done',
  refused: 'undo',
  undoing: 'now',
  undone: 'undo',
}

const labelOf = ({ name, state }: Step): string => (state === 'done' || state === 'running' ? name : `${name} ${state}`)
