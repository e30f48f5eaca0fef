import { expect, it } from 'vitest'
import { nearestWord } from './nearest-word.ts'

const words = ['contour', 'moon', 'ridge']

it('finds the word that was meant', () => {
  expect(nearestWord('contuor', words)).toBe('contour')
  expect(nearestWord('MOONS', words)).toBe('moon')
})

it('suggests nothing when no word is near', () => {
  expect(nearestWord('elephant', words)).toBeUndefined()
  expect(nearestWord('', words)).toBeUndefined()
})
