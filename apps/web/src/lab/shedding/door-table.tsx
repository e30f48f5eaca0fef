import type { Doors } from '@switchyard/contracts/lab'

type Door = Doors['everybody']

/** One door, line by line, the most important first. */
export function DoorTable({ door, name }: { door: Door; name: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label={name}>
      <table className="tb">
        <caption className="cap">
          {name}: <span className="num">{door.inside}</span> of <span className="num">{door.places}</span> places taken
        </caption>
        <thead>
          <tr>
            <th>Priority</th>
            <th className="n">May take</th>
            <th className="n">Inside</th>
            <th className="n">Waiting</th>
            <th className="n">Let in</th>
            <th className="n">Refused</th>
          </tr>
        </thead>
        <tbody>
          {door.lines.map(({ priority, places, inside, waiting, entered, refused }) => (
            <tr key={priority}>
              <th scope="row">{priority}</th>
              <td className="n num">{priority === 'health' ? 'any' : places}</td>
              <td className="n num">{inside}</td>
              <td className="n num">{waiting}</td>
              <td className="n num">{entered}</td>
              <td className="n num">{refused}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
