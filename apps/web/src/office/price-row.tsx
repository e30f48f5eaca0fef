import type { ProductPage } from '@switchyard/contracts/pages'
import { useState } from 'react'
import { Button } from '~/components/button'
import { Field, fieldProps } from '~/components/field'
import { formatMoney } from '~/money'
import { centsOf, priceFault } from './price-words'

interface PriceRowProps {
  variant: ProductPage['variants'][number]
  isSetting: boolean
  /** Another size is being set. */
  isBusy: boolean
  /** Resolves with whether it costs that now. */
  onSet: (amount: number) => Promise<boolean>
}

/** One size of a print: what it costs, how many are left, and a new price. */
export function PriceRow({ variant: { sku, size, price, available }, isSetting, isBusy, onSet }: PriceRowProps) {
  const [typed, setTyped] = useState('')
  const [error, setError] = useState<string>()
  const id = `price-${sku}`
  const set = async () => {
    const fault = priceFault(typed, price.amount)
    setError(fault)
    const amount = centsOf(typed)
    if (fault || amount === undefined) return
    if (await onSet(amount)) setTyped('')
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
            void set()
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
          <Button type="submit" small look="quiet" waiting={isSetting ? 'Setting it' : isBusy && 'One price at a time'}>
            Set it
          </Button>
        </form>
      </td>
    </tr>
  )
}
