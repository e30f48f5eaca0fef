import { expect, test } from 'vitest'
import type { Answer, Ask, Question } from './http.ts'
import { openLabClient } from './lab-client.ts'

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
