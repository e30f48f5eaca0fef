import type { Money } from '@switchyard/contracts/values'

/** A price as the shop writes it: the sign, a thin space, and cents only where there are some ("€ 95", "€ 95.50"). */
export function formatMoney({ amount, currency }: Money): string {
  const whole = amount % 100 === 0
  const format = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: whole ? 0 : 2,
  })
  return format
    .formatToParts(amount / 100)
    .map(({ type, value }) => (type === 'currency' ? `${value}\u2009` : value))
    .join('')
}
