import type { Print, Stock } from '@switchyard/contracts/inventory'
import type { PrintNews } from '@switchyard/contracts/pages'
import type { CallContext, CallScope } from '@switchyard/rpc/envelope'
import type { Clock } from '@switchyard/runtime/clock'
import type { Log } from '@switchyard/runtime/log'
import { createBell } from './bell.ts'
import type { Hear, NewsOf } from './follow-live.ts'
import { part } from './part.ts'
import type { Services } from './services.ts'

/** Each print is looked at this often, also without a hint: a change whose hint was lost is told within a second. */
const lookEveryMs = 500
/** However many hints come, nobody is asked more often. */
const pauseMs = 50
/** A single look within a stream has a deadline of its own; the stream has none. */
const lookMs = 2_000
/** So many prints are asked for at once. */
const atOnceMax = 50
/** A follower that nobody wakes looks up this often, for nothing. */
const restMs = 60_000

interface NewsOptions {
  services: Pick<Services, 'inventory'>
  hear: Hear
  clock: Clock
  log: Log
  /** The gateway's own, for a question that is asked now. */
  ownScope: () => CallScope
}

/**
 * REALTIME: what a print's sizes cost and how many of each are left, now and after each change. Each value is the whole truth of its
 * moment, so a stream that was cut begins anew and has missed nothing, and a reader that is slow is told the latest alone.
 * All streams of a gateway share one look at all prints that any of them follows, twice a second and when a hint comes; who calls
 * under terms of their own, pinned to a version or in the lab, looks by themselves. A print that is not there says nothing.
 */
export function printNews({ ownScope, ...options }: NewsOptions): NewsOf {
  const everybody = openDesk({ ...options, scope: ownScope })
  return (slug, ctx) => {
    const { pins, lab } = ctx.envelope
    if (!pins && !lab) return everybody(slug, ctx.signal)
    const scope = () => ({ ...ctx, envelope: { ...ctx.envelope, deadlineAtMs: options.clock.now() + lookMs } })
    return openDesk({ ...options, scope })(slug, ctx.signal)
  }
}

/** A print that somebody follows. */
interface Followed {
  latest?: PrintNews
  /** There is no such print. */
  isGone: boolean
  readonly wakes: Set<() => void>
  readonly offs: readonly (() => void)[]
}

type DeskOptions = Omit<NewsOptions, 'ownScope'> & { scope: () => CallScope | CallContext }

function openDesk({ services, hear, clock, log, scope }: DeskOptions) {
  const prints = new Map<string, Followed>()
  const hinted = new Set<string>()
  const bell = createBell()
  let isLooking = false
  let isFailing = false

  const tell = (slug: string, news: Pick<Followed, 'latest' | 'isGone'>) => {
    const print = prints.get(slug)
    if (!print || isSame(print, news)) return
    Object.assign(print, news)
    for (const wake of print.wakes) wake()
  }
  const look = async (slugs: readonly string[]) => {
    const inventory = services.inventory(scope())
    const [found, stock] = await Promise.all([
      part(inventory.printsBySlugs.query({ slugs: [...slugs] })),
      part(inventory.stockOfPrints.query({ slugs: [...slugs] })),
    ])
    const left = new Map(stock.value?.map((one) => [one.slug, one.stock]))
    const bySlug = new Map(found.value?.map((print) => [print.slug, print]))
    const tellOf = async (slug: string) => {
      const print = found.missing ? await copyOf(slug, inventory) : bySlug.get(slug)
      if (print) tell(slug, { isGone: false, latest: newsOf(print, left.get(slug)) })
      else if (!found.missing) tell(slug, { isGone: true })
    }
    await Promise.all(slugs.map(tellOf))
  }
  /** What could not be had now is looked for with the next turn. */
  const lookAtEach = async (slugs: readonly string[], { all }: { all: boolean }) => {
    const faults: unknown[] = []
    for (let from = 0; from < slugs.length; from += atOnceMax)
      await look(slugs.slice(from, from + atOnceMax)).catch((error) => faults.push(error))
    const fails = faults.length > 0
    // That some of them were looked at says nothing of the rest.
    if (fails === isFailing || !(fails || all)) return
    isFailing = fails
    if (fails) log.warn({ err: faults[0] }, 'not every print can be looked at')
    else log.info('every print can be looked at again')
  }
  const keepLooking = async () => {
    isLooking = true
    const never = new AbortController().signal
    for (let dueAtMs = clock.now(); prints.size > 0; ) {
      const isDue = clock.now() >= dueAtMs
      const slugs = isDue ? [...prints.keys()] : [...hinted]
      if (isDue) dueAtMs = clock.now() + lookEveryMs
      hinted.clear()
      await lookAtEach(slugs, { all: isDue })
      await clock.sleep(pauseMs)
      await bell.rungOr(clock, Math.max(dueAtMs - clock.now(), 0), never)
    }
    isLooking = false
  }
  const begin = (slug: string): Followed => {
    const hint = () => {
      hinted.add(slug)
      bell.ring()
    }
    const print = {
      isGone: false,
      wakes: new Set<() => void>(),
      offs: [hear('price', slug, hint), hear('stock', slug, hint)],
    }
    prints.set(slug, print)
    hint()
    if (!isLooking) void keepLooking()
    return print
  }

  return async function* follow(slug: string, signal: AbortSignal): AsyncGenerator<PrintNews> {
    const print = prints.get(slug) ?? begin(slug)
    const own = createBell()
    print.wakes.add(own.ring)
    let told: PrintNews | undefined
    try {
      while (!signal.aborted && !print.isGone) {
        if (print.latest && print.latest !== told) {
          told = print.latest
          yield told
        } else await own.rungOr(clock, restMs, signal)
      }
    } finally {
      print.wakes.delete(own.ring)
      if (print.wakes.size === 0 && prints.get(slug) === print) {
        prints.delete(slug)
        for (const off of print.offs) off()
      }
    }
  }
}

/** While inventory is away: the last good answer about a print, of which at least the prices are known. */
async function copyOf(slug: string, { printBySlug }: ReturnType<Services['inventory']>): Promise<Print | null> {
  const asked = await part(printBySlug.query({ slug }))
  return asked.missing ? (asked.lastGood?.value ?? null) : asked.value
}

/** Stock that cannot be asked for is unknown. */
function newsOf({ slug, variants }: Print, stock: readonly Stock[] = []): PrintNews {
  const available = new Map(stock.map((one) => [one.sku, one.available]))
  return { slug, variants: variants.map(({ sku, price }) => ({ sku, price, available: available.get(sku) ?? null })) }
}

const isSame = (one: Pick<Followed, 'latest' | 'isGone'>, other: Pick<Followed, 'latest' | 'isGone'>) =>
  one.isGone === other.isGone && JSON.stringify(one.latest) === JSON.stringify(other.latest)
