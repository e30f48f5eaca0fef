import { expect, test } from 'vitest'
import { prefixQuery } from './search-words.ts'

test('every word may be the beginning of one', () => {
  expect(prefixQuery('  Conto 2 ')).toBe('conto:* & 2:*')
})

test('nothing asked is no filter, and nothing but punctuation finds nothing', () => {
  expect(prefixQuery(undefined)).toBeUndefined()
  expect(prefixQuery('   ')).toBeUndefined()
  expect(prefixQuery("'); --")).toBe('')
})

test('characters that mean something to the query language never reach it', () => {
  expect(prefixQuery("moon' & !sea | (a:b) <-> \\ \0 :*")).toBe('moon:* & sea:* & a:* & b:*')
})

test('a long search is cut to its first eight words', () => {
  expect(prefixQuery('a b c d e f g h i j')?.split(' & ')).toHaveLength(8)
})
