import type { Print, Stock } from '@switchyard/contracts/inventory'
import type { PrintNews } from '@switchyard/contracts/pages'
import type { CallContext } from '@switchyard/rpc/envelope'
import { Failure } from '@switchyard/rpc/failure'
import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { printNews } from './print-news.ts'
import type { Services } from './services.ts'

const sku = 'one-a2'

/** A print whose price and stock the test sets, followed by one stream whose hints the test gives. */
function scene() {
  const clock = new TestClock()
  const leaving = new AbortController()
  const state = {
    amount: 100,
    available: 5 as number | null,
    failure: null as Failure | null,
    looks: 0,
    copyAgeMsMax: 0,
  }
  const bells = new Map<string, () => void>()
  const answer = async (value: () => unknown) => {
    if (state.failure) throw state.failure
    return value()
  }
  const inventory = {
    printBySlug: {
      query: () => {
        state.looks += 1
        const variants = [{ sku, size: 'a2', edition: 10, price: { amount: state.amount, currency: 'EUR' } }]
        return answer(() => ({ variants }) as Partial<Print>)
      },
    },
    stockOfPrint: {
      query: async () => {
        if (state.available === null) throw new Failure('unavailable')
        return answer(() => [{ sku, available: state.available }] as Partial<Stock>[])
      },
    },
  }
  const stream = printNews('one', { envelope: {}, signal: leaving.signal } as CallContext, {
    services: {
      inventory: ({ copyAgeMsMax = Number.POSITIVE_INFINITY }: CallContext) => {
        state.copyAgeMsMax = copyAgeMsMax
        return inventory
      },
    } as unknown as Services,
    hear: (topic, slug, wake) => {
      bells.set(`${topic}/${slug}`, wake)
      return () => void bells.delete(`${topic}/${slug}`)
    },
    clock,
  })
  const heard: PrintNews['variants'] = []
  const reading = (async () => {
    for await (const { variants } of stream) heard.push(...variants)
  })()
  return { clock, leaving, state, bells, heard, reading }
}

const said = ({ heard }: ReturnType<typeof scene>) => heard.map(({ price, available }) => [price.amount, available])

test('tells what is true now, and each change as soon as it is hinted at', async () => {
  const shop = scene()
  await shop.clock.advance(0)
  shop.state.amount = 200
  shop.bells.get('price/one')?.()
  await shop.clock.advance(0)
  shop.state.available = 4
  shop.bells.get('stock/one')?.()
  await shop.clock.advance(0)
  expect(said(shop)).toEqual([
    [100, 5],
    [200, 5],
    [200, 4],
  ])
})

test('finds a change by itself within a second when its hint was lost, and says nothing while nothing changes', async () => {
  const shop = scene()
  await shop.clock.advance(5_000)
  // The copy that a look takes may have been made just before the change.
  await shop.clock.advance(shop.state.copyAgeMsMax)
  shop.state.available = 4
  await shop.clock.advance(1_000 - shop.state.copyAgeMsMax)
  expect(said(shop)).toEqual([
    [100, 5],
    [100, 4],
  ])
})

test('a stock that cannot be asked for is unknown, and known again by itself', async () => {
  const shop = scene()
  await shop.clock.advance(0)
  shop.state.available = null
  await shop.clock.advance(1_000)
  shop.state.available = 5
  await shop.clock.advance(1_000)
  expect(said(shop)).toEqual([
    [100, 5],
    [100, null],
    [100, 5],
  ])
})

test('ends for a print that is not there, and when its reader leaves; nobody is listened for any more', async () => {
  const nothing = scene()
  nothing.state.failure = new Failure('not_found')
  await nothing.clock.advance(0)
  await nothing.clock.advance(1_000)
  await nothing.reading
  const left = scene()
  await left.clock.advance(0)
  left.leaving.abort()
  await left.reading
  expect([nothing.bells.size, left.bells.size]).toEqual([0, 0])
})
