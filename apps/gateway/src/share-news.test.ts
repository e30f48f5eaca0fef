import type { PrintNews } from '@switchyard/contracts/pages'
import type { CallContext } from '@switchyard/rpc/envelope'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import type { NewsOf } from './follow-live.ts'
import { shareNews } from './share-news.ts'

const own = 'the gateway'

/** Prints of which the test tells news, and everybody who was asked to look. */
function scene() {
  const lookers: string[] = []
  const open = new Map<string, Teller>()
  const newsOf: NewsOf = (slug, { envelope, signal }) => {
    lookers.push(envelope.callId)
    const teller = tellerOf(signal)
    open.set(slug, teller)
    return teller.news()
  }
  const share = shareNews({
    newsOf,
    ownContext: (signal) => contextOf({ callId: own }, signal),
    clock: new TestClock(),
  })
  /** Somebody who looks at a print, and what they were told. */
  const follow = (slug: string, envelope: Partial<CallContext['envelope']> = {}) => {
    const leaving = new AbortController()
    const told: (number | null | undefined)[] = []
    const ended = (async () => {
      for await (const { variants } of share(slug, contextOf(envelope, leaving.signal)))
        told.push(variants[0]?.available)
      return 'over'
    })().catch((error: unknown) => error)
    return { told, ended, leave: () => leaving.abort() }
  }
  const teller = async (slug: string) => {
    await expect.poll(() => open.get(slug)).toBeDefined()
    return open.get(slug) as Teller
  }
  return { lookers, follow, teller }
}

const contextOf = (envelope: Partial<CallContext['envelope']>, signal: AbortSignal) =>
  ({ envelope, signal }) as CallContext

interface Teller {
  news: NewsOf extends (...args: never[]) => infer News ? () => News : never
  tell(available: number): void
  end(error?: Error): void
  signal: AbortSignal
}

function tellerOf(signal: AbortSignal): Teller {
  const stream = new TransformStream<PrintNews, PrintNews>(undefined, { highWaterMark: 100 }, { highWaterMark: 100 })
  const writer = stream.writable.getWriter()
  return {
    signal,
    tell: (available) => void writer.write({ slug: 'moon', variants: [{ sku: 'moon-a3', available }] } as PrintNews),
    end: (error) => void (error ? writer.abort(error) : writer.close()).catch(() => {}),
    async *news() {
      yield* stream.readable
    },
  }
}

test('everybody who looks at a print is told of each change, for one look; who comes later hears the latest at once', async () => {
  const { lookers, follow, teller } = scene()
  const [one, other] = [follow('moon'), follow('moon')]
  const { tell } = await teller('moon')
  tell(5)
  await expect.poll(() => [one.told, other.told]).toEqual([[5], [5]])
  tell(4)
  await expect
    .poll(() => [one.told, other.told])
    .toEqual([
      [5, 4],
      [5, 4],
    ])
  const late = follow('moon')
  await expect.poll(() => late.told).toEqual([4])
  expect(lookers).toEqual([own])
})

test('each print is looked at for itself', async () => {
  const { lookers, follow, teller } = scene()
  const [moon, sun] = [follow('moon'), follow('sun')]
  const [ofMoon, ofSun] = [await teller('moon'), await teller('sun')]
  ofMoon.tell(1)
  ofSun.tell(2)
  await expect.poll(() => [moon.told, sun.told]).toEqual([[1], [2]])
  expect(lookers).toEqual([own, own])
})

test('looking ends with the last who leaves, and begins anew with the next who comes', async () => {
  const { lookers, follow, teller } = scene()
  const [one, other] = [follow('moon'), follow('moon')]
  const { signal } = await teller('moon')
  one.leave()
  expect(await one.ended).toBe('over')
  expect(signal.aborted).toBe(false)
  other.leave()
  expect(await other.ended).toBe('over')
  expect(signal.aborted).toBe(true)
  follow('moon')
  await expect.poll(() => lookers).toEqual([own, own])
})

test.each([
  ['a version that they are pinned to', { pins: { inventory: '2' } }],
  ['terms of the lab', { lab: { without: ['retry'] } }],
] as const)('who calls under %s looks by themselves', async (_, terms) => {
  const { lookers, follow } = scene()
  follow('moon')
  follow('moon', { callId: 'a visitor', ...terms } as Partial<CallContext['envelope']>)
  await expect.poll(() => lookers.toSorted()).toEqual(['a visitor', own])
})

test('what ends the news ends them for everybody, and who comes afterwards looks anew', async () => {
  const { lookers, follow, teller } = scene()
  const [one, other] = [follow('moon'), follow('moon')]
  const failure = new Error('it broke')
  const failing = await teller('moon')
  failing.end(failure)
  expect([await one.ended, await other.ended]).toEqual([failure, failure])
  const another = follow('moon')
  await expect.poll(() => lookers).toEqual([own, own])
  const ending = await teller('moon')
  ending.end()
  expect(await another.ended).toBe('over')
})
