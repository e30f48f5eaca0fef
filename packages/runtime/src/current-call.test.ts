import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type CurrentCall, currentCall, serveCall } from './current-call.ts'

const callOf = (ms: number): CurrentCall => ({ signal: new AbortController().signal, leftMs: () => ms })

test('calls that are served side by side each see their own, also after waiting', async () => {
  const seen = await Promise.all(
    [1, 2, 3].map((ms) =>
      serveCall(callOf(ms), async () => {
        await nextTurn()
        return currentCall()?.leftMs()
      }),
    ),
  )
  expect(seen).toEqual([1, 2, 3])
})

test('work that serves no call sees none, also while others are served', async () => {
  const served = serveCall(callOf(1), () => nextTurn())
  expect(currentCall()).toBeUndefined()
  await served
  expect(currentCall()).toBeUndefined()
})
