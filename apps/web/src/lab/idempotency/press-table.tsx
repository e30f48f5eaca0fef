import type { Press } from './press-pay'
import { codeOf, orderNumberOf } from './verdict'

/** Every press under one key, in the order in which they were answered. */
export const PressTable = ({ presses }: { presses: readonly Press[] }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
  <section className="scroll-x" tabIndex={0} aria-label="Presses under this key">
    <table className="tb">
      <thead>
        <tr>
          <th>Press</th>
          <th>By</th>
          <th>For</th>
          <th>Answer</th>
          <th className="n">Bytes</th>
          <th className="n">ms</th>
          <th>Order</th>
        </tr>
      </thead>
      <tbody>
        {presses.map((press, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a press is its place
          <tr key={index}>
            <td className="num">{index + 1}</td>
            <td>{press.who === 'you' ? 'you' : 'somebody else'}</td>
            <td>{press.quantity === 1 ? '1 print' : `${press.quantity} prints`}</td>
            <td className="num">{press.status}</td>
            <td className="n num">{press.body.length}</td>
            <td className="n num">{Math.round(press.ms)}</td>
            <td className="num">{orderNumberOf(press) ?? <span className="dim">none: {codeOf(press)}</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </section>
)
