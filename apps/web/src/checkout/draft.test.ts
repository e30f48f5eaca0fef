import { describe, expect, it } from 'vitest'
import { AddressForm } from './checkout-form.ts'
import { chosenOf, type Draft, emptyDraft, filledIn, keptText, readDraft, stepToShow } from './draft.ts'

const contact = { name: 'Ada Fischer', email: 'ada@example.org' }
const address = { line1: 'Lindengasse 14/7', postalCode: '1070', city: 'Wien', country: 'EU' }
const full: Draft = { ...emptyDraft, contact, address }

describe('the step of a checkout', () => {
  it('is the one that the address asks for', () => {
    expect(stepToShow('payment', full)).toBe('payment')
    expect(stepToShow('contact', full)).toBe('contact')
  })

  it('is the first that is not done, for whoever asks for a later one', () => {
    expect(stepToShow('payment', emptyDraft)).toBe('contact')
    expect(stepToShow('payment', { ...emptyDraft, contact })).toBe('address')
  })

  it('is the first one for an address that asks for nothing known', () => {
    expect(stepToShow(null, full)).toBe('contact')
    expect(stepToShow('review', full)).toBe('contact')
  })
})

describe('a draft', () => {
  it('comes back as it was kept', () => {
    expect(readDraft(JSON.stringify(full))).toEqual(full)
  })

  it('is empty for whoever comes after somebody who was signed in, and a guest keeps theirs when they sign in', () => {
    const ofAda = keptText(full, 'ada@example.org')
    expect(readDraft(ofAda, 'ada@example.org')).toEqual(full)
    expect(readDraft(ofAda, 'ben@example.org')).toEqual(emptyDraft)
    expect(readDraft(ofAda)).toEqual(emptyDraft)
    expect(readDraft(keptText(full, undefined), 'ada@example.org')).toEqual(full)
  })

  it('leaves out what does not fit', () => {
    expect(readDraft('{"contact":{"name":7,"x":1},"token":"tok_gold"}')).toEqual(emptyDraft)
    expect(readDraft('not json')).toEqual(emptyDraft)
    expect(readDraft(null)).toEqual(emptyDraft)
  })
})

describe('what is known of the buyer', () => {
  const known = { contact: { name: 'Ada Known', email: 'known@example.org' }, addresses: [{ id: 'a', ...address }] }

  it('fills in the steps in which nothing was typed', () => {
    expect(filledIn(emptyDraft, known)).toEqual({ ...emptyDraft, contact: known.contact, address })
    expect(filledIn({ ...emptyDraft, address: { ...emptyDraft.address, city: 'Graz' } }, known)).toMatchObject({
      contact: known.contact,
      address: { city: 'Graz', line1: '' },
    })
  })

  it('never writes over what was typed', () => {
    expect(filledIn(full, known)).toEqual(full)
    expect(filledIn(emptyDraft, { ...known, addresses: [] }).address).toEqual(emptyDraft.address)
    expect(filledIn(full, null)).toEqual(full)
  })
})

describe('of a book of addresses', () => {
  const book = [
    { id: 'a', ...address },
    { id: 'b', ...address, line1: 'Hill Road 2' },
  ]

  it('the one that stands in the form is chosen, and no other once a letter of it is changed', () => {
    expect(chosenOf(book, { ...address, line1: 'Hill Road 2' })?.id).toBe('b')
    expect(chosenOf(book, { ...address, line1: 'Hill Road 3' })).toBeUndefined()
    expect(chosenOf([], address)).toBeUndefined()
  })
})

describe('a postal code', () => {
  const fault = (country: string, postalCode: string) =>
    AddressForm.safeParse({ ...address, country, postalCode }).error?.issues[0]?.message

  it('is checked by the customs of its country', () => {
    expect(fault('CH', '80040')).toBe('Swiss codes have four digits, like 8004.')
    expect(fault('US', '1121')).toBe('US codes have five digits, like 11211.')
    expect(fault('GB', '8 3RL')).toBe('British codes look like E8 3RL.')
    expect(fault('EU', '')).toBe('Please tell us the code of your town, like 1070.')
  })

  it('is let through where it fits', () => {
    for (const [country, code] of [
      ['CH', '8004'],
      ['US', '11211-0042'],
      ['GB', 'E8 3RL'],
      ['EU', 'D04 XN32'],
    ] as const) {
      expect(fault(country, code)).toBeUndefined()
    }
  })
})
