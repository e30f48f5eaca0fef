'use client'

import type { ProductPage } from '@switchyard/contracts/pages'
import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useState } from 'react'
import { collectionName } from '~/collection'
import { useGateway } from '~/gateway-browser'
import { collectionPath } from '~/paths'
import { AddToBag } from './add-to-bag'
import { Availability } from './availability'
import { DegradedNotice } from './degraded-notice'
import { PrintFacts } from './print-facts'
import { PrintRoom } from './print-room'
import { SizeChoice, type Variant } from './size-choice'
import { SoldOut } from './sold-out'
import { useLiveStock } from './use-live-stock'
import { useNow } from './use-now'
import { usePrintNews } from './use-print-news'

interface PrintViewProps {
  slug: string
  /** The size that the address asks for. */
  asked: string | undefined
  rule: string | null
}

/** A print's page: the wall on the left; sizes, what is left and buying on the right. Starts from the answer the page was made with and stays live. */
export function PrintView({ slug, asked, rule }: PrintViewProps) {
  const gateway = useGateway()
  const { data: print } = useQuery({
    ...gateway.products.bySlug.queryOptions({ slug }),
    refetchInterval: ({ state }) => (state.data?.degraded.length ? againMs : freshMs),
  })
  usePrintNews(slug)
  const first = print && startWith(print.variants, asked)
  if (!print || !first) return null
  return <Whole print={print} first={first} rule={rule} />
}

const againMs = 5_000
const freshMs = 30_000

function Whole({ print, first, rule }: { print: ProductPage; first: Variant; rule: string | null }) {
  const [sku, setSku] = useState(first.sku)
  const now = useNow(againMs)
  const made = print.variants.find((variant) => variant.sku === sku) ?? first
  const stock = useLiveStock(made.sku, made.available)
  // What one size cannot be told of, the others cannot either: they were counted when the page was made.
  const variants = print.variants.map((one) =>
    one.sku === made.sku || stock.source === 'unknown' ? { ...one, available: stock.available } : one,
  )
  const gone = variants.every(({ available }) => available === 0)
  const unknown = print.degraded.includes('stock') || stock.source === 'unknown'
  return (
    <>
      {unknown && <DegradedNotice degraded={['stock']} staleSince={print.staleSince} now={now} />}
      <div className="pp">
        <PrintRoom
          slug={print.slug}
          alt={`${print.title}, framed. ${print.description}`}
          size={made.size}
          sizes={variants.map(({ size }) => size)}
        />
        <div className="pp-t">
          <Title print={print} />
          {gone ? (
            <SoldOut variants={variants} held={stock.held} collection={print.collection} />
          ) : (
            <>
              <p className="dim">{print.description}</p>
              <SizeChoice variants={variants} chosen={made} onChoose={(next) => setSku(inAddress(next).sku)} />
              <Availability edition={made.edition} stock={stock} />
              <AddToBag print={print} variant={made} available={stock.available} />
              <p className="cap">Your number is given when the order is confirmed, not before.</p>
            </>
          )}
          <PrintFacts variant={made} palette={print.palette} rule={rule} soldLast30Days={print.soldLast30Days} />
        </div>
      </div>
    </>
  )
}

const Title = ({ print }: { print: ProductPage }) => (
  <>
    <p className="small dim">
      <Link href={collectionPath(print.collection)}>{collectionName(print.collection)}</Link>, by {print.artist}
    </p>
    <h1>
      <em>{print.title}</em>
    </h1>
  </>
)

/** The size that was asked for; else A2, the size for most walls; else whatever is left. */
function startWith(variants: readonly Variant[], asked: string | undefined): Variant | undefined {
  const left = variants.filter(({ available }) => available !== 0)
  return left.find(({ size }) => size === asked) ?? left.find(({ size }) => size === 'a2') ?? left[0] ?? variants[0]
}

/** Keeps the chosen size in the address, so that a refresh and a shared link show the same. */
function inAddress(variant: Variant): Variant {
  window.history.replaceState(null, '', `?size=${variant.size}`)
  return variant
}
