import type { Cart } from '@switchyard/contracts/pages'
import type { BagLine } from '~/bag/bag'
import { BagTotals } from '~/bag/bag-sum'
import { mouldOf, PrintFrame } from '~/components/print-frame'
import { formatMoney } from '~/money'
import { sizeName } from '~/size'

/** What is about to be ordered; it stays in sight. */
export function OrderSummary({ cart }: { cart: Cart }) {
  return (
    <aside className="co-s" aria-label="Your order">
      <h2>Your order</h2>
      <ul>
        {cart.lines.map((line) => (
          <Line key={line.sku} line={line} />
        ))}
      </ul>
      <BagTotals cart={cart} />
    </aside>
  )
}

function Line({ line }: { line: BagLine }) {
  return (
    <li>
      <div className="wall cs-f">
        {line.slug ? <PrintFrame slug={line.slug} mould={mouldOf(line.slug)} /> : <PrintFrame />}
      </div>
      <div>
        {line.title ? <em>{line.title}</em> : <code>{line.sku}</code>}
        <br />
        <span className="small dim">
          {line.size && `${sizeName(line.size)}, `}
          {inPrints(line.quantity)}
        </span>
      </div>
      <span className="num">{line.total ? formatMoney(line.total) : 'not known'}</span>
    </li>
  )
}

const inPrints = (count: number) => (count === 1 ? 'one print' : `${count} prints`)
