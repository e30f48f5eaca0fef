import { useAlive } from '~/components/use-alive'
import { countryName } from './checkout-form'
import type { KnownAddress } from './draft'

interface AddressChoiceProps {
  book: readonly KnownAddress[]
  /** Undefined: none of the book. */
  chosenId: string | undefined
  onChoose: (saved: KnownAddress | undefined) => void
}

/** One of the addresses that the buyer has kept, or another one; what is chosen stands in the fields below. */
export const AddressChoice = ({ book, chosenId, onChoose }: AddressChoiceProps) => (
  <fieldset className="pays" disabled={!useAlive()}>
    <legend className="small dim">From your addresses</legend>
    {[...book, undefined].map((saved) => (
      <label key={saved?.id ?? 'another'} className="check">
        <input
          type="radio"
          name="saved-address"
          value={saved?.id ?? 'another'}
          checked={saved?.id === chosenId}
          onChange={() => onChoose(saved)}
        />
        <span>{saved ? lineOf(saved) : 'Another address'}</span>
      </label>
    ))}
  </fieldset>
)

const lineOf = ({ line1, postalCode, city, country }: KnownAddress) =>
  `${line1}, ${postalCode} ${city}, ${countryName(country)}`
