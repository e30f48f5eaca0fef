import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { createStaffBadges } from './staff-badges.ts'

const clock = new TestClock(Date.UTC(2026, 10, 20))
const badges = createStaffBadges({ secret: 'a secret of thirty-two characters', clock })
const visitor = { kind: 'guest', id: 'g1' } as const

test('makes a visitor staff under the id that they had, and nobody who shows no badge', async () => {
  const { badge, by } = await badges.issue(visitor)
  expect(by).toBe('staff:g1')
  expect(await badges.read(badge)).toEqual({ kind: 'staff', id: 'g1' })
  expect(await badges.read(undefined)).toBeUndefined()
})

test('refuses a badge that is over, that another secret signed, or that is none', async () => {
  const { badge, until } = await badges.issue(visitor)
  const forged = await createStaffBadges({ secret: 'another secret, as long as that', clock }).issue(visitor)
  for (const wrong of [forged.badge, `${badge}x`, '', 'x'.repeat(5_000)]) {
    await expect(badges.read(wrong)).rejects.toMatchObject({ code: 'unauthenticated' })
  }
  await clock.advance(Date.parse(until) - clock.now())
  await expect(badges.read(badge)).rejects.toMatchObject({ code: 'unauthenticated' })
})
