import type { PrintNews } from '@switchyard/contracts/pages'
import type { CallContext } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import type { Clock } from '@switchyard/runtime/clock'
import { createBell } from './bell.ts'
import type { Hear } from './follow-live.ts'
import { part } from './part.ts'
import type { Services } from './services.ts'

/** How long a stream waits for a hint before it looks by itself. */
const lookEveryMs = 500
/** The oldest copy that a look takes: with the pause before it, a change whose hint was lost is told within a second. */
const copyAgeMsMax = 400
/** A single look within a stream has a deadline of its own; the stream has none. */
const lookMs = 2_000

/**
 * REALTIME: what a print's sizes cost and how many of each are left, now and after each change. Each value is the whole truth of its
 * moment, so a stream that was cut begins anew and has missed nothing, and a reader that is slow is told the latest alone.
 * It looks when a hint comes and twice a second, by copies that all streams share and that are younger than what pages may show.
 * A print that is not there says nothing.
 */
export async function* printNews(
  slug: string,
  ctx: CallContext,
  { services, hear, clock }: { services: Pick<Services, 'inventory'>; hear: Hear; clock: Clock },
): AsyncGenerator<PrintNews> {
  const bell = createBell()
  const offs = [hear('price', slug, bell.ring), hear('stock', slug, bell.ring)]
  let told = ''
  try {
    while (!ctx.signal.aborted) {
      const news = await look(
        slug,
        { ...ctx, copyAgeMsMax, envelope: { ...ctx.envelope, deadlineAtMs: clock.now() + lookMs } },
        services,
      )
      if (news === 'no such print') return
      const text = JSON.stringify(news)
      if (news && text !== told && !ctx.signal.aborted) {
        told = text
        yield news
      }
      await bell.rungOr(clock, lookEveryMs, ctx.signal)
    }
  } finally {
    for (const off of offs) off()
  }
}

/** Stock that cannot be asked for is unknown; of a print that was never seen nothing can be said yet. */
async function look(slug: string, ctx: CallContext, services: Pick<Services, 'inventory'>) {
  const { printBySlug, stockOfPrint } = services.inventory(ctx)
  try {
    const [print, stock] = await Promise.all([part(printBySlug.query({ slug })), part(stockOfPrint.query({ slug }))])
    const known = print.missing ? print.lastGood?.value : print.value
    const available = new Map(stock.value?.map((one) => [one.sku, one.available]))
    if (!known) return null
    const variants = known.variants.map(({ sku, price }) => ({ sku, price, available: available.get(sku) ?? null }))
    return { slug, variants }
  } catch (error) {
    if (isFailure(error, 'not_found')) return 'no such print'
    if (ctx.signal.aborted) return null
    throw error
  }
}
