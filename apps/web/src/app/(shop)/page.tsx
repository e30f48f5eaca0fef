import type { PrintCard } from '@switchyard/contracts/inventory'
import Link from 'next/link'
import { CannotSee } from '~/components/cannot-see'
import { DegradedNotice } from '~/components/degraded-notice'
import { Drop } from '~/components/drop'
import { EightRules } from '~/components/eight-rules'
import { Hero } from '~/components/hero'
import { HungRow } from '~/components/hung-row'
import { MadeStrip } from '~/components/made-strip'
import { gateway, Hydrate, queryClient } from '~/gateway-server'

/** Home: one work on the wall, the newest ones, the drop, the eight rules. Both answers come with one call. */
export default async function HomePage() {
  const [newest, drop] = await Promise.all([
    queryClient()
      .fetchQuery(gateway().products.list.queryOptions({ limit: 12 }))
      .catch(() => null),
    queryClient()
      .fetchQuery(gateway().products.bySlug.queryOptions({ slug: 'first-light' }))
      .catch(() => null),
  ])
  const works = (newest?.items ?? []).filter((print) => print.slug !== 'first-light')
  return (
    <>
      {newest && <DegradedNotice degraded={newest.degraded} staleSince={newest.staleSince} now={Date.now()} />}
      <main id="main" className="home">
        <Hero print={works[0]} />
        {newest ? <Newest prints={works.slice(1)} total={newest.total} /> : <Down />}
        {drop && (
          <Hydrate>
            <Drop print={drop} />
          </Hydrate>
        )}
        <EightRules counts={newest?.facets.collection} />
      </main>
      <MadeStrip degraded={newest?.degraded ?? ['catalogue']} staleSince={newest?.staleSince ?? null} />
    </>
  )
}

function Newest({ prints, total }: { prints: readonly PrintCard[]; total: number }) {
  return (
    <>
      <section className="sec page" aria-labelledby="new">
        <div className="sec-h">
          <h2 id="new">New on the wall</h2>
          <Link className="more" href="/prints">
            All {total} prints
          </Link>
        </div>
      </section>
      <HungRow prints={mixed(prints)} />
    </>
  )
}

/** One of each collection first, so that a wall of new works shows more than one hand. */
function mixed(prints: readonly PrintCard[]): PrintCard[] {
  const firsts = prints.filter(
    (print, place) => prints.findIndex(({ collection }) => collection === print.collection) === place,
  )
  return [...new Set([...firsts, ...prints])]
}

const Down = () => (
  <section className="sec page">
    <CannotSee what="the newest prints" />
  </section>
)
