import { expect, test } from 'vitest'
import { createGroupWriter } from './group-writer.ts'

test('what comes while a batch is written goes together in the next, each with its own answer', async () => {
  const batches: (readonly number[])[] = []
  const write = createGroupWriter(async (items: readonly number[]) => {
    batches.push(items)
    await Promise.resolve()
    return items.map((item) => item * 10)
  })
  const answers = await Promise.all([write([1]), write([2, 3]), write([4])])
  expect(answers).toEqual([[10], [20, 30], [40]])
  expect(batches).toEqual([[1], [2, 3, 4]])
})

test('a batch that fails is refused as a whole, and the next is written', async () => {
  const write = createGroupWriter(async (items: readonly number[]) => {
    if (items.includes(13)) throw new Error('unlucky')
    return [...items]
  })
  const answers = await Promise.allSettled([write([1]), write([2]), write([13])])
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected'])
  expect(await write([3])).toEqual([3])
})
