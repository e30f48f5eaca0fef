import { expect, it } from 'vitest'
import { listed, termsInWords } from './terms-words.ts'

it('says what a visitor’s calls do without', () => {
  expect(termsInWords({ without: ['retry', 'hedge'], strategy: 'round-robin' })).toBe(
    'without retry and hedge, by round robin',
  )
  expect(termsInWords({ without: ['retry'], places: 4 })).toBe('without retry, through a door of 4 places')
  expect(termsInWords({ without: [] })).toBe('with every pattern, and with your own faults')
})

it('lists one, two and three', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ])
})
