'use client'

import type { ProductPage } from '@switchyard/contracts/pages'
import { formatMoney } from '~/money'
import { sizeInWords, sizeName } from '~/size'
import { StateDot } from './state-dot'
import { useAlive } from './use-alive'

export type Variant = ProductPage['variants'][number]

interface SizeChoiceProps {
  variants: readonly Variant[]
  chosen: Variant
  onChoose: (variant: Variant) => void
}

/** The sizes as a list of radios, each with its price and what is left; one that is sold out stays in sight. */
export function SizeChoice({ variants, chosen, onChoose }: SizeChoiceProps) {
  const alive = useAlive()
  return (
    <fieldset className="sizes" disabled={!alive}>
      <legend>Size</legend>
      {variants.map((variant) => (
        <label key={variant.sku} className="size">
          <input
            type="radio"
            name="size"
            value={variant.size}
            checked={variant.sku === chosen.sku}
            disabled={variant.available === 0}
            onChange={() => onChoose(variant)}
          />
          <b>{sizeName(variant.size)}</b>
          <span className="dim">{sizeInWords(variant.size)}</span>
          <span className="num">{formatMoney(variant.price)}</span>
          <span className="lf">
            <LeftOf available={variant.available} />
          </span>
        </label>
      ))}
    </fieldset>
  )
}

function LeftOf({ available }: { available: number | null }) {
  if (available === null) return <span className="dimmer">stock unknown</span>
  if (available === 0) return <StateDot state="sold">Sold out</StateDot>
  return (
    <>
      <span className="num">{available}</span> left
    </>
  )
}
