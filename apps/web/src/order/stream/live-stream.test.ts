import type { TimelineEntry } from '@switchyard/contracts/orders'
import { expect, it } from 'vitest'
import { type Access, type Connection, createLiveStream, type Heard, type Message, type Tiding } from './live-stream.ts'

const entry = (seq: number): TimelineEntry => ({ seq, at: '2026-11-23T10:00:00.000Z', status: 'pending', note: null })

/** A browser with tabs, one lock, and streams that the test speaks through; alarms go off when the test says so. */
function browserWithTabs() {
  const tabs: { tab: string; hear: (message: Message) => void; elected: () => void }[] = []
  const streams: { wants: readonly Access[]; heard: Heard; open: boolean }[] = []
  const alarms: (() => void)[] = []
  const open = (tab: string) => {
    const others = () => tabs.filter((one) => one.tab !== tab)
    const mine = { tab, hear: (_: Message) => {}, elected: () => {} }
    tabs.push(mine)
    const stream = createLiveStream({
      tab,
      post: (message) => {
        for (const { hear } of others()) hear(message)
      },
      listen: (hear) => {
        mine.hear = hear
      },
      elect: (elected) => {
        mine.elected = elected
        if (tabs[0] === mine) elected()
      },
      open: (wants, heard) => {
        const opened = { wants, heard, open: true }
        streams.push(opened)
        return () => {
          opened.open = false
        }
      },
      after: (_, run) => void alarms.push(run),
    })
    const seen = { seqs: new Set<number>(), connection: 'connecting' as Connection }
    const looksAt = (orderId: string) =>
      stream.follow(
        { orderId },
        {
          told: (tidings) => {
            for (const one of tidings) if ('seq' in one) seen.seqs.add(one.seq)
          },
          stands: (connection) => {
            seen.connection = connection
          },
        },
      )
    const follow = (access: Access, hear: (tiding: Tiding) => void) =>
      stream.follow(access, { told: (tidings) => tidings.forEach(hear), stands: () => {} })
    const closes = () => {
      stream.leave()
      tabs.splice(tabs.indexOf(mine), 1)
      for (const one of streams) one.open = false
      tabs[0]?.elected()
    }
    return { looksAt, follow, closes, seen }
  }
  const pass = () => {
    for (const run of alarms.splice(0)) run()
  }
  const openStreams = () => streams.filter((one) => one.open)
  return { open, pass, openStreams, opened: () => streams.length }
}

it('seven tabs on one order are all live over one stream', () => {
  const { open, pass, openStreams, opened } = browserWithTabs()
  const tabs = Array.from({ length: 7 }, (_, index) => open(`tab-${index}`))
  for (const tab of tabs) tab.looksAt('a')
  pass()
  openStreams()[0]?.heard.stands('live')
  openStreams()[0]?.heard.told('a', entry(1))
  expect(opened()).toBe(1)
  expect(tabs.map(({ seen }) => [[...seen.seqs], seen.connection])).toEqual(tabs.map(() => [[1], 'live']))
})

it('a tab that comes late hears what was told before', () => {
  const { open, pass, openStreams } = browserWithTabs()
  open('first').looksAt('a')
  pass()
  openStreams()[0]?.heard.stands('live')
  openStreams()[0]?.heard.told('a', entry(1))
  const late = open('late')
  late.looksAt('a')
  pass()
  expect([[...late.seen.seqs], late.seen.connection, openStreams().length]).toEqual([[1], 'live', 1])
})

it('when the tab that holds the stream closes, another opens it for all that is looked at', () => {
  const { open, pass, openStreams } = browserWithTabs()
  const [first, second, third] = [open('first'), open('second'), open('third')]
  for (const [tab, order] of [
    [first, 'a'],
    [second, 'a'],
    [third, 'b'],
  ] as const)
    tab.looksAt(order)
  pass()
  first.closes()
  pass()
  expect(openStreams().map(({ wants }) => wants.map((one) => 'orderId' in one && one.orderId).sort())).toEqual([
    ['a', 'b'],
  ])
  openStreams()[0]?.heard.told('b', entry(4))
  expect([[...second.seen.seqs], [...third.seen.seqs]]).toEqual([[], [4]])
})

it('tabs on several orders share one stream, and it ends when nobody looks any more', () => {
  const { open, pass, openStreams } = browserWithTabs()
  const leaveA = open('first').looksAt('a')
  const leaveB = open('second').looksAt('b')
  pass()
  expect(openStreams().map(({ wants }) => wants.length)).toEqual([2])
  leaveA()
  leaveB()
  pass()
  expect(openStreams()).toEqual([])
})

it('a stream that failed is opened again', () => {
  const { open, pass, openStreams, opened } = browserWithTabs()
  const tab = open('first')
  tab.looksAt('a')
  pass()
  openStreams()[0]?.heard.stands('live')
  openStreams()[0]?.heard.failed()
  expect(tab.seen.connection).toBe('connecting')
  pass()
  expect(opened()).toBe(2)
})

it('a browser for which there is no room says so all the while, asks again, and is live once one stream has stayed', () => {
  const { open, pass, openStreams, opened } = browserWithTabs()
  const [first, second] = [open('first'), open('second')]
  for (const tab of [first, second]) tab.looksAt('a')
  pass()
  const both = () => [first.seen.connection, second.seen.connection]
  for (let tries = 1; tries <= 3; tries += 1) {
    // It begins, and is told within.
    openStreams().at(-1)?.heard.stands('live')
    if (tries > 1) expect(both()).toEqual(['full', 'full'])
    openStreams().at(-1)?.heard.failed('full')
    expect(both()).toEqual(['full', 'full'])
    pass()
    expect([opened(), ...both()]).toEqual([tries + 1, 'full', 'full'])
  }
  openStreams().at(-1)?.heard.stands('live')
  pass()
  expect(both()).toEqual(['live', 'live'])
})

it('a print goes through the same stream, and whoever comes late hears its latest news alone', () => {
  const { open, pass, openStreams } = browserWithTabs()
  const news = (amount: number) => ({
    slug: 'one',
    variants: [{ sku: 'one-a2', price: { amount, currency: 'EUR' as const }, available: 1 }],
  })
  open('first').looksAt('a')
  const follow = (tab: ReturnType<typeof open>) => {
    const prices: number[] = []
    tab.follow({ slug: 'one' }, (one) => 'variants' in one && prices.push(one.variants[0]?.price.amount ?? 0))
    return prices
  }
  const early = follow(open('second'))
  pass()
  expect(openStreams().map(({ wants }) => wants.length)).toEqual([2])
  for (const amount of [100, 200]) openStreams()[0]?.heard.told('one', news(amount))
  const late = follow(open('third'))
  expect([early.slice(0, 2), late]).toEqual([[100, 200], [200]])
})

it('news of a print that nobody looked at for a while are not told again', () => {
  const { open, pass, openStreams } = browserWithTabs()
  const { follow } = open('only')
  const told: Tiding[] = []
  const leave = follow({ slug: 'one' }, (one) => told.push(one))
  pass()
  openStreams()[0]?.heard.told('one', { slug: 'one', variants: [] })
  leave()
  pass()
  follow({ slug: 'one' }, (one) => told.push(one))
  expect(told).toHaveLength(1)
})
