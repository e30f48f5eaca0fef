import type { QueueCounts } from '@switchyard/contracts/trail'
import { InstanceMark, type InstanceState } from './instance-mark'
import { type MapLayout, type MapNode, type PlacedNode, tallLayout, wideLayout } from './service-map-layout'

export interface MapInstance {
  id: string
  state: InstanceState
}

interface ServiceMapProps {
  /** The instances of each box, as the host tells them. */
  instances: Partial<Record<MapNode, readonly MapInstance[]>>
  /** The small line in a box, e.g. a port. */
  captions?: Partial<Record<MapNode, string>>
  /** `null`: not known. */
  queues: readonly QueueCounts[] | null
}

/** The running system as boxes, instances and who speaks to whom; wide on a desk, tall on a phone. Plain data in, so that whoever holds the data decides when it is drawn. */
export function ServiceMap(props: ServiceMapProps) {
  const counts = Object.fromEntries(Object.entries(props.instances).map(([node, list]) => [node, list.length]))
  return (
    <>
      <MapPicture {...props} layout={wideLayout(counts)} shape="wide" />
      <MapPicture {...props} layout={tallLayout(counts)} shape="tall" />
    </>
  )
}

function MapPicture({ layout, shape, ...props }: ServiceMapProps & { layout: MapLayout; shape: 'wide' | 'tall' }) {
  return (
    <svg
      className={`map ${shape}`}
      viewBox={`-2 -2 ${layout.width + 4} ${layout.height + 4}`}
      role="img"
      aria-label={`Service map: ${inWords(props.instances)}`}
    >
      {layout.edges.map(({ from, to, hint, path }) => (
        <path key={`${from}-${to}`} className={hint ? 'e hint' : 'e'} data-ends={`${from} ${to}`} d={path} />
      ))}
      {layout.nodes.map((placed) => (
        <MapBox
          key={placed.node}
          placed={placed}
          instances={props.instances[placed.node] ?? []}
          caption={props.captions?.[placed.node]}
          queues={placed.node === 'queues' ? props.queues : null}
        />
      ))}
    </svg>
  )
}

interface MapBoxProps {
  placed: PlacedNode
  instances: readonly MapInstance[]
  caption: string | undefined
  queues: readonly QueueCounts[] | null
}

function MapBox({ placed: { node, x, y, width, height }, instances, caption, queues }: MapBoxProps) {
  const ready = instances.filter(({ state }) => state === 'ready').length
  return (
    <g className="node" data-node={node}>
      <rect x={x} y={y} width={width} height={height} />
      <text className="t" x={x + 12} y={y + 22}>
        {node}
      </text>
      {instances.length > 0 && (
        <text className="s" x={x + width - 12} y={y + 22} textAnchor="end">
          {ready} of {instances.length}
        </text>
      )}
      {instances.length === 0 && caption && (
        <text className="s" x={x + 12} y={y + 40}>
          {caption}
        </text>
      )}
      {queues && <Jobs queues={queues} x={x + width - 12} y={y + 18} />}
      {instances.map(({ id, state }, row) => (
        <g key={id} className={state === 'dead' ? 'i off' : 'i'}>
          <path d={`M${x} ${y + 34 + row * 28}h${width}`} />
          <InstanceMark state={state} x={x + 16} y={y + 48 + row * 28} />
          <text x={x + 28} y={y + 52.5 + row * 28}>
            {id}
          </text>
          {state !== 'ready' && (
            <text className="s" x={x + width - 12} y={y + 52.5 + row * 28} textAnchor="end">
              {shortly[state]}
            </text>
          )}
        </g>
      ))}
    </g>
  )
}

/** Short enough to stand beside the longest id, also on a phone. */
const shortly = { starting: 'start', ready: '', draining: 'drain', frozen: 'frozen', dead: 'dead' }

/** Up to six jobs as dots, from the right: full is at work or waiting, hollow is delayed. The queues' own strip has all of them. */
function Jobs({ queues, x, y }: { queues: readonly QueueCounts[]; x: number; y: number }) {
  const now = queues.reduce((sum, queue) => sum + queue.active + queue.waiting, 0)
  const later = queues.reduce((sum, queue) => sum + queue.delayed, 0)
  const dots = [...Array.from({ length: now }, () => 'jb'), ...Array.from({ length: later }, () => 'jo')].slice(0, 6)
  return dots.map((kind, place) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
    <circle key={place} className={kind} cx={x - place * 9} cy={y} r="2.6" />
  ))
}

function inWords(instances: ServiceMapProps['instances']): string {
  const parts = Object.entries(instances).map(([node, list]) => {
    const faults = list.filter(({ state }) => state !== 'ready').map(({ id, state }) => `${id} is ${state}`)
    return [`${list.length - faults.length} of ${list.length} ${node} ready`, ...faults].join(', ')
  })
  return parts.join('; ') || 'not known'
}
