import { randomUUID } from 'node:crypto'
import { openRedisLine, type RedisLine, wipe } from '@switchyard/messaging/testing/redis'
import { isFailure } from '@switchyard/rpc/failure'
import { commandClient, firstConnection } from '@switchyard/rpc/redis-clients'
import { silentLog as log } from '@switchyard/runtime/log'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type CounterClient, createGuessLimits, type Try } from './guess-limits.ts'

const redisPrefix = `guesses-${randomUUID().slice(0, 8)}`
const clients: CounterClient[] = []
let line: RedisLine

beforeAll(async () => {
  line = await openRedisLine()
})
afterAll(async () => {
  for (const client of clients) client.disconnect()
  await line[Symbol.asyncDispose]()
  await wipe(redisPrefix)
})

/** The limits of one more gateway. */
async function gateway() {
  const redis = commandClient({ url: line.url, log })
  clients.push(redis)
  await firstConnection(redis)
  return createGuessLimits({ redis, redisPrefix })
}

const unknown = (account: string, address: string): Try => ({ account, device: null, address })
type Limits = Awaited<ReturnType<typeof gateway>>
const isChecked = (limits: Limits, tried: Try) =>
  limits.admit(tried).then(
    () => true,
    (error: unknown) => {
      if (isFailure(error, 'rate_limited')) return false
      throw error
    },
  )
const countOf = (outcomes: boolean[]) => outcomes.filter(Boolean).length

test('of ten thousand guesses from a thousand addresses over two gateways at most ten are checked, and the owner’s device gets in', async () => {
  const [one, two] = [await gateway(), await gateway()]
  const account = randomUUID()
  let checked = 0
  for (let round = 0; round < 100; round += 1) {
    const guesses = Array.from({ length: 100 }, (_, n) =>
      isChecked(n % 2 ? one : two, unknown(account, `203.0.113.${(round * 100 + n) % 1_000}`)),
    )
    checked += countOf(await Promise.all(guesses))
  }
  expect(checked).toBeGreaterThan(0)
  expect(checked).toBeLessThanOrEqual(10)
  expect(await isChecked(two, { account, device: randomUUID(), address: '203.0.113.1' })).toBe(true)
}, 60_000)

test('says when to come back, in the same words for any account', async () => {
  const limits = await gateway()
  const refusalOf = async (account: string) => {
    for (let n = 0; n < 5; n += 1) await limits.admit(unknown(account, '198.51.100.1'))
    return await limits.admit(unknown(account, '198.51.100.1')).catch((error: unknown) => error)
  }
  const [first, second] = [await refusalOf(randomUUID()), await refusalOf(randomUUID())]
  for (const refusal of [first, second]) {
    expect(refusal).toMatchObject({ code: 'rate_limited', details: { retryAfterMs: expect.any(Number) } })
  }
  expect(String(first)).toBe(String(second))
})

test('whoever signs in has used no try', async () => {
  const limits = await gateway()
  const account = randomUUID()
  for (let n = 0; n < 20; n += 1) {
    const tried = await limits.admit(unknown(account, '198.51.100.2'))
    await tried.succeeded()
  }
  expect(await isChecked(limits, unknown(account, '198.51.100.2'))).toBe(true)
})

test('a known device that is used up shares the tries of everybody', async () => {
  const limits = await gateway()
  const tried = { account: randomUUID(), device: randomUUID(), address: '198.51.100.3' }
  const outcomes: boolean[] = []
  for (let n = 0; n < 30; n += 1) outcomes.push(await isChecked(limits, tried))
  expect(countOf(outcomes)).toBe(10)
})

test('an address has a hundred tries over all accounts, and what it is refused costs the account nothing', async () => {
  const limits = await gateway()
  const address = `2001:db8::${randomUUID().slice(0, 4)}`
  const outcomes: boolean[] = []
  for (let n = 0; n < 150; n += 1) outcomes.push(await isChecked(limits, unknown(randomUUID(), address)))
  expect(countOf(outcomes)).toBe(100)
  const account = randomUUID()
  for (let n = 0; n < 20; n += 1) await isChecked(limits, unknown(account, address))
  expect(await isChecked(limits, unknown(account, '198.51.100.4'))).toBe(true)
})

test('while Redis is out each gateway counts by itself, and when it is back they count together', async () => {
  const [one, two] = [await gateway(), await gateway()]
  const account = randomUUID()
  await line.cut()
  const outcomes: boolean[] = []
  for (let n = 0; n < 100; n += 1) {
    outcomes.push(await isChecked(n % 2 ? one : two, unknown(account, `198.51.100.${n}`)))
  }
  await line.mend()
  expect(countOf(outcomes)).toBe(10)
})
