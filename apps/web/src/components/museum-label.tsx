import type { PrintCard } from '@switchyard/contracts/inventory'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { collectionName } from '~/collection'
import { formatMoney } from '~/money'
import { printPath } from '~/paths'
import { SmallMeter } from './small-meter'
import { StateDot } from './state-dot'

type Labelled = Pick<PrintCard, 'slug' | 'title' | 'collection' | 'price' | 'sizes' | 'edition' | 'available'>

/** The label below a work that is for sale; its title's link covers the whole tile. Not fetched ahead: a wall of prints would ask the gateway for every one. */
export function MuseumLabel({ print, level: Heading = 'h3' }: { print: Labelled; level?: 'h2' | 'h3' }) {
  return (
    <div className="ml">
      <Heading>
        <Link href={printPath(print.slug)} prefetch={false}>
          {print.title}
        </Link>
      </Heading>
      <span>{collectionName(print.collection)}</span>
      <span className="p">
        <span className="nowrap">
          {print.sizes.length > 1 && 'from '}
          <span className="num">{formatMoney(print.price)}</span>
        </span>
        <Left edition={print.edition} available={print.available} />
      </span>
    </div>
  )
}

/** A label on its own plate, as beside the work in the hero: title, lines, and what is left. */
export function Plate({ title, lines, children }: { title: string; lines: string[]; children?: ReactNode }) {
  return (
    <div className="ml plate">
      <span className="t">{title}</span>
      {lines.map((line) => (
        <span key={line}>{line}</span>
      ))}
      {children && <span className="p plate-p">{children}</span>}
    </div>
  )
}

/** What is left of a print in a list: a small meter, the red dot, or that it is not known. */
export function Left({ edition, available }: { edition: number; available: number | null }) {
  if (available === null) return <span className="dimmer">stock unknown</span>
  if (available === 0) return <StateDot state="sold">Sold out</StateDot>
  return <SmallMeter edition={edition} available={available} />
}
