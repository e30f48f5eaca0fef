import { expect, onTestFinished, test } from 'vitest'
import { TestClock } from './clock.ts'
import { createLog } from './log.ts'
import { shipLogs } from './ship-logs.ts'
import { collector } from './testing/collector.ts'

function shipTo(url: string) {
  const clock = new TestClock()
  const lost: number[] = []
  const resource = { 'service.name': 'orders' }
  const shipment = shipLogs({ url, headers: { 'api-key': 'k' }, resource, clock, onLost: (n) => lost.push(n) })
  const log = createLog({ instance: 'orders-1', level: 'info', to: shipment })
  onTestFinished(() => shipment.close())
  return { clock, lost, log, shipment }
}

test('a collector gets each line with its level, its time and its fields, and by whom it was logged', async () => {
  const { url, told, taken, records } = await collector()
  const { clock, log } = shipTo(url)
  log.warn(
    { orderId: 'o-1', tries: 3, ratio: 0.5, done: false, skus: ['a', 'b'], by: { id: 'p-1' }, none: null },
    'late',
  )
  await clock.advance(1_000)
  await expect.poll(records).toHaveLength(1)
  expect(taken[0]?.resource.attributes).toEqual([{ key: 'service.name', value: { stringValue: 'orders' } }])
  expect(told.headers).toMatchObject({ 'api-key': 'k', 'content-type': 'application/json' })
  expect(records()[0]).toEqual({
    timeUnixNano: expect.stringMatching(/^1\d{12}000000$/),
    ...{ severityNumber: 13, severityText: 'WARN', body: { stringValue: 'late' } },
    attributes: [
      { key: 'instance', value: { stringValue: 'orders-1' } },
      { key: 'orderId', value: { stringValue: 'o-1' } },
      { key: 'tries', value: { intValue: '3' } },
      { key: 'ratio', value: { doubleValue: 0.5 } },
      { key: 'done', value: { boolValue: false } },
      { key: 'skus', value: { arrayValue: { values: [{ stringValue: 'a' }, { stringValue: 'b' }] } } },
      { key: 'by', value: { kvlistValue: { values: [{ key: 'id', value: { stringValue: 'p-1' } }] } } },
      { key: 'none', value: {} },
    ],
  })
})

test('what is struck out of the log is struck out of what is sent', async () => {
  const { url, taken, records } = await collector()
  const { clock, log } = shipTo(url)
  log.info({ email: 'ada@example.test', order: { token: 'tok_ok' } }, 'said')
  await clock.advance(1_000)
  await expect.poll(records).toHaveLength(1)
  expect(JSON.stringify(taken)).not.toMatch(/ada@|tok_ok/)
})

test('lines of a time in which the collector was away, or had too much to do, arrive once and in order when it is back', async () => {
  const { url, told, words, listen, leave } = await collector()
  const { clock, lost, log } = shipTo(url)
  await leave()
  log.info('one')
  await clock.advance(1_000)
  log.info('two')
  await listen()
  told.status = 503
  await expect.poll(() => clock.advance(30_000).then(() => told.asked)).toBeGreaterThan(0)
  log.info('three')
  told.status = 200
  await expect.poll(() => clock.advance(30_000).then(words)).toEqual(['one', 'two', 'three'])
  expect(lost).toEqual([])
})

test('a collector that says nothing holds nobody up: so many lines wait and no more, and what was lost is told once it answers', async () => {
  const { url, told, words, leave, listen } = await collector()
  const { clock, lost, log } = shipTo(url)
  told.silent = true
  log.info('first')
  await clock.advance(1_000)
  await expect.poll(() => told.asked).toBe(1)
  const lines = 10_000
  for (let left = lines; left > 0; left--) log.info({ left, text: 'x'.repeat(200) }, 'more')
  expect(told.asked).toBe(1)
  told.silent = false
  await leave()
  await listen()
  await expect.poll(() => clock.advance(30_000).then(() => lost)).toHaveLength(1)
  await expect.poll(() => words().length + (lost[0] ?? 0)).toBe(lines + 1)
  expect(lost[0]).toBeGreaterThan(lines / 2)
})

test('what a collector will never take is not sent again, and counted', async () => {
  const { url, told, words } = await collector()
  const { clock, lost, log } = shipTo(url)
  told.status = 400
  log.info('one')
  await clock.advance(1_000)
  await expect.poll(() => told.asked).toBe(1)
  await clock.advance(60_000)
  expect(told.asked).toBe(1)
  told.status = 200
  log.info('two')
  await expect.poll(() => clock.advance(1_000).then(words)).toEqual(['two'])
  await expect.poll(() => lost).toEqual([1])
})

test('what is closed sends what waits at once, and gives it up where the collector is away or says nothing for a second', async () => {
  const { url, told, words, leave } = await collector()
  const ending = shipTo(url)
  ending.log.info('farewell')
  await ending.shipment.close()
  expect(words()).toEqual(['farewell'])

  const ignored = shipTo(url)
  told.silent = true
  ignored.log.info('farewell')
  const closed = ignored.shipment.close()
  await expect.poll(() => told.asked).toBe(2)
  await ignored.clock.advance(1_000)
  await closed
  expect(told.open).toBe(1)

  const alone = shipTo(url)
  await leave()
  alone.log.info('farewell')
  await alone.shipment.close()
  expect(told.asked).toBe(2)
})
