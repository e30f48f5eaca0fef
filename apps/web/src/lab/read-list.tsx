/** Where to read on: files of the repository by their paths, since the shop serves pages and not its source. */
export interface Reading {
  path: string
  /** What one finds there. */
  what: string
}

/** The files that do it, the test that states the guarantee, the document that places it. */
export function ReadList({ readings }: { readings: readonly Reading[] }) {
  return (
    <dl className="reads">
      {readings.map(({ path, what }) => (
        <div key={path}>
          <dt>
            <code>{path}</code>
          </dt>
          <dd className="small dim">{what}</dd>
        </div>
      ))}
    </dl>
  )
}
