import Link from 'next/link'
import { pagesByPattern } from './pattern-pages'
import { type PatternName, patternGroups } from './patterns'

/** The patterns at work in this shop, by their numbers in docs/patterns.md; those that have a page of their own lead to it. */
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
            {patterns.map((pattern) => (
              <li key={pattern[0]}>
                <Pattern pattern={pattern} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Pattern({ pattern: [id, name] }: { pattern: PatternName }) {
  const page = pagesByPattern[id]
  const words = (
    <>
      <code>{id}</code>
      <span>{name}</span>
    </>
  )
  return page ? <Link href={page}>{words}</Link> : <span className="pat">{words}</span>
}
