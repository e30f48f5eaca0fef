import type { ReactNode } from 'react'
import { editionDots } from './edition-dots'

interface EditionMeterProps {
  edition: number
  /** `null`: not known, drawn as such. */
  available: number | null
  /** Set aside for orders that are being paid for. */
  held?: number
  /** Beside the count; default: how many are being paid for. */
  aside?: ReactNode
}

/** An edition as dots, one a print, 50 a row: large is left, a ring is being paid for, small is sold, dashed is not known. */
export function EditionMeter({ edition, available, held = 0, aside }: EditionMeterProps) {
  const { dots, perDot } = editionDots({ edition, available, held })
  const rows = Math.ceil(dots.length / 50)
  const words = available === null ? 'Stock unknown' : `${available} of ${edition} left`
  return (
    <div className="em">
      <svg viewBox={`0 0 300 ${rows * 6}`} role="img" aria-label={words}>
        {dots.map((kind, index) => (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: a dot is its place
            key={index}
            className={kind}
            cx={3 + (index % 50) * 6}
            cy={3 + Math.floor(index / 50) * 6}
            r={radius[kind]}
          />
        ))}
      </svg>
      <div className="em-line">
        <Count edition={edition} available={available} held={held} />
        <span className="dimmer">{aside ?? <Held held={held} />}</span>
      </div>
      {perDot > 1 && <span className="cap">1 dot = {perDot} prints</span>}
    </div>
  )
}

const radius = { l: 2.1, h: 1.7, s: 0.95, u: 1.7 }

function Count({ edition, available, held }: { edition: number; available: number | null; held: number }) {
  if (available === null) {
    return (
      <span>
        How many are left: <b>not known</b>
      </span>
    )
  }
  if (available === 0 && held === 0) {
    return (
      <span>
        <b className="num">{edition}</b> of <span className="num">{edition}</span> sold
      </span>
    )
  }
  return (
    <span>
      <b className="num">{available}</b> of <span className="num">{edition}</span> left
    </span>
  )
}

const Held = ({ held }: { held: number }) =>
  held > 0 && (
    <>
      <span className="num">{held}</span> being paid for now
    </>
  )
