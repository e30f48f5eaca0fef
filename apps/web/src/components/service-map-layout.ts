/** Where everything stands on the service map, wide and tall, from how many instances each box holds. */

/** The boxes of the map; instances are drawn inside those that have some. */
export type MapNode =
  | 'browsers'
  | 'ingress'
  | 'gateway'
  | 'web'
  | 'orders'
  | 'inventory'
  | 'payments'
  | 'queues'
  | 'postgres'
  | 'redis'

export interface PlacedNode {
  node: MapNode
  x: number
  y: number
  width: number
  height: number
}
interface PlacedEdge {
  from: MapNode
  to: MapNode
  /** A hint may be lost without harm; a call or a message may not. */
  hint: boolean
  path: string
}
export interface MapLayout {
  width: number
  height: number
  nodes: PlacedNode[]
  edges: PlacedEdge[]
}

/** Who speaks to whom. */
const edges: readonly { from: MapNode; to: MapNode; hint?: true }[] = [
  { from: 'browsers', to: 'ingress' },
  { from: 'ingress', to: 'gateway' },
  { from: 'ingress', to: 'web' },
  { from: 'gateway', to: 'orders' },
  { from: 'gateway', to: 'inventory' },
  { from: 'orders', to: 'inventory' },
  { from: 'orders', to: 'payments' },
  { from: 'orders', to: 'queues' },
  { from: 'orders', to: 'postgres' },
  { from: 'inventory', to: 'queues' },
  { from: 'inventory', to: 'postgres' },
  { from: 'inventory', to: 'redis', hint: true },
]

/** Columns from left to right, each centred on one line. */
export function wideLayout(instances: Partial<Record<MapNode, number>>): MapLayout {
  const columns: { x: number; width: number; nodes: MapNode[] }[] = [
    { x: 0, width: 104, nodes: ['browsers'] },
    { x: 152, width: 104, nodes: ['ingress'] },
    { x: 296, width: 168, nodes: ['gateway', 'web'] },
    { x: 506, width: 190, nodes: ['orders', 'inventory'] },
    { x: 760, width: 138, nodes: ['payments', 'queues', 'postgres', 'redis'] },
  ]
  const gap = 56
  const tallOf = (nodes: MapNode[]) =>
    nodes.reduce((sum, node) => sum + boxHeight(instances[node]), gap * (nodes.length - 1))
  const height = Math.max(...columns.map(({ nodes }) => tallOf(nodes)))
  const nodes = columns.flatMap(({ x, width, nodes: stack }) => {
    let y = (height - tallOf(stack)) / 2
    return stack.map((node) => {
      const placed = { node, x, y, width, height: boxHeight(instances[node]) }
      y += placed.height + gap
      return placed
    })
  })
  return { width: 898, height, nodes, edges: connect(nodes, 'wide') }
}

/** Two columns from top to bottom, for a phone. */
export function tallLayout(instances: Partial<Record<MapNode, number>>): MapLayout {
  const rows: [MapNode, MapNode][] = [
    ['browsers', 'ingress'],
    ['web', 'gateway'],
    ['orders', 'inventory'],
    ['payments', 'postgres'],
    ['queues', 'redis'],
  ]
  const gap = 52
  let y = 0
  const nodes = rows.flatMap(([left, right]) => {
    const heights = [boxHeight(instances[left]), boxHeight(instances[right])] as const
    const placed = [
      { node: left, x: 0, y, width: 168, height: heights[0] },
      { node: right, x: 192, y, width: 168, height: heights[1] },
    ]
    y += Math.max(...heights) + gap
    return placed
  })
  return { width: 360, height: y - gap, nodes, edges: connect(nodes, 'tall') }
}

/** A head of 52, or of 34 above rows of 28. */
const boxHeight = (instances = 0) => (instances === 0 ? 52 : 34 + instances * 28)

function connect(nodes: readonly PlacedNode[], shape: 'wide' | 'tall'): PlacedEdge[] {
  return edges.flatMap(({ from, to, hint = false }) => {
    const a = nodes.find(({ node }) => node === from)
    const b = nodes.find(({ node }) => node === to)
    return a && b ? [{ from, to, hint, path: pathBetween(a, b, shape) }] : []
  })
}

function pathBetween(a: PlacedNode, b: PlacedNode, shape: 'wide' | 'tall'): string {
  const beside = a.x + a.width <= b.x
  if (beside && (shape === 'wide' || a.y === b.y)) {
    const [y1, y2] = shape === 'wide' ? [a.y + a.height / 2, b.y + b.height / 2] : [a.y + 26, b.y + 26]
    const [x1, x2] = [a.x + a.width, b.x]
    const half = (x2 - x1) / 2
    return `M${x1} ${y1}C${x1 + half} ${y1} ${x2 - half} ${y2} ${x2} ${y2}`
  }
  const [x1, x2] = [a.x + a.width / 2, b.x + b.width / 2]
  const [y1, y2] = [a.y + a.height, b.y]
  const half = (y2 - y1) / 2
  return `M${x1} ${y1}C${x1} ${y1 + half} ${x2} ${y2 - half} ${x2} ${y2}`
}
