import { expect, test } from 'vitest'
import { readLines } from './lines.ts'

async function* bodyOf(...chunks: (string | Buffer)[]) {
  for (const chunk of chunks) yield Buffer.from(chunk)
}
const read = async (body: AsyncIterable<Buffer>, bytesMax = 100) => {
  const lines: string[] = []
  for await (const line of readLines(body, bytesMax)) lines.push(line)
  return lines
}

test('lines are the same however the body was cut', async () => {
  expect(await read(bodyOf('a\nb', 'c\n', '\nd'))).toEqual(['a', 'bc', '', 'd'])
})

test('a character that was cut in two is whole', async () => {
  const bytes = Buffer.from('ä\n')
  expect(await read(bodyOf(bytes.subarray(0, 1), bytes.subarray(1)))).toEqual(['ä'])
})

test('an empty body has no lines', async () => {
  expect(await read(bodyOf())).toEqual([])
})

test('a body over the limit is not read on', async () => {
  await expect(read(bodyOf('x'.repeat(60), 'x'.repeat(60)))).rejects.toThrow('larger than 100 bytes')
})
