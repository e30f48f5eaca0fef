import { dictionary } from '@zxcvbn-ts/language-common'
import { expect, test } from 'vitest'
import { isEasilyGuessed, refuseEasilyGuessed } from './easily-guessed.ts'

test('every leaked password of the list that is long enough to be chosen is refused, in whatever case', () => {
  const long = dictionary['passwords-common'].filter(({ length }) => length >= 8)
  expect(long.length).toBeGreaterThan(3_000)
  expect(long.filter((password) => !isEasilyGuessed(password))).toEqual([])
  expect(['Password1', 'TRUSTNO1', 'qwertyuiop'].map(isEasilyGuessed)).toEqual([true, true, true])
})

test('the shop’s own name is refused, with whatever digits and signs, and a sentence that has it in it is not', () => {
  expect(['Halftone2026!', 'halftone-demo', '1switchyard1'].map(isEasilyGuessed)).toEqual([true, true, true])
  const fine = ['a halftone of grey 12', 'correct horse battery staple', 'a moth in relay 70', 'ⅿöwe über graz']
  expect(fine.filter(isEasilyGuessed)).toEqual([])
})

test('the refusal names the field, and not the password', () => {
  expect(() => refuseEasilyGuessed('a moth in relay 70', 'password')).not.toThrow()
  expect(() => refuseEasilyGuessed('trustno1', 'newPassword')).toThrow(
    expect.objectContaining({
      code: 'invalid_input',
      details: {
        detail: expect.not.stringContaining('trustno1'),
        issues: [expect.objectContaining({ path: 'newPassword' })],
      },
    }),
  )
})
