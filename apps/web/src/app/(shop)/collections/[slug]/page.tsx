import { collections } from '@switchyard/art/prints'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { CannotSee } from '~/components/cannot-see'
import { DegradedNotice } from '~/components/degraded-notice'
import { MadeStrip } from '~/components/made-strip'
import { PrintTile } from '~/components/print-tile'
import { gateway, queryClient } from '~/gateway-server'

export async function generateMetadata({ params }: PageProps<'/collections/[slug]'>): Promise<Metadata> {
  const collection = collectionOf((await params).slug)
  return { title: collection.title, description: collection.rule }
}

/** All works of one rule, newest first. */
export default async function CollectionPage({ params }: PageProps<'/collections/[slug]'>) {
  const collection = collectionOf((await params).slug)
  const found = await readCollection(collection.slug)
  return (
    <>
      {found && <DegradedNotice degraded={found.degraded} staleSince={found.staleSince} now={Date.now()} />}
      <main id="main" className="page cat-down cat-m">
        <header className="cat-h">
          <h1>{collection.title}</h1>
          <p className="lead">
            {collection.rule}. A rule by {collection.artist}.
          </p>
        </header>
        {found ? (
          <ul className="cards">
            {found.items.map((print, place) => (
              <PrintTile key={print.slug} print={print} eager={place < 4} />
            ))}
          </ul>
        ) : (
          <CannotSee what="these prints" />
        )}
      </main>
      <MadeStrip degraded={found?.degraded ?? ['catalogue']} staleSince={found?.staleSince ?? null} />
    </>
  )
}

function collectionOf(slug: string) {
  return collections.find((one) => one.slug === slug) ?? notFound()
}

const readCollection = (collection: string) =>
  queryClient()
    .fetchQuery(gateway().products.list.queryOptions({ collection, limit: 50 }))
    .catch(() => null)
