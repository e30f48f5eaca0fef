import { prints } from '@switchyard/art/prints'
import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { collectionName } from '~/collection'
import { CannotSee } from '~/components/cannot-see'
import { HungRow } from '~/components/hung-row'
import { MadeStrip } from '~/components/made-strip'
import { PrintView } from '~/components/print-view'
import { failureCode } from '~/gateway'
import { gateway, Hydrate, queryClient } from '~/gateway-server'
import { collectionPath } from '~/paths'

export async function generateMetadata({ params }: PageProps<'/prints/[slug]'>): Promise<Metadata> {
  const print = await readPrint((await params).slug)
  return print ? { title: print.title, description: print.description } : { title: 'A print' }
}

/** One print: made whole on the server from one call, then kept live by the browser. */
export default async function PrintPage({ params, searchParams }: PageProps<'/prints/[slug]'>) {
  const [{ slug }, { size }] = await Promise.all([params, searchParams])
  const print = await readPrint(slug)
  if (!print) {
    return (
      <main id="main" className="page cat-down">
        <h1 className="vh">A print</h1>
        <CannotSee what="this print" />
      </main>
    )
  }
  return (
    <>
      <main id="main">
        <Hydrate>
          <PrintView slug={slug} asked={typeof size === 'string' ? size : undefined} rule={ruleOf(slug)} />
        </Hydrate>
        {print.related && print.related.length > 0 && (
          <section className="sec nearby" aria-labelledby="nearby">
            <div className="page sec-h">
              <h2 id="nearby">Hung nearby</h2>
              <Link className="more" href={collectionPath(print.collection)}>
                All {collectionName(print.collection)}
              </Link>
            </div>
            <HungRow prints={print.related} even />
          </section>
        )}
      </main>
      <MadeStrip degraded={print.degraded} staleSince={print.staleSince} />
    </>
  )
}

/** The page's data, asked once a request; `null` when nobody can tell now. A print that does not exist ends in the page for that. */
async function readPrint(slug: string) {
  try {
    return await queryClient().fetchQuery(gateway().products.bySlug.queryOptions({ slug }))
  } catch (error) {
    if (failureCode(error) === 'not_found') notFound()
    return null
  }
}

/** The recipe that draws it, as the art keeps it. */
function ruleOf(slug: string): string | null {
  const print = prints.find((one) => one.slug === slug)
  return print ? `${print.generator}(seed: ${print.seed}, palette: ${print.palette})` : null
}
