import type { System } from '@switchyard/contracts/lab-operations'
import { mapInstances, ways } from './map-plan'

/** The map as a table: every way between two parts, and how many of the part that speaks are ready. */
export function MapTable({ system }: { system: System }) {
  const instances = mapInstances(system)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x map-t" tabIndex={0} aria-label="Service map as a table">
      <table className="tb">
        <thead>
          <tr>
            <th>From</th>
            <th>Ready</th>
            <th>To</th>
            <th>By</th>
            <th>What</th>
          </tr>
        </thead>
        <tbody>
          {ways.map(({ from, to, by, what }) => (
            <tr key={`${from}-${to}-${by}`}>
              <td>
                <code>{from}</code>
              </td>
              <td className="num">{readyInWords(instances[from])}</td>
              <td>
                <code>{to}</code>
              </td>
              <td>{by}</td>
              <td>{what}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const readyInWords = (instances: readonly { state: string }[] | undefined) =>
  instances?.length ? `${instances.filter(({ state }) => state === 'ready').length} of ${instances.length}` : '–'
