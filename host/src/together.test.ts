import { expect, it } from 'vitest'
import { together } from './together.ts'

const untilAborted = (signal: AbortSignal, then: () => void = () => {}) =>
  new Promise<never>((_resolve, reject) =>
    signal.addEventListener('abort', () => {
      then()
      reject(new Error('given up'))
    }),
  )

it('gives both results', async () => {
  const both = together(
    new AbortController().signal,
    async () => 1,
    async () => 'two',
  )
  await expect(both).resolves.toEqual([1, 'two'])
})

it('throws the first failure, once the other has been given up', async () => {
  let givenUp = false
  const failing = together(
    new AbortController().signal,
    (signal) =>
      untilAborted(signal, () => {
        givenUp = true
      }),
    async () => {
      throw new Error('disk full')
    },
  )
  await expect(failing).rejects.toThrow('disk full')
  expect(givenUp).toBe(true)
})

it('throws the reason of an abort from outside', async () => {
  const outside = new AbortController()
  const waiting = together(outside.signal, untilAborted, untilAborted)
  outside.abort(new Error('Ctrl-C'))
  await expect(waiting).rejects.toThrow('Ctrl-C')
})
