import { expect, test } from 'vitest'
import { staffSecondFactorOf } from './caller.ts'

test('staff have to have a second factor where the lab is closed, unless somebody has said otherwise', () => {
  expect(staffSecondFactorOf({ LAB_ENABLED: false })).toBe('required')
  expect(staffSecondFactorOf({ LAB_ENABLED: true })).toBe('offered')
  expect(staffSecondFactorOf({ LAB_ENABLED: false, STAFF_SECOND_FACTOR: 'offered' })).toBe('offered')
  expect(staffSecondFactorOf({ LAB_ENABLED: true, STAFF_SECOND_FACTOR: 'required' })).toBe('required')
})
