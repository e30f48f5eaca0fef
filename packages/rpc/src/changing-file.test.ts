import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TestClock } from '@switchyard/runtime/clock'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ChangingFile } from './changing-file.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'switchyard-file-'))
  file = join(dir, 'words')
  await writeFile(file, 'one')
})
afterEach(() => rm(dir, { recursive: true }))

function setUp() {
  const clock = new TestClock()
  const parsed: string[] = []
  const parse = (text: string) => {
    parsed.push(text)
    if (text === '') throw new Error('is empty')
    return text
  }
  return { clock, parsed, words: new ChangingFile({ file, clock, parse }) }
}
const replace = async (text: string) => {
  await writeFile(`${file}.new`, text)
  await rename(`${file}.new`, file)
}

test('a file that stays the same is read once, however often somebody looks', async () => {
  const { words, parsed, clock } = setUp()
  await Promise.all([words.read(), words.read(), words.look()])
  for (let turn = 0; turn < 5; turn++) {
    await words.look()
    await clock.advance(1_000)
    expect(await words.read()).toBe('one')
  }
  expect(parsed).toEqual(['one'])
})

test('a file that was replaced by one as long is another file: after a second, or at once for whoever insists', async () => {
  const { words, clock } = setUp()
  await words.read()
  await replace('two')
  expect(await words.read()).toBe('one')
  expect(await words.look()).toBe('two')
  await replace('six')
  await clock.advance(1_000)
  expect(await words.read()).toBe('six')
})

test('a file that is gone or makes no sense is an error each time, and none any more once it is mended', async () => {
  const { words, clock } = setUp()
  await words.read()
  await replace('')
  await expect(words.look()).rejects.toThrow('is empty')
  await rm(file)
  await expect(words.look()).rejects.toThrow('ENOENT')
  await clock.advance(1_000)
  await expect(words.read()).rejects.toThrow('ENOENT')
  await replace('two')
  expect(await words.read()).toBe('two')
})
