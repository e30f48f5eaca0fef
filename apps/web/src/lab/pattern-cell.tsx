import { patternGroups } from './patterns'

/** The patterns at work in this shop, by their numbers in docs/patterns.md; plain words, since the shop does not serve its documents. */
export function PatternCell() {
  return (
    <section className="pats" aria-labelledby="patterns">
      <div className="row between">
        <h2 id="patterns">Patterns</h2>
        <span className="cap">
          <code>docs/patterns.md</code>
        </span>
      </div>
      {patternGroups.map(({ title, patterns }) => (
        <div key={title}>
          <h3>{title}</h3>
          <ul>
            {patterns.map(([id, name]) => (
              <li key={id} className="pat">
                <code>{id}</code>
                <span>{name}</span>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}
