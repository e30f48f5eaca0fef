import Link from 'next/link'
import { mouldOf, PrintFrame } from '~/components/print-frame'
import { StateDot } from '~/components/state-dot'
import { Stepper } from '~/components/stepper'
import { formatMoney } from '~/money'
import { printPath } from '~/paths'
import { sizeInWords, sizeName } from '~/size'
import { type BagLine, quantityMax } from './bag'

interface BagLineItemProps {
  line: BagLine
  /** Below the page's title, or below the drawer's. */
  level: 'h2' | 'h3'
  /** Prices and stock cannot be seen now, so a missing title means nothing. */
  unseen: boolean
  onQuantity: (quantity: number) => void
  onRemove: () => void
}

/** One line of the bag: the print on its wall, its size, how many, and what stands against it. */
export function BagLineItem({ line, level: Heading, unseen, onQuantity, onRemove }: BagLineItemProps) {
  const name = line.title ?? line.sku
  return (
    <li className="cl">
      <div className="cl-f wall">
        {line.slug ? (
          <PrintFrame slug={line.slug} mould={mouldOf(line.slug)} href={printPath(line.slug)} />
        ) : (
          <PrintFrame />
        )}
      </div>
      <div>
        <Heading>
          {line.title && line.slug ? <Titled slug={line.slug} title={line.title} /> : <code>{line.sku}</code>}
        </Heading>
        {line.size && (
          <p className="small dim">
            {sizeName(line.size)}, {sizeInWords(line.size)}
          </p>
        )}
        <Standing line={line} unseen={unseen} />
      </div>
      <p className="num cl-p">{line.total ? formatMoney(line.total) : <span className="dimmer">not known</span>}</p>
      <div className="cl-q">
        <Stepper
          label={`Quantity of ${name}`}
          value={line.quantity}
          max={Math.max(line.quantity, Math.min(quantityMax, line.available ?? quantityMax))}
          onChange={onQuantity}
        />
        <button type="button" className="small cl-r" onClick={onRemove}>
          Remove<span className="vh"> {name}</span>
        </button>
      </div>
    </li>
  )
}

const Titled = ({ slug, title }: { slug: string; title: string }) => (
  <Link className="cl-t" href={printPath(slug)}>
    <em>{title}</em>
  </Link>
)

const fewAre = 10

/** What a buyer should know before checking out; nothing, when there is plenty. */
function Standing({ line, unseen }: { line: BagLine; unseen: boolean }) {
  if (unseen) return <p className="small dimmer cl-s">stock unknown</p>
  if (line.title === null) {
    return (
      <p className="small cl-s">
        <StateDot state="off">No longer hung here</StateDot>
      </p>
    )
  }
  if (line.available === 0) {
    return (
      <p className="small cl-s">
        <StateDot state="sold">Sold out: someone was quicker</StateDot>
      </p>
    )
  }
  if (line.available === null || line.available > fewAre) return null
  return (
    <p className="small cl-s">
      <StateDot state="warn">
        Only <span className="num">{line.available}</span> left
      </StateDot>
    </p>
  )
}
