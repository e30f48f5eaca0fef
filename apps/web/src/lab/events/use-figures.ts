'use client'

import type { OrderPath, System } from '@switchyard/contracts/lab-operations'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useGateway } from '~/gateway-browser'
import type { Figures } from './events-goals'
import type { NewsOrder } from './use-news'

interface FiguresAsked {
  order: NewsOrder | undefined
  path: OrderPath | undefined
  system: System | undefined
  /** Whose work is counted. */
  to: string
}

/** What can be counted about the order, asked every second: mails, timeline, read model, stock, and the subscriber's own count. */
export function useFigures({ order, path, system, to }: FiguresAsked) {
  const gateway = useGateway()
  const every = { refetchInterval: 1_000 }
  const access = order && { orderId: order.orderId, accessToken: order.accessToken }
  const mails = useQuery({ ...gateway.lab.mailbox.queryOptions(order ? { to: order.email } : skipToken), ...every })
  const seen = useQuery({ ...gateway.orders.byId.queryOptions(access ?? skipToken), ...every })
  const list = useQuery({ ...gateway.orders.list.queryOptions(order ? { limit: 10 } : skipToken), ...every })
  const counts = system?.queues?.find(({ queue }) => queue === to)
  const figuresOf = (answers: {
    mails: typeof mails.data
    seen: typeof seen.data
    list: typeof list.data
  }): Figures => ({
    done: counts ? counts.done.reduce((sum, { count }) => sum + count, 0) : null,
    mails: answers.mails?.length ?? 0,
    timeline: answers.seen?.timeline.length ?? 0,
    listed: answers.list?.items.find(({ orderId }) => orderId === order?.orderId)?.status ?? null,
    stock: path?.stock?.state ?? null,
  })
  return {
    figures: figuresOf({ mails: mails.data, seen: seen.data, list: list.data }),
    /** Counts once more, rather than taking what was counted a second ago. */
    count: async (): Promise<Figures> => {
      const [now, then, listed] = await Promise.all([mails.refetch(), seen.refetch(), list.refetch()])
      return figuresOf({ mails: now.data, seen: then.data, list: listed.data })
    },
  }
}
