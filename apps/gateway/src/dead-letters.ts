/** The dead letters of every service in one list. Each keeps its own, and does itself what staff ask of one. */

import { type LetterOwner, LetterOwner as Owners } from '@switchyard/contracts/owned-letters'
import type { storefront } from '@switchyard/contracts/storefront'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import type { Handlers } from '@switchyard/rpc/implement'
import { part } from './part.ts'
import type { Services } from './services.ts'

/** Puts the services' letters together; one that is away is named as missing, all away is `unavailable`. */
export function deadLetters(services: Services): Handlers<typeof storefront.deadLetters> {
  const keptBy = (service: LetterOwner, ctx: CallContext) =>
    service === 'orders' ? services.orders(ctx) : services.inventory(ctx)
  return {
    list: async ({ input: { service: only, ...query }, ctx }) => {
      const asked = only ? [only] : Owners.options
      const ask = async (service: LetterOwner) => {
        const { value } = await part(keptBy(service, ctx).deadLetters.query(query))
        return value && { items: owned(service, value.items), counts: owned(service, value.counts) }
      }
      const answers = await Promise.all(asked.map(ask))
      const known = answers.filter((answer) => answer !== null)
      if (known.length === 0) throw new Failure('unavailable', { detail: `Nobody can be asked: ${asked.join(', ')}.` })
      const items = known.flatMap((answer) => answer.items).sort(newestFirst)
      return {
        items: items.slice(0, query.limit),
        counts: known.flatMap((answer) => answer.counts),
        more: items.length >= query.limit,
        missing: asked.filter((_, index) => answers[index] === null),
      }
    },

    byId: async ({ input: { service, id }, ctx }) => ({
      ...(await keptBy(service, ctx).deadLetter.query({ id })),
      service,
    }),

    edit: async ({ input: { service, ...edit }, ctx }) => ({
      ...(await keptBy(service, ctx).editDeadLetter.mutate(edit)),
      service,
    }),

    replay: async ({ input: { service, ...seen }, ctx }) => ({
      ...(await keptBy(service, ctx).replayDeadLetter.mutate(seen)),
      service,
    }),

    drop: async ({ input: { service, ...drop }, ctx }) => ({
      ...(await keptBy(service, ctx).dropDeadLetter.mutate(drop)),
      service,
    }),
  }
}

const owned = <Item extends object>(service: LetterOwner, items: readonly Item[]) =>
  items.map((item) => ({ ...item, service }))

/** As each service orders its own, so that one `before` continues every list. */
const newestFirst = (a: Placed, b: Placed): number => b.failedAt.localeCompare(a.failedAt) || b.id.localeCompare(a.id)

interface Placed {
  failedAt: string
  id: string
}
