import type { UseFormRegisterReturn } from 'react-hook-form'
import { Field } from '~/components/field'
import { type AddressForm, countryNames, labels } from './checkout-form'

interface AddressFieldsProps {
  control: (name: keyof AddressForm) => UseFormRegisterReturn
  errors: Partial<Record<keyof AddressForm, { message?: string }>>
}

/** Where a print goes: the same fields in the checkout and in the address book. */
export const AddressFields = ({ control, errors }: AddressFieldsProps) => (
  <>
    <Field id="line1" label={labels.line1} error={errors.line1?.message}>
      <input {...control('line1')} autoComplete="address-line1" />
    </Field>
    <Field id="postalCode" label={labels.postalCode} half error={errors.postalCode?.message}>
      <input {...control('postalCode')} autoComplete="postal-code" />
    </Field>
    <Field id="city" label={labels.city} half error={errors.city?.message}>
      <input {...control('city')} autoComplete="address-level2" />
    </Field>
    <Field id="country" label={labels.country} error={errors.country?.message}>
      <select {...control('country')} autoComplete="country">
        {Object.entries(countryNames).map(([code, words]) => (
          <option key={code} value={code}>
            {words}
          </option>
        ))}
      </select>
    </Field>
  </>
)
