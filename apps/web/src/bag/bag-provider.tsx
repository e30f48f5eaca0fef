'use client'

import type { Cart } from '@switchyard/contracts/pages'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from 'react'
import { useGateway, useGatewayClient } from '~/gateway-browser'
import { type BagItem, linesMax, quantityMax, withIntents } from './bag'
import { type BagKeeper, createBagKeeper } from './bag-keeper'
import { withKnownPrints } from './known-prints'

const BagContext = createContext<BagKeeper | null>(null)

/** One bag a tab, for the masthead and every page below. */
export function BagProvider({ children }: { children: ReactNode }) {
  const gateway = useGateway()
  const client = useGatewayClient()
  const queries = useQueryClient()
  const [keeper] = useState(() => {
    const queryKey = gateway.cart.get.queryKey({})
    return createBagKeeper({
      read: () => client.cart.get.query({}),
      write: (lines) => client.cart.set.mutate({ lines }),
      onAnswer: async (cart) => {
        // A question that is still open was asked before this answer: what it brings would be older.
        await queries.cancelQueries({ queryKey })
        queries.setQueryData(queryKey, cart)
      },
    })
  })
  return <BagContext value={keeper}>{children}</BagContext>
}

/** The bag as the visitor means it right now, and the ways to change it. */
export interface Bag {
  /** `undefined` until it has been read once. */
  cart: Cart | undefined
  /** It could not be read. */
  unread: boolean
  /** The last change was not taken. */
  failed: boolean
  /** Something is still on its way to the server. */
  busy: boolean
  setQuantity: (sku: string, quantity: number, item?: BagItem) => Promise<boolean>
}

/** Reads the bag and follows it; asks again every few seconds while a part of it is not known. */
export function useBag(): Bag {
  const keeper = useKeeper()
  const gateway = useGateway()
  const { data, isError } = useQuery({
    ...gateway.cart.get.queryOptions({}),
    refetchInterval: ({ state }) => (state.data?.degraded.length || state.error ? againMs : false),
  })
  const { intents, failed } = useSyncExternalStore(keeper.subscribe, keeper.state, keeper.state)
  return {
    cart: data && withKnownPrints(withIntents(data, intents)),
    unread: isError && !data,
    failed,
    busy: intents.length > 0,
    setQuantity: (sku, quantity, item) => keeper.want({ sku, quantity, ...(item && { item }) }),
  }
}

/** Adds to what the bag holds at this moment, not to what this page last saw of it. Resolves with why it could not, if so. */
export function useAddToBag() {
  const keeper = useKeeper()
  const client = useGatewayClient()
  return async (sku: string, quantity: number, item: BagItem): Promise<'added' | 'full'> => {
    const cart = withIntents(await client.cart.get.query({}), keeper.state().intents)
    const before = cart.lines.find((line) => line.sku === sku)?.quantity
    if (before === undefined && cart.lines.length >= linesMax) return 'full'
    if (await keeper.want({ sku, quantity: Math.min(quantityMax, (before ?? 0) + quantity), item })) return 'added'
    throw new Error('The bag was not changed.')
  }
}

const againMs = 5_000

function useKeeper(): BagKeeper {
  const keeper = useContext(BagContext)
  if (!keeper) throw new Error('useBag needs a BagProvider above it.')
  return keeper
}
