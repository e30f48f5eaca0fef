import { TestClock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { readArguments } from './arguments.ts'
import { type CampaignOptions, runCampaign } from './campaign.ts'
import type { OwnShop } from './own-shop.ts'
import { faultReport } from './testing/reports.ts'

/** A campaign on shops that do nothing; `notes` tells what it opened, measured, ran and closed. */
async function campaigned(args: readonly string[], differs: Partial<CampaignOptions> = {}) {
  const campaign = readArguments(args)
  if (campaign === 'help') throw new Error('help was not asked for')
  const notes: string[] = []
  const open: CampaignOptions['open'] = async ({ kind }) => {
    notes.push(`open ${kind}`)
    return {
      subject: {},
      dataDir: '',
      [Symbol.asyncDispose]: async () => void notes.push('close'),
    } as unknown as OwnShop
  }
  const found = await runCampaign({
    campaign,
    withoutNamespace: undefined,
    clock: new TestClock(0),
    signal: new AbortController().signal,
    write: () => {},
    onProgress: ({ reports, notRun }) => void notes.push(`kept ${reports.length + notRun.length}`),
    open,
    measure: async () => {
      notes.push('measure')
      return { perSecond: 400, stages: [] }
    },
    run: async ({ fault, plan }) => {
      notes.push(`${fault.name} at ${plan.rate}/s`)
      return faultReport({ fault: fault.name })
    },
    ...differs,
  })
  return { found, notes }
}
const broken = (name: string) => ({ brokenOff: name === 'kill-service' ? 'the host refused' : undefined })

test('all faults of a kind share one shop, whose capacity is measured once; each is kept when it is done', async () => {
  const { found, notes } = await campaigned(['--faults', 'kill-service,redis-wipe,proxy-delay'])
  expect(notes).toEqual([
    ...['open plain', 'measure', 'kill-service at 240/s', 'kept 1', 'redis-wipe at 240/s', 'kept 2', 'close'],
    ...['open proxied', 'measure', 'proxy-delay at 240/s', 'kept 3', 'close'],
  ])
  expect(found.capacities).toMatchObject([
    { ground: 'plain', rate: 240 },
    { ground: 'proxied', rate: 240 },
  ])
})

test('a fault that fills a disk gets a shop of its own with a small one', async () => {
  const { notes } = await campaigned(['--faults', 'postgres-disk,redis-wipe', '--rate', '40'])
  expect(notes.filter((note) => note.startsWith('open'))).toEqual(['open plain', 'open small-disk'])
})

test('a fixed rate measures nothing', async () => {
  const { notes, found } = await campaigned(['--faults', 'kill-service', '--rate', '40'])
  expect(notes).toEqual(['open plain', 'kill-service at 40/s', 'kept 1', 'close'])
  expect(found.capacities).toEqual([])
})

test('a fault that fails is told as not run, and the next one gets a new shop at the same rate', async () => {
  const run: CampaignOptions['run'] = async ({ fault }) => {
    if (fault.name === 'kill-service') throw new Error('the host does not answer')
    return faultReport({ fault: fault.name })
  }
  const { found, notes } = await campaigned(['--faults', 'kill-service,redis-wipe'], { run })
  expect(found.notRun).toEqual([{ fault: 'kill-service', why: 'the host does not answer' }])
  expect(found.reports.map(({ fault }) => fault)).toEqual(['redis-wipe'])
  expect(notes).toEqual(['open plain', 'measure', 'close', 'kept 1', 'open plain', 'kept 2', 'close'])
})

test('a fault that was broken off is reported as far as it came, and spoils its shop', async () => {
  const run: CampaignOptions['run'] = async ({ fault }) => faultReport({ fault: fault.name, ...broken(fault.name) })
  const { found, notes } = await campaigned(['--faults', 'kill-service,redis-wipe'], { run })
  expect(found.reports.map(({ brokenOff }) => brokenOff)).toEqual(['the host refused', undefined])
  expect(notes.filter((note) => note === 'close')).toHaveLength(2)
})

test('a shop that does not open is told for every fault that needed it', async () => {
  const open: CampaignOptions['open'] = () => Promise.reject(new Error('no port'))
  const { found } = await campaigned(['--faults', 'kill-service,redis-wipe'], { open })
  expect(found.notRun.map(({ why }) => why)).toEqual(['no port', 'no port'])
})

test('partitions are not run where there is no namespace, with the reason, and never count as passed', async () => {
  const { found, notes } = await campaigned(['--faults', 'partition'], { withoutNamespace: 'nft is not installed' })
  expect(found.reports).toEqual([])
  expect(found.notRun).toHaveLength(3)
  expect(found.notRun[0]).toEqual({ fault: 'partition-both', why: 'nft is not installed' })
  expect(notes.filter((note) => note.startsWith('open'))).toEqual([])
})
