'use client'

import { Notice } from '~/components/notice'
import { refusalOf } from '~/lab/refusal'
import { RefusedNotice } from '~/lab/refused-notice'
import { formatMoney } from '~/money'
import { PriceRow } from './price-row'
import { usePrices } from './use-prices'

/** The sizes of one print, each with its price and a way to another. */
export function PriceTable({ slug }: { slug: string }) {
  const { print, change } = usePrices(slug)
  if (print.isPending) return null
  if (!print.data) {
    return (
      <Notice tone="warn" role="status" title="We cannot see this print right now">
        Its prices are as they were. Please choose it again in a moment.
      </Notice>
    )
  }
  return (
    <>
      <div role="status">
        {change.data && (
          <Notice tone="ok" title={`${change.data.sku} costs ${formatMoney(change.data.price)} now`}>
            Every open page of the shop shows it; orders that were placed before keep their price.
          </Notice>
        )}
      </div>
      <RefusedNotice refused={change.error ? refusalOf(change.error) : undefined} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable with the keyboard */}
      <section className="scroll-x" tabIndex={0} aria-label="Prices">
        <table className="tb">
          <thead>
            <tr>
              <th>Size</th>
              <th>SKU</th>
              <th className="n">Left</th>
              <th className="n">Price now</th>
              <th>New price, euro</th>
            </tr>
          </thead>
          <tbody>
            {print.data.variants.map((variant) => (
              <PriceRow
                key={variant.sku}
                variant={variant}
                isSetting={change.isPending && change.variables.sku === variant.sku}
                isBusy={change.isPending}
                onSet={(amount) =>
                  change.mutateAsync({ sku: variant.sku, amount }).then(
                    () => true,
                    () => false,
                  )
                }
              />
            ))}
          </tbody>
        </table>
      </section>
    </>
  )
}
