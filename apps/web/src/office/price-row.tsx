import type { ProductPage } from '@switchyard/contracts/pages'
import { useState } from 'react'
import { Button } from '~/components/button'
import { Field, fieldProps } from '~/components/field'
import { formatMoney } from '~/money'
import { centsOf, priceFault } from './price-words'

interface PriceRowProps {
  variant: ProductPage['variants'][number]
  isSetting: boolean
  onSet: (amount: number) => void
}

/** One size of a print: what it costs, how many are left, and a new price. */
export function PriceRow({ variant: { sku, size, price, available }, isSetting, onSet }: PriceRowProps) {
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const id = `price-${sku}`
  const set = () => {
    const fault = priceFault(typed, price.amount)
    setError(fault)
    const amount = centsOf(typed)
    if (fault || amount === undefined) return
    setTyped('')
    onSet(amount)
  }
  return (
    <tr>
      <td>{size.toUpperCase()}</td>
      <td>
        <code>{sku}</code>
      </td>
      <td className="n num">{available ?? 'not known'}</td>
      <td className="n num">{formatMoney(price)}</td>
      <td>
        <form
          onSubmit={(event) => {
            event.preventDefault()
            set()
          }}
        >
          <Field id={id} label={<span className="vh">New price of {size.toUpperCase()}, euro</span>} error={error}>
            <input
              {...fieldProps(id, { error })}
              inputMode="decimal"
              maxLength={9}
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
          <Button type="submit" small look="quiet" waiting={isSetting && 'Setting it'}>
            Set it
          </Button>
        </form>
      </td>
    </tr>
  )
}
