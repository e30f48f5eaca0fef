import { PassThrough } from 'node:stream'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { type Gap, pump } from './pump.ts'

/** A pump between two streams; `heard` notes each piece with its moment. */
function pumped(gap: Partial<Gap> & { isSwallowed?: () => boolean }) {
  const clock = new TestClock(0)
  const [from, to] = [new PassThrough(), new PassThrough()]
  const heard: string[] = []
  to.on('data', (bytes: Buffer) => heard.push(`${clock.now()} ${bytes}`))
  to.on('end', () => heard.push(`${clock.now()} end`))
  const { isSwallowed = () => false, ...rest } = gap
  pump({ from, to, isSwallowed, gap: () => ({ chance: () => 0, ...rest }), clock })
  return { clock, from, heard }
}

test('pieces that come together are late together, and the end comes after the last', async () => {
  const { clock, from, heard } = pumped({ delayMs: 100 })
  from.write('a')
  from.write('b')
  from.end()
  await clock.advance(0)
  await clock.advance(100)
  expect(heard).toEqual(['100 a', '100 b', '100 end'])
})

test('jitter never changes the order', async () => {
  const chances = [0.9, 0.1, 0]
  const { clock, from, heard } = pumped({ jitterMs: 100, chance: () => chances.shift() ?? 0 })
  for (const piece of 'abc') from.write(piece)
  await clock.advance(0)
  await clock.advance(1_000)
  expect(heard).toEqual(['90 a', '90 b', '90 c'])
})

test('a throttled line takes as long as its bytes do', async () => {
  const { clock, from, heard } = pumped({ bytesPerSecond: 1_000 })
  from.write('x'.repeat(500))
  from.write('y')
  await clock.advance(0)
  await clock.advance(1_000)
  expect(heard.map((each) => each.slice(0, 5))).toEqual(['500 x', '501 y'])
})

test('what is swallowed does not come later', async () => {
  let isBlack = true
  const { clock, from, heard } = pumped({ isSwallowed: () => isBlack })
  from.write('lost')
  await clock.advance(10)
  isBlack = false
  from.write('kept')
  await clock.advance(10)
  expect(heard.map((each) => each.split(' ')[1])).toEqual(['kept'])
})
