import { afterAll, expect, test } from 'vitest'
import { makeScratchCopy } from './scratch-copy.ts'
import { readBugs } from './seeded-bug.ts'
import { tryBug, trySound } from './try-bug.ts'

/** A slice; `npm run verify` tries them all. */
const slice = ['no-inbox', 'refund-forgotten', 'acknowledged-before-the-effect']
const patienceMs = 180_000

const engines = {
  adminUrl: process.env.TEST_DATABASE_URL ?? '',
  redisUrl: process.env.TEST_REDIS_URL ?? '',
}
const copy = makeScratchCopy()
afterAll(() => copy[Symbol.dispose]())

test('without a bug nothing stays broken, though every message comes again', { timeout: patienceMs }, async () => {
  const { told, isAsItShould } = await trySound('shopping', { copy, engines })
  expect(isAsItShould, told).toBe(true)
})

test.each(slice)('%s is caught under its name', { timeout: patienceMs }, async (name) => {
  const bug = readBugs().find((one) => one.name === name)
  if (!bug) throw new Error(`there is no seeded bug "${name}"`)
  const { told, isAsItShould, broken } = await tryBug(bug, { copy, engines })
  expect(isAsItShould, told).toBe(true)
  expect(broken).toContain(bug.breaks)
})
