import { RememberedOrder } from '~/order/remembered-order'

/** An order that the server cannot see for this visitor; the browser may remember what opens it. */
export default function OrderNotFound() {
  return (
    <main id="main" className="page od">
      <RememberedOrder />
    </main>
  )
}
