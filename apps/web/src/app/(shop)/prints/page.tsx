import type { ProductList } from '@switchyard/contracts/pages'
import type { Metadata } from 'next'
import Link from 'next/link'
import type { z } from 'zod'
import { addressWith, type Filters, readFilters } from '~/catalogue-address'
import { buttonClass } from '~/components/button'
import { CannotSee } from '~/components/cannot-see'
import { CatalogueFilters } from '~/components/catalogue-filters'
import { DegradedNotice } from '~/components/degraded-notice'
import { FilterChips } from '~/components/filter-chips'
import { MadeStrip } from '~/components/made-strip'
import { NothingFound } from '~/components/nothing-found'
import { PendingMark } from '~/components/pending-mark'
import { PrintTile } from '~/components/print-tile'
import { SortSelect } from '~/components/sort-select'
import { failureCode } from '~/gateway'
import { readCatalogue, readCounts } from '~/read-catalogue'

export const metadata: Metadata = { title: 'Prints' }

type Listed = z.infer<typeof ProductList>

/** The catalogue: search, filters, order and pages, all in the address. */
export default async function PrintsPage({ searchParams }: PageProps<'/prints'>) {
  const filters = readFilters(await searchParams)
  const [found, all] = await Promise.all([orFailure(readCatalogue(filters)), orFailure(readCounts())])
  if (typeof found === 'string') {
    return (
      <main id="main" className="page cat-down">
        <h1>Prints</h1>
        <CannotSee what="the catalogue" />
      </main>
    )
  }
  const total = typeof all === 'string' ? null : all.total
  return (
    <>
      <DegradedNotice degraded={found.degraded} staleSince={found.staleSince} now={Date.now()} />
      <main id="main" className="page cat">
        <Heading found={found} total={total} />
        <CatalogueFilters filters={filters} facets={found.facets} />
        <div className="cat-m">
          <div className="cat-b">
            <FilterChips filters={filters} />
            <SortSelect filters={filters} />
          </div>
          {found.items.length === 0 && typeof all !== 'string' && <NothingFound filters={filters} all={all} />}
          <Results found={found} filters={filters} />
        </div>
      </main>
      <MadeStrip degraded={found.degraded} staleSince={found.staleSince} />
    </>
  )
}

/** How many prints there are; announced, so that a filter says what it did. */
function Heading({ found, total }: { found: Listed; total: number | null }) {
  return (
    <header className="cat-h">
      <h1>Prints</h1>
      <p className="dim" role="status">
        <span className="num">{found.total}</span>
        {total !== null && (
          <>
            {' '}
            of <span className="num">{total}</span>
          </>
        )}
        {found.staleSince ? ', from our last good copy' : ', from the live catalogue'}
      </p>
    </header>
  )
}

function Results({ found, filters }: { found: Listed; filters: Filters }) {
  const left = found.total - found.items.length
  return (
    <>
      <ul className="cards">
        {found.items.map((print, place) => (
          <PrintTile key={print.slug} print={print} eager={place < 6} />
        ))}
      </ul>
      {found.nextCursor !== null && (
        <div className="pager">
          <Link
            className={buttonClass({ look: 'quiet' })}
            href={addressWith(filters, { pages: (filters.pages ?? 1) + 1 })}
            scroll={false}
          >
            Show {Math.min(left, pageSize)} more
            <PendingMark />
          </Link>
          <p className="cap">
            {found.items.length} of {found.total} shown
          </p>
        </div>
      )}
    </>
  )
}

const pageSize = 24

/** The answer, or the code of the failure when there is none. */
async function orFailure<T extends object>(answer: Promise<T>): Promise<T | string> {
  return await answer.catch(failureCode)
}
