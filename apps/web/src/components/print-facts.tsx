import { sizeName } from '~/size'
import type { Variant } from './size-choice'

interface PrintFactsProps {
  variant: Variant
  palette: string
  /** The recipe that draws it, e.g. `contour(seed: 2, palette: lagoon)`. */
  rule: string | null
  /** `null`: not known. */
  soldLast30Days: number | null
}

/** What the print is made of, and how it was drawn. */
export function PrintFacts({ variant, palette, rule, soldLast30Days }: PrintFactsProps) {
  return (
    <dl className="dl">
      <div>
        <dt>Edition</dt>
        <dd>
          {variant.edition} prints in {sizeName(variant.size)}, numbered on the back in pencil
        </dd>
      </div>
      <div>
        <dt>Paper</dt>
        <dd>Cotton rag, 310 g, uncoated</dd>
      </div>
      <div>
        <dt>Ink</dt>
        <dd>Pigment, {palette} palette</dd>
      </div>
      {rule && (
        <div>
          <dt>Rule</dt>
          <dd>
            <code>{rule}</code>
          </dd>
        </div>
      )}
      <div>
        <dt>Lately</dt>
        <dd>{lately(soldLast30Days)}</dd>
      </div>
      <div>
        <dt>Sent</dt>
        <dd>Rolled, in two working days, free of charge</dd>
      </div>
    </dl>
  )
}

function lately(sold: number | null): string {
  if (sold === null) return 'How many were sold lately is not known'
  if (sold === 0) return 'None sold in the last 30 days'
  return sold === 1 ? 'One sold in the last 30 days' : `${sold} sold in the last 30 days`
}
