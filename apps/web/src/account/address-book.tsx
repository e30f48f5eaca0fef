'use client'

import type { SavedAddress } from '@switchyard/contracts/account'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { countryName } from '~/checkout/checkout-form'
import { BareWall } from '~/components/bare-wall'
import { Button } from '~/components/button'
import { Notice } from '~/components/notice'
import { useGateway } from '~/gateway-browser'
import { refusalOf } from '~/lab/refusal'
import { RefusedNotice } from '~/lab/refused-notice'
import { AddressForm } from './address-form'

/** Where prints may go: kept for the next checkout, which fills in the first. */
export function AddressBook({ name }: { name: string }) {
  const gateway = useGateway()
  const { data, isError } = useQuery(gateway.account.addresses.queryOptions({}))
  const [open, setOpen] = useState<'new' | string | null>(null)
  const remove = useRemoveAddress()
  const shut = () => setOpen(null)
  if (!data) return isError ? <NotSeen /> : null
  return (
    <>
      {data.length === 0 && open === null && (
        <BareWall title="No address yet" action={<Button onClick={() => setOpen('new')}>Write one down</Button>}>
          The next checkout fills in the first that stands here.
        </BareWall>
      )}
      {data.length > 0 && (
        <ul className="ac-r" aria-label="Your addresses">
          {data.map((address) => (
            <li key={address.id}>
              {open === address.id ? (
                <AddressForm address={address} onShut={shut} />
              ) : (
                <Written address={address} onChange={() => setOpen(address.id)} onRemove={remove.mutate} />
              )}
            </li>
          ))}
        </ul>
      )}
      <RefusedNotice refused={remove.error ? refusalOf(remove.error) : undefined} />
      {open === 'new' && <AddressForm name={name} onShut={shut} />}
      {data.length > 0 && open === null && (
        <p>
          <Button look="quiet" onClick={() => setOpen('new')}>
            Write down another
          </Button>
        </p>
      )}
    </>
  )
}

function useRemoveAddress() {
  const gateway = useGateway()
  const queries = useQueryClient()
  return useMutation({
    ...gateway.account.removeAddress.mutationOptions(),
    onSettled: () => queries.invalidateQueries({ queryKey: gateway.account.addresses.pathKey() }),
  })
}

interface WrittenProps {
  address: SavedAddress
  onChange: () => void
  onRemove: (which: Pick<SavedAddress, 'id'>) => void
}

function Written({ address, onChange, onRemove }: WrittenProps) {
  const { id, name, line1, postalCode, city, country } = address
  return (
    <>
      <address>
        <b>{name}</b>
        <span>
          {line1}, {postalCode} {city}, {countryName(country)}
        </span>
      </address>
      <span className="row">
        <Button small look="quiet" onClick={onChange}>
          Change<span className="vh"> {line1}</span>
        </Button>
        <Button small look="quiet" onClick={() => onRemove({ id })}>
          Remove<span className="vh"> {line1}</span>
        </Button>
      </span>
    </>
  )
}

const NotSeen = () => (
  <Notice tone="warn" role="status" title="We cannot see your addresses right now">
    They are safe. Please come back in a moment.
  </Notice>
)
