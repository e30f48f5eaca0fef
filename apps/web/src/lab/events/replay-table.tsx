import type { Figures, Told } from './events-goals'

/** What was counted before the replay, and what is counted now. */
export function ReplayTable({ told, figures }: { told: Told; figures: Figures }) {
  const rows: [string, keyof Figures][] = [
    [`Messages that ${told.to} has done with, of everybody`, 'done'],
    ['Mails about your order', 'mails'],
    ['Entries in its timeline', 'timeline'],
    ['Its line among your orders', 'listed'],
    ['Its prints', 'stock'],
  ]
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard
    <section className="scroll-x" tabIndex={0} aria-label="Before and after">
      <table className="tb">
        <thead>
          <tr>
            <th>What is counted</th>
            <th className="n">Before</th>
            <th className="n">Now</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, key]) => (
            <tr key={key}>
              <td>{name}</td>
              <td className="n num">{told.before[key] ?? 'not known'}</td>
              <td className="n num">{figures[key] ?? 'not known'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
