'use client'

import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { addressWith, type Filters } from '~/catalogue-address'

const orders = [
  { value: '', label: 'Newest first' },
  { value: 'price', label: 'Price, low to high' },
  { value: '-price', label: 'Price, high to low' },
  { value: 'title', label: 'Title' },
] as const

/** Orders the catalogue; the choice is kept in the address like every filter. */
export function SortSelect({ filters }: { filters: Filters }) {
  const router = useRouter()
  const [pending, startTransition] = useTransition()
  return (
    <label className="sort" data-pending={pending || undefined}>
      <span className="small dim">Sort</span>
      <select
        className="in small"
        value={filters.sort ?? ''}
        onChange={(event) => {
          const order = orders.find(({ value }) => value === event.target.value)?.value
          startTransition(() => router.push(addressWith(filters, { sort: order || undefined }), { scroll: false }))
        }}
      >
        {orders.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}
