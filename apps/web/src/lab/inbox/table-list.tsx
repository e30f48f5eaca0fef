import type { CopiesDelivered } from '@switchyard/contracts/copies'

/** The tables that have rows about the order, service by service, with how many the last press changed. */
export function TableList({ tables }: { tables: CopiesDelivered['tables'] }) {
  const services = Map.groupBy(
    tables.filter(({ rows, changed }) => rows > 0 || changed > 0),
    ({ service }) => service,
  )
  return (
    <div className="ways">
      {[...services].map(([service, own]) => (
        <section key={service} className="way" aria-label={`Tables of ${service}`}>
          <h3>
            <code>{service}</code>
          </h3>
          <table className="tb">
            <thead>
              <tr>
                <th>Table</th>
                <th className="n">Rows</th>
                <th className="n">Changed</th>
              </tr>
            </thead>
            <tbody>
              {own.map(({ table, rows, changed }) => (
                <tr key={table}>
                  <td>
                    <code>{table}</code>
                  </td>
                  <td className="n num">{rows}</td>
                  <td className="n num">{changed}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      ))}
    </div>
  )
}
