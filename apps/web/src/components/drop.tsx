'use client'

import type { ProductPage } from '@switchyard/contracts/pages'
import Link from 'next/link'
import { formatMoney } from '~/money'
import { printPath } from '~/paths'
import { sizeName } from '~/size'
import { Availability } from './availability'
import { buttonClass } from './button'
import { PrintFrame } from './print-frame'
import { useLiveStock } from './use-live-stock'

/** The drop: one print, one size, a hundred of it, always by night. Its meter is live. */
export function Drop({ print }: { print: ProductPage }) {
  const [variant] = print.variants
  if (!variant) return null
  return (
    <section className="drop" id="drop" data-theme="dark" aria-labelledby="drop-title">
      <div className="page grid">
        <div className="drop-f">
          <PrintFrame slug={print.slug} mould="oak" href={printPath(print.slug)} />
        </div>
        <div className="drop-t">
          <p className="dim">The drop</p>
          <h2 id="drop-title">
            <em>{print.title}</em>
          </h2>
          <p className="lead">
            One size, {sizeName(variant.size)}. {variant.edition === 100 ? 'One hundred' : variant.edition} prints at{' '}
            <span className="num">{formatMoney(variant.price)}</span>, for whoever is quickest. However many ask at
            once, each number is given out once.
          </p>
          <DropStock variant={variant} />
          <p className="row">
            <Link className={buttonClass()} href={printPath(print.slug)}>
              See {print.title}
            </Link>
            <Link className="more" href="/lab">
              How many share a hundred
            </Link>
          </p>
        </div>
      </div>
    </section>
  )
}

function DropStock({ variant }: { variant: ProductPage['variants'][number] }) {
  const stock = useLiveStock(variant.sku, variant.available)
  return <Availability edition={variant.edition} stock={stock} />
}
