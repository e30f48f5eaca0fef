'use client'

import { useState } from 'react'
import { Notice } from '~/components/notice'
import type { BagItem, BagLine } from './bag'
import { BagLineItem } from './bag-line-item'
import type { Bag } from './bag-provider'

/** The lines of the bag, with the last one that was taken out ready to be put back. */
export function BagLines({ bag, level = 'h3' }: { bag: Bag; level?: 'h2' | 'h3' }) {
  const [removed, setRemoved] = useState<BagLine | null>(null)
  const unseen = bag.cart?.degraded.includes('stock') ?? false
  const remove = (line: BagLine) => {
    setRemoved(line)
    void bag.setQuantity(line.sku, 0)
  }
  const undo = (line: BagLine) => {
    setRemoved(null)
    void bag.setQuantity(line.sku, line.quantity, itemOf(line))
  }
  return (
    <>
      {unseen && (
        <Notice className="cl-n" tone="warn" role="status" title="We cannot see prices and stock right now">
          Nothing in your bag is lost. Buying opens again by itself.
        </Notice>
      )}
      {bag.failed && (
        <Notice className="cl-n" tone="bad" role="status" title="That did not work">
          Your bag is as it was. Please try once more.
        </Notice>
      )}
      <ul>
        {bag.cart?.lines.map((line) => (
          <BagLineItem
            key={line.sku}
            line={line}
            level={level}
            unseen={unseen}
            onQuantity={(quantity) => void bag.setQuantity(line.sku, quantity)}
            onRemove={() => remove(line)}
          />
        ))}
      </ul>
      <div role="status">
        {removed && !bag.cart?.lines.some(({ sku }) => sku === removed.sku) && (
          <p className="put-back">
            <span>
              <em>{removed.title ?? removed.sku}</em> is out of the bag.
            </span>
            <button type="button" onClick={() => undo(removed)}>
              Undo
            </button>
          </p>
        )}
      </div>
    </>
  )
}

function itemOf({ slug, title, size, unitPrice, available }: BagLine): BagItem | undefined {
  return slug && title && size && unitPrice ? { slug, title, size, unitPrice, available } : undefined
}
