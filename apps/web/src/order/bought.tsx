import type { Order } from '@switchyard/contracts/orders'
import { mouldOf, PrintFrame } from '~/components/print-frame'
import { formatMoney } from '~/money'
import { sizeName } from '~/size'
import { numbersInWords } from './order-words'

/** What was bought, with its edition numbers once they exist. */
export function Bought({ order }: { order: Order }) {
  return (
    <>
      <ul className="own">
        {order.lines.map((line) => (
          <li key={line.sku}>
            <div className="wall cs-f">
              <PrintFrame slug={line.slug} mould={mouldOf(line.slug)} />
            </div>
            <div>
              <em>{line.title}</em>
              <br />
              <span className="small dim">
                {sizeName(line.size)}, {line.quantity > 1 && `${line.quantity} prints, `}
                <Numbers order={order} line={line} />
              </span>
            </div>
            <span className="num">{formatMoney(line.total)}</span>
          </li>
        ))}
      </ul>
      <dl className="sum">
        <div className="tot">
          <dt>Total</dt>
          <dd className="num">{formatMoney(order.total)}</dd>
        </div>
      </dl>
      <p className="small dim">
        For {order.contact.name}, {order.address.line1}, {order.address.postalCode} {order.address.city}
      </p>
    </>
  )
}

/** A number is of the works, so it has their voice; an order that ended without one promises none. */
function Numbers({ order, line }: { order: Order; line: Order['lines'][number] }) {
  if (order.status === 'rejected' || order.status === 'cancelled' || order.status === 'returned') return 'no number'
  const words = numbersInWords(line.numbers, line.edition)
  return line.numbers.length > 0 ? <em className="own-n">{words}</em> : words
}
