import { expect, test } from 'vitest'
import { createGuests } from './guests.ts'

const guests = createGuests({ secret: 'a secret of this shop', newId: () => '0193f000-0000-7000-8000-00000000000a' })

test('knows the guest that it issued', () => {
  const { id, cookie } = guests.issue()
  expect(guests.read(cookie)).toBe(id)
})

test('refuses a cookie whose id or signature was changed, or that another secret signed', () => {
  const { id, cookie } = guests.issue()
  const signature = cookie.split('.')[1]
  expect(guests.read(`0193f000-0000-7000-8000-00000000000b.${signature}`)).toBeNull()
  expect(guests.read(`${id}.${signature?.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))}`)).toBeNull()
  expect(createGuests({ secret: 'another', newId: () => id }).read(cookie)).toBeNull()
  expect(guests.read(undefined)).toBeNull()
  expect(guests.read(`${id}.`)).toBeNull()
})
