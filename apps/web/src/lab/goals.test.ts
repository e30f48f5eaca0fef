import { expect, it } from 'vitest'
import { keepSeen } from './goals.ts'

it('keeps the moment in which a goal was first seen, also when it is not seen any more', () => {
  const first = keepSeen({}, [{ key: 'dies', seen: true }], 5)
  const second = keepSeen(first, [{ key: 'dies', seen: false }], 6)
  const third = keepSeen(second, [{ key: 'dies', seen: true }], 7)
  expect(third).toEqual({ dies: 5 })
})

it('changes nothing while nothing new is seen, so that a page is not drawn again for it', () => {
  const kept = keepSeen({}, [{ key: 'dies', seen: true }], 5)
  expect(keepSeen(kept, [{ key: 'dies', seen: true }], 6)).toBe(kept)
})
