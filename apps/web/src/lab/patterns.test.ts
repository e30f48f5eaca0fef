import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { patternGroups } from './patterns.ts'

it('lists exactly the patterns that docs/patterns.md tells of, by the same names', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../../docs/patterns.md'), 'utf8')
  const told = [...text.matchAll(/^### ([A-Z]\d+[a-z]?) (.+)$/gm)].map(([, id, name]) => `${id} ${name}`)
  expect(patternGroups.flatMap(({ patterns }) => patterns.map(([id, name]) => `${id} ${name}`))).toEqual(told)
})
