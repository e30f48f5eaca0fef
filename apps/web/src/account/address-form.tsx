'use client'

import type { SavedAddress } from '@switchyard/contracts/account'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { AddressFields } from '~/checkout/address-fields'
import { ArrivingHeading } from '~/components/arriving-heading'
import { Button } from '~/components/button'
import { Field } from '~/components/field'
import { useGateway } from '~/gateway-browser'
import { labels, SavedAddressForm } from './account-forms'
import { EntryForm, useEntryForm } from './entry-form'

interface AddressFormProps {
  /** The one to change; without it a new one is written down. */
  address?: SavedAddress
  /** To whom a new one is addressed, until somebody says otherwise. */
  name?: string
  onShut: () => void
}

/** One address of the book, to be written. */
export function AddressForm({ address, name = '', onShut }: AddressFormProps) {
  const save = useSaveAddress(onShut)
  const { id, ...known } = address ?? { id: undefined, ...empty, name }
  const entry = useEntryForm({
    ...{ schema: SavedAddressForm, values: known, error: save.error },
    onDone: (values) => save.mutate({ ...values, ...(id && { id }) }),
  })
  const { control, errors } = entry
  return (
    <section className="ac-f">
      <ArrivingHeading>{id ? 'Change this address' : 'A new address'}</ArrivingHeading>
      <EntryForm {...entry}>
        <Field id="name" label={labels.name} error={errors.name?.message}>
          <input {...control('name')} autoComplete="name" />
        </Field>
        <AddressFields control={control} errors={errors} />
        <div className="row between form-a">
          <Button look="quiet" onClick={onShut}>
            Leave it
          </Button>
          <Button type="submit" waiting={save.isPending && 'Keeping it'}>
            Keep it
          </Button>
        </div>
      </EntryForm>
    </section>
  )
}

const empty: SavedAddressForm = { name: '', line1: '', postalCode: '', city: '', country: 'EU' }

function useSaveAddress(onSaved: () => void) {
  const gateway = useGateway()
  const queries = useQueryClient()
  return useMutation({
    ...gateway.account.saveAddress.mutationOptions(),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: gateway.account.addresses.pathKey() })
      onSaved()
    },
  })
}
