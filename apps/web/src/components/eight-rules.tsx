import { collections, prints } from '@switchyard/art/prints'
import Link from 'next/link'
import { collectionPath } from '~/paths'
import { PrintFrame } from './print-frame'

/** The collections as an index list; `counts` from the live catalogue, left out when it cannot be had. */
export function EightRules({ counts }: { counts: readonly { value: string; count: number }[] | undefined }) {
  return (
    <section className="sec page" id="collections" aria-labelledby="rules">
      <div className="sec-h">
        <h2 id="rules">Eight rules</h2>
      </div>
      <ol className="rules">
        {collections.map(({ slug, title, rule }) => (
          <li key={slug}>
            <Link href={collectionPath(slug)} prefetch={false}>
              <span className="rn">{title}</span>
              <span className="rr dim">{rule}</span>
              <span className="ri" aria-hidden="true">
                {worksOf(slug).map((work) => (
                  <PrintFrame key={work} slug={work} mould="none" />
                ))}
              </span>
              <span className="num dimmer rc">{inWords(counts?.find(({ value }) => value === slug)?.count)}</span>
            </Link>
          </li>
        ))}
      </ol>
    </section>
  )
}

const worksOf = (collection: string) =>
  prints
    .filter((print) => print.collection === collection)
    .slice(0, 3)
    .map(({ slug }) => slug)

const inWords = (count: number | undefined) => (count === undefined ? '' : count === 1 ? '1 print' : `${count} prints`)
