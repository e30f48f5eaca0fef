/** The states that the host knows of an instance. */
export type InstanceState = 'starting' | 'ready' | 'draining' | 'frozen' | 'dead'

/** An instance's state as a shape inside an SVG, the same shapes as StateDot: full, half, triangle, bars, hollow. */
export function InstanceMark({ state, x, y }: { state: InstanceState; x: number; y: number }) {
  switch (state) {
    case 'ready':
      return <circle className="on" cx={x} cy={y} r="4" />
    case 'starting':
      return (
        <>
          <circle className="st-o" cx={x} cy={y} r="3.6" />
          <path className="st-h" d={`M${x} ${y - 3.6}a3.6 3.6 0 0 0 0 7.2z`} />
        </>
      )
    case 'draining':
      return <path className="dr" d={`M${x} ${y - 4.4}l4.6 8.4h-9.2z`} />
    case 'frozen':
      return <path className="fz" d={`M${x - 3.6} ${y - 4}h2.4v8h-2.4zM${x + 1.2} ${y - 4}h2.4v8h-2.4z`} />
    case 'dead':
      return <circle className="off" cx={x} cy={y} r="3.6" />
  }
}
