'use client'

import Form from 'next/form'
import type { Filters } from '~/catalogue-address'

/** A price range in whole euros, sent with the filters that are on; applied by Enter or by leaving a field. */
export function PriceForm({ filters }: { filters: Filters }) {
  const { from, to, pages: _, ...others } = filters
  return (
    <Form action="/prints" scroll={false} className="facet">
      <fieldset>
        <legend>Price, euro</legend>
        {Object.entries(others).map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={String(value)} />
        ))}
        <div className="price">
          <PriceField name="from" label="From" value={from} />
          <span className="dim">to</span>
          <PriceField name="to" label="To" value={to} />
        </div>
      </fieldset>
      <button type="submit" className="vh">
        Apply the price
      </button>
    </Form>
  )
}

function PriceField({ name, label, value }: { name: string; label: string; value: number | undefined }) {
  return (
    <label>
      <span className="vh">{label}</span>
      <input
        // A new address brings a new starting value.
        key={value}
        className="in small num"
        name={name}
        defaultValue={value}
        inputMode="numeric"
        pattern="[0-9]{0,6}"
        title="Whole euros, like 60"
        onBlur={(event) => {
          if (event.target.value !== String(value ?? '')) event.target.form?.requestSubmit()
        }}
      />
    </label>
  )
}
