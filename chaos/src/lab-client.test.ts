import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { Answer, Ask, Question } from './http.ts'
import { openLabClient } from './lab-client.ts'
import { untilRegistered } from './until-registered.ts'

/** A lab that gives these answers, one after the other and then the last one again. */
function labThatSays(...answers: unknown[]) {
  const asked: { url: string; question: Question | undefined }[] = []
  const ask: Ask = async (url, question) => {
    asked.push({ url, question })
    const next = answers.length > 1 ? answers.shift() : answers[0]
    if (typeof next === 'number') return { status: next, text: '{"error":{"message":"no"}}' } satisfies Answer
    return { status: 200, text: JSON.stringify({ result: { data: next } }) }
  }
  return { lab: openLabClient({ gateway: 'http://shop', apiKey: 'key', ask }), asked }
}
const instance = { id: 'orders-1', service: 'orders', pid: 1, port: 1, version: '1', restarts: 0, startedAt: null }
const leased = { expiresInMs: 4_000, ttlMs: 5_000, address: '127.0.0.1:1' }
const system = (lease: typeof leased | null) => ({
  at: '2026-01-01T00:00:00.000Z',
  instances: [{ ...instance, state: 'ready', lease }],
  queues: null,
})

test('what the lab does not tell is undefined', async () => {
  expect(await labThatSays(404).lab.callers()).toBeUndefined()
  expect(await labThatSays([{ caller: 'gateway-1' }]).lab.callers()).toBeUndefined()
  expect(await labThatSays([]).lab.callers()).toEqual([])
})

test('a scope is signed by the lab, or there is none', async () => {
  const { lab, asked } = labThatSays({ token: 'signed' })
  expect(await lab.signScope({ session: 'chaos-0', without: ['retry'] })).toBe('signed')
  expect(asked[0]).toMatchObject({
    url: 'http://shop/trpc/v2/lab.signScope',
    question: { method: 'POST', body: { session: 'chaos-0', without: ['retry'] } },
  })
  await expect(labThatSays(404).lab.signScope({ session: 'chaos-0' })).rejects.toThrow('the lab signs no scope: 404')
})

test('the registry is whole at the moment at which every instance has a lease', async () => {
  const clock = new TestClock(0)
  const { lab } = labThatSays(503, system(null), system(leased))
  const whole = untilRegistered({ lab, clock, limitMs: 5_000, signal: new AbortController().signal })
  await clock.advance(0)
  await clock.advance(5_000)
  expect(await whole).toBe(200)
})

test('a registry that does not come back in time was not seen whole', async () => {
  const clock = new TestClock(0)
  const { lab } = labThatSays(system(null))
  const whole = untilRegistered({ lab, clock, limitMs: 500, signal: new AbortController().signal })
  await clock.advance(0)
  await clock.advance(5_000)
  expect(await whole).toBeUndefined()
})
