'use client'

import { useState } from 'react'
import { Field, fieldProps } from '~/components/field'
import { Notice } from '~/components/notice'
import { BehindOfficeDoor } from './behind-office-door'
import { PriceTable } from './price-table'
import { usePrints } from './use-prices'

/** What prints cost: staff changes it, others see the door. */
export const PricesView = () => <BehindOfficeDoor>{() => <Prices />}</BehindOfficeDoor>

function Prices() {
  const prints = usePrints()
  const [slug, setSlug] = useState('')
  return (
    <div className="page sales prices">
      <header className="ph">
        <h1>Prices</h1>
      </header>
      {prints.error && (
        <Notice tone="warn" role="status" title="We cannot see the prints right now">
          Prices are as they were. Please come back in a moment.
        </Notice>
      )}
      <Field id="price-print" label="Print">
        <select {...fieldProps('price-print')} value={slug} onChange={(event) => setSlug(event.target.value)}>
          <option value="">Choose a print</option>
          {prints.data?.items.map((print) => (
            <option key={print.slug} value={print.slug}>
              {print.title}
            </option>
          ))}
        </select>
      </Field>
      {slug === '' ? (
        <p className="dim">A price counts from the moment it is set, in every open page, and is written down.</p>
      ) : (
        <PriceTable key={slug} slug={slug} />
      )}
    </div>
  )
}
