import type { CallerView } from '@switchyard/contracts/lab'

const places = Array.from({ length: 60 }, (_, place) => place)

/** A breaker as a switch that is shut, open or tried; 60 dots around it are the time until the next trial. */
export function BreakerDial({ breaker }: { breaker: CallerView['breaker'] }) {
  const { state, trialInMs, openMs } = breaker
  const left =
    state === 'open' && trialInMs !== null ? Math.min(60, Math.ceil((trialInMs / Math.max(1, openMs)) * 60)) : 0
  const { word, caption, arm } = looks[state]
  const words = state === 'open' && trialInMs !== null ? `trial in ${(trialInMs / 1_000).toFixed(1)} s` : caption
  return (
    <svg
      className="ring"
      data-s={state}
      viewBox="0 0 200 200"
      role="img"
      aria-label={`Circuit breaker ${word.toLowerCase()}, ${words}`}
    >
      {places.map((place) => (
        <circle key={place} className={place < left ? 'on' : 'no'} r={place < left ? 3.1 : 1} {...spot(place)} />
      ))}
      <g className="sw">
        <path d="M40 100h32M128 100h32" />
        <path className="arm" d={arm} />
        <circle cx="72" cy="100" r="4" />
        <circle cx="128" cy="100" r="4" />
      </g>
      <text x="100" y="136" textAnchor="middle" className="rt">
        {word}
      </text>
      <text x="100" y="154" textAnchor="middle" className="rs">
        {words}
      </text>
    </svg>
  )
}

const looks = {
  closed: { word: 'Closed', caption: 'calls pass', arm: 'M72 100L128 100' },
  open: { word: 'Open', caption: 'calls are refused', arm: 'M72 100L121 68' },
  'half-open': { word: 'Half-open', caption: 'one call is tried', arm: 'M72 100L127 86' },
}

/** Rounded: server and browser must agree on every digit. */
function spot(place: number) {
  const angle = (place / 60) * 2 * Math.PI - Math.PI / 2
  return { cx: Number((100 + 86 * Math.cos(angle)).toFixed(1)), cy: Number((100 + 86 * Math.sin(angle)).toFixed(1)) }
}
