import { setTimeout as sleep } from 'node:timers/promises'
import { fastClock } from '@switchyard/runtime/testing/fast-clock'
import { describe, expect, test } from 'vitest'
import { echo, echoRouter } from './testing/echo.ts'
import { guestScope, testNetwork } from './testing/network.ts'

/** Two instances; the first one to get a call dies with the call in flight. */
async function twoInstancesOneDying() {
  const network = await testNetwork()
  const servers: { destroy(): Promise<void> }[] = []
  let died = false
  const dyingOnce = (index: number) => async () => {
    if (died) return
    died = true
    await servers[index]?.destroy()
    await sleep(5_000, undefined, { ref: false })
  }
  for (const index of [0, 1]) {
    const die = dyingOnce(index)
    const router = echoRouter({
      say: async ({ input }) => {
        await die()
        return input
      },
      save: async ({ input }) => {
        await die()
        return input
      },
      saveOnce: async ({ input }) => {
        await die()
        return input
      },
    })
    servers.push(await network.serve(echo, router))
  }
  const echoFor = await network.connect(echo, { as: 'gateway' })
  return Object.assign(network, { echoFor })
}

describe('an instance that dies with a call in flight', () => {
  test('costs a query nothing: the other instance answers', async () => {
    await using network = await twoInstancesOneDying()
    expect(await network.echoFor(guestScope()).say.query({ words: 'x' })).toEqual({ words: 'x' })
  })

  test('costs a mutation with a key nothing', async () => {
    await using network = await twoInstancesOneDying()
    const scope = guestScope({ idempotencyKey: 'key-1' })
    expect(await network.echoFor(scope).save.mutate({ words: 'x' })).toEqual({ words: 'x' })
  })

  test('fails a mutation that may not happen twice', async () => {
    await using network = await twoInstancesOneDying()
    const lost = network.echoFor(guestScope()).saveOnce.mutate({ words: 'x' })
    await expect(lost).rejects.toMatchObject({ code: 'unavailable' })
  })
})

test('an instance that refuses connections costs even a mutation without a key nothing', async () => {
  await using network = await testNetwork()
  const gone = await network.serve(echo, echoRouter())
  await network.serve(echo, echoRouter())
  await gone.destroy()
  const echoFor = await network.connect(echo, { as: 'gateway' })
  for (let index = 0; index < 10; index++) {
    expect(await echoFor(guestScope()).saveOnce.mutate({ words: `${index}` })).toEqual({ words: `${index}` })
  }
})

test('an instance that hangs is left for another one, and gets no further call until it answers', async () => {
  await using network = await testNetwork()
  const frozen = await network.serveSilence(echo)
  await network.serve(echo, echoRouter())
  const echoFor = await network.connect(echo, { as: 'gateway' })
  const replies = await Promise.all([1, 2, 3, 4].map((n) => echoFor(guestScope()).say.query({ words: `${n}` })))
  expect(replies).toHaveLength(4)
  expect(frozen.requests).toBeGreaterThan(0)
  const before = frozen.requests
  for (let index = 0; index < 20; index++) await echoFor(guestScope()).say.query({ words: 'x' })
  expect(frozen.requests).toBe(before)
})

/** A pong in good time has ten times as long to come as elsewhere: a busy machine's hiccup is no hung instance. */
const slowly = fastClock(0.1)

test('an instance that is slow but alive is waited for, not asked again', async () => {
  await using network = await testNetwork({ clock: slowly })
  let asked = 0
  const slow = echoRouter({
    say: async ({ input }) => {
      asked++
      // Far longer than the silence after which a hung instance is left.
      return await sleep(1_200, input)
    },
  })
  await network.serve(echo, slow)
  await network.serve(echo, slow)
  const echoFor = await network.connect(echo, { as: 'gateway' })
  await echoFor(guestScope()).say.query({ words: 'x' })
  expect(asked).toBe(1)
})

test('when every instance is gone, calls fail as unavailable long before their deadline, and later at once', async () => {
  await using network = await testNetwork()
  const servers = [await network.serve(echo, echoRouter()), await network.serve(echo, echoRouter())]
  const echoFor = await network.connect(echo, { as: 'gateway' })
  await echoFor(guestScope()).say.query({ words: 'x' })
  for (const server of servers) await server.destroy()
  const startedMs = Date.now()
  await expect(echoFor(guestScope()).say.query({ words: 'x' })).rejects.toMatchObject({ code: 'unavailable' })
  expect(Date.now() - startedMs).toBeLessThan(10_000)
  for (let index = 0; index < 5; index++)
    await echoFor(guestScope())
      .say.query({ words: 'x' })
      .catch(() => {})
  await expect(echoFor(guestScope()).say.query({ words: 'x' })).rejects.toMatchObject({
    code: 'unavailable',
    details: { retryAfterMs: expect.any(Number) },
  })
})

test('a draining instance finishes its calls and loses none that comes meanwhile', async () => {
  await using network = await testNetwork()
  const leaving = await network.serve(echo, echoRouter())
  const echoFor = await network.connect(echo, { as: 'gateway' })
  const inFlight = echoFor(guestScope()).wait.query({ ms: 700 })
  await sleep(30)
  await network.serve(echo, echoRouter())
  let failed = 0
  let calling = true
  const caller = (async () => {
    while (calling)
      await echoFor(guestScope())
        .say.query({ words: 'x' })
        .catch(() => failed++)
  })()
  await leaving.drain()
  expect(await inFlight).toEqual({ aborted: false })
  await sleep(50)
  calling = false
  await caller
  expect(failed).toBe(0)
})

test('a newcomer gets some calls at once, and its share a quarter of a second later', async () => {
  await using network = await testNetwork({ clock: slowly })
  await network.serve(echo, echoRouter())
  const echoFor = await network.connect(echo, { as: 'gateway' })
  await echoFor(guestScope()).say.query({ words: 'x' })
  let taken = 0
  const newcomer = echoRouter({
    say: async ({ input }) => {
      taken++
      return input
    },
  })
  await network.serve(echo, newcomer)
  await slowly.sleep(30)
  const callOften = async () => {
    for (let index = 0; index < 100; index++) await echoFor(guestScope()).say.query({ words: 'x' })
  }
  await callOften()
  expect(taken).toBeGreaterThan(0)
  await slowly.sleep(250)
  taken = 0
  await callOften()
  expect(taken).toBeGreaterThan(25)
})
