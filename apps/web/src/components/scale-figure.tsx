import type { Size } from '@switchyard/contracts/values'
import { sheets, sizeName } from '~/size'

/** The chosen size beside a visitor of 170 cm, true to scale: 1 unit = 1 cm, hung with its centre at 150 cm from the floor. */
export function ScaleFigure({ size, sizes }: { size: Size; sizes: readonly Size[] }) {
  const order = [...sizes].sort((a, b) => sheets[b].height - sheets[a].height)
  return (
    <svg
      className="sf"
      viewBox="0 0 176 186"
      role="img"
      aria-label={`True to scale: the ${sizeName(size)} print beside a visitor of 170 cm`}
    >
      <path className="v" transform="translate(118 14)" d={visitor} />
      {order.map((one) => (
        <rect key={one} className={rectClass(one, size)} {...place(one)} />
      ))}
      <text x="51" y="94" textAnchor="middle">
        {[...order].reverse().map(sizeName).join(' ')}
      </text>
      <text x="148" y="8" textAnchor="middle">
        170 cm
      </text>
    </svg>
  )
}

const centre = { x: 51, y: 36 }

function place(size: Size) {
  const { width, height } = sheets[size]
  return { x: centre.x - width / 2, y: centre.y - height / 2, width, height }
}

/** Chosen: filled. Smaller ones lie on the ink, larger ones around it. */
function rectClass(one: Size, chosen: Size): string {
  if (one === chosen) return 'f'
  return sheets[one].height < sheets[chosen].height ? 'o in-ink' : 'o'
}

const visitor =
  'M30 2c6 0 10 5 10 11s-3 10-4 12c0 3 2 4 6 6 6 2 9 6 10 14l3 40c0 3-5 3-6 0l-5-26-2 28 2 32-1 46c0 4-8 4-9 0l-4-52-4 52c-1 4-9 4-9 0l-1-46 2-32-2-28-5 26c-1 3-6 3-6 0l3-40c1-8 4-12 10-14 4-2 6-3 6-6-1-2-4-6-4-12S24 2 30 2z'
