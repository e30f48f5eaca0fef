interface SealProps {
  /** Steps done, 0 to `steps`. */
  done: number
  steps?: number
  /** Whether the next step is being worked on. */
  working?: boolean
  /** Inside: the state in the house's voice, or the number of the print in the works' voice. */
  title: string
  caption: string
  voice?: 'house' | 'works'
}

/** Three rings of 72 dots that fill clockwise, a share for each step that is done: the order's seal. */
export function Seal({ done, steps = 4, working = false, title, caption, voice = 'house' }: SealProps) {
  const share = 72 / steps
  return (
    <svg
      className="seal"
      viewBox="0 0 220 220"
      role="img"
      aria-label={`${done} of ${steps} steps done: ${title}, ${caption}`}
    >
      {rings.map((ring, row) =>
        places.map((place) => {
          const kind = place < done * share ? 'on' : working && place < (done + 1) * share ? 'now' : 'no'
          return <circle key={`${ring.at}-${place}`} className={kind} {...spot(place, row, ring.at)} r={ring[kind]} />
        }),
      )}
      <text className={voices(voice, title)} x="110" y="112" textAnchor="middle">
        {title}
      </text>
      <text className="seal-c" x="110" y="134" textAnchor="middle">
        {caption}
      </text>
    </svg>
  )
}

/** A long word stands smaller, so that it keeps clear of the dots. */
const voices = (voice: 'house' | 'works', title: string) =>
  voice === 'works' ? 'seal-w' : title.length > 8 ? 'seal-h seal-l' : 'seal-h'

const rings = [
  { at: 92, on: 3.2, now: 2.1, no: 1.1 },
  { at: 84, on: 2.45, now: 1.6, no: 0.9 },
  { at: 76, on: 1.7, now: 1.1, no: 0.7 },
]
const places = Array.from({ length: 72 }, (_, place) => place)

/** The middle ring is turned by half a dot, so that the three stand like a screen. Rounded: server and browser must agree on every digit. */
function spot(place: number, row: number, at: number) {
  const angle = ((place + (row === 1 ? 0.5 : 0)) / 72) * 2 * Math.PI - Math.PI / 2
  return { cx: Number((110 + at * Math.cos(angle)).toFixed(1)), cy: Number((110 + at * Math.sin(angle)).toFixed(1)) }
}
