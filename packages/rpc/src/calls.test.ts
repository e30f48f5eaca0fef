import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { contract } from '@switchyard/contracts/contract'
import { describe, expect, test } from 'vitest'
import { failureFromWire } from './error-shape.ts'
import { isFailure } from './failure.ts'
import { echo, echoRouter } from './testing/echo.ts'
import { guestScope, testNetwork } from './testing/network.ts'

const guest = (id: string) => ({ principal: { kind: 'guest' as const, id } })

test('a call crosses and comes back', async () => {
  await using network = await testNetwork()
  await network.serve(echo, echoRouter())
  const echoFor = await network.connect(echo, { as: 'gateway' })
  expect(await echoFor(guestScope()).say.query({ words: 'hello' })).toEqual({ words: 'hello' })
})

describe('two users whose calls share a request', () => {
  test('keep their own principal, deadline and trace', async () => {
    await using network = await testNetwork()
    const requests: string[] = []
    const count = (message: unknown) => {
      const { path } = Object(message).request
      // Beside the calls, an instance is pinged when it is slow to answer.
      if (path.startsWith('/rpc/whoAmI')) requests.push(path)
    }
    await network.serve(echo, echoRouter())
    subscribe('undici:request:create', count)
    const echoFor = await network.connect(echo, { as: 'gateway' })
    const [trace1, trace2] = [
      '00-11111111111111111111111111111111-1111111111111111-01',
      '00-22222222222222222222222222222222-2222222222222222-01',
    ]
    const [ann, bob] = await Promise.all([
      echoFor(guestScope({ ...guest('ann'), traceparent: trace1, deadlineAtMs: Date.now() + 10_000 })).whoAmI.query({}),
      echoFor(guestScope({ ...guest('bob'), traceparent: trace2, deadlineAtMs: Date.now() + 20_000 })).whoAmI.query({}),
    ])
    unsubscribe('undici:request:create', count)
    expect(requests).toHaveLength(1)
    expect([ann, bob]).toMatchObject([
      { id: 'ann', traceparent: trace1 },
      { id: 'bob', traceparent: trace2 },
    ])
    expect(ann.leftMs).toBeLessThanOrEqual(10_000)
    expect(bob.leftMs - ann.leftMs).toBeGreaterThan(5_000)
  })

  test('are cancelled alone: the other is answered, and only the cancelled one is aborted at the server', async () => {
    await using network = await testNetwork()
    const arrived: string[] = []
    const aborted: string[] = []
    const mayAnswer = Promise.withResolvers<void>()
    const router = echoRouter({
      wait: async ({ ctx: { envelope, signal } }) => {
        arrived.push(envelope.principal.id)
        signal.addEventListener('abort', () => aborted.push(envelope.principal.id))
        await mayAnswer.promise
        return { aborted: signal.aborted }
      },
    })
    await network.serve(echo, router)
    const echoFor = await network.connect(echo, { as: 'gateway' })
    const annLeaves = new AbortController()
    const ann = echoFor(guestScope({ ...guest('ann'), signal: annLeaves.signal })).wait.query({ ms: 0 })
    const bob = echoFor(guestScope(guest('bob'))).wait.query({ ms: 0 })
    await expect.poll(() => arrived.toSorted()).toEqual(['ann', 'bob'])
    annLeaves.abort()
    await expect(ann).rejects.toMatchObject({ code: 'unavailable' })
    await expect.poll(() => aborted).toEqual(['ann'])
    mayAnswer.resolve()
    expect(await bob).toEqual({ aborted: false })
    expect(aborted).toEqual(['ann'])
  })

  test('do not wait for each other', async () => {
    await using network = await testNetwork()
    const mayAnswer = Promise.withResolvers<{ aborted: boolean }>()
    await network.serve(echo, echoRouter({ wait: () => mayAnswer.promise }))
    const echoFor = await network.connect(echo, { as: 'gateway' })
    const slow = echoFor(guestScope()).wait.query({ ms: 0 })
    expect(await echoFor(guestScope()).say.query({ words: 'quick' })).toEqual({ words: 'quick' })
    mayAnswer.resolve({ aborted: false })
    expect(await slow).toEqual({ aborted: false })
  })
})

test('a call ends at its deadline, and its work at the server is aborted', async () => {
  await using network = await testNetwork()
  const seen = Promise.withResolvers<number>()
  const startedMs = Date.now()
  const router = echoRouter({
    wait: ({ ctx }) =>
      new Promise(() => ctx.signal.addEventListener('abort', () => seen.resolve(Date.now() - startedMs))),
  })
  await network.serve(echo, router)
  const echoFor = await network.connect(echo, { as: 'gateway' })
  await expect(echoFor(guestScope({ deadlineAtMs: Date.now() + 700 })).wait.query({ ms: 0 })).rejects.toMatchObject({
    code: 'unavailable',
  })
  // Sooner than the operation's own deadline.
  expect(await seen.promise).toBeLessThan(10_000)
})

test('a call ends at its policy’s deadline where the caller would wait longer', async () => {
  await using network = await testNetwork()
  const { wait } = echo.operations
  const brief = contract('orders', {
    ...echo,
    operations: { ...echo.operations, wait: { ...wait, policy: { ...wait.policy, deadlineMs: 100 } } },
  })
  await network.serve(echo, echoRouter())
  const briefFor = await network.connect(brief, { as: 'gateway' })
  await expect(briefFor(guestScope()).wait.query({ ms: 1_500 })).rejects.toMatchObject({ code: 'unavailable' })
})

test('a request that nobody waits for any more is closed, though its server is silent', async () => {
  await using network = await testNetwork()
  const silent = await network.serveSilence(echo)
  const echoFor = await network.connect(echo, { as: 'gateway' })
  await echoFor(guestScope({ deadlineAtMs: Date.now() + 500 }))
    .say.query({ words: 'x' })
    .catch(() => {})
  await expect.poll(() => silent).toMatchObject({ requests: 1, closed: 1 })
})

test('no work starts after the deadline', async () => {
  await using network = await testNetwork()
  let calls = 0
  const router = echoRouter({
    say: async ({ input }) => {
      calls++
      return input
    },
  })
  await network.serve(echo, router)
  const echoFor = await network.connect(echo, { as: 'gateway' })
  const late = echoFor(guestScope({ deadlineAtMs: Date.now() - 1 }))
  await expect(late.say.query({ words: 'late' })).rejects.toMatchObject({ code: 'unavailable' })
  expect(calls).toBe(0)
})

test('more calls than a request may carry are split', async () => {
  await using network = await testNetwork()
  await network.serve(echo, echoRouter())
  const echoFor = await network.connect(echo, { as: 'gateway' })
  const words = Array.from({ length: 35 }, (_, index) => `${index}`)
  const replies = await Promise.all(
    words.map((word) => echoFor(guestScope(guest('x'.repeat(250)))).say.query({ words: word })),
  )
  expect(replies.map((reply) => reply.words)).toEqual(words)
})

describe('an error at the server', () => {
  test('that the contract names crosses with its details', async () => {
    await using network = await testNetwork()
    await network.serve(echo, echoRouter())
    const echoFor = await network.connect(echo, { as: 'gateway' })
    await expect(echoFor(guestScope()).fail.query({ how: 'failure' })).rejects.toMatchObject({
      name: 'Failure',
      code: 'unknown_sku',
      details: { detail: 'There is no such print.', issues: [{ path: 'sku', message: 'is unknown' }] },
    })
  })

  test.each(['bug', 'bad answer'] as const)('that is a %s crosses as internal and tells nothing', async (how) => {
    await using network = await testNetwork()
    await network.serve(echo, echoRouter())
    const echoFor = await network.connect(echo, { as: 'gateway' })
    const error = await echoFor(guestScope())
      .fail.query({ how })
      .catch((error: unknown) => error)
    expect(isFailure(error, 'internal')).toBe(true)
    expect(isFailure(error) && error.details).toEqual({})
    expect(String(error)).not.toContain('hunter2')
  })

  test('that is an unknown field names the field', async () => {
    await using network = await testNetwork()
    await network.serve(echo, echoRouter())
    const echoFor = await network.connect(echo, { as: 'gateway' })
    const input = JSON.parse('{"words":"x","colour":"red"}')
    await expect(echoFor(guestScope()).say.query(input)).rejects.toMatchObject({
      code: 'invalid_input',
      details: { issues: [{ path: 'colour', message: 'is not a known field; remove it' }] },
    })
  })

  test('that nobody of ours wrote is internal', () => {
    expect(failureFromWire({ message: 'nginx', data: {} }).code).toBe('internal')
    expect(failureFromWire({ message: '', data: { code: 'DROP TABLE' } }).code).toBe('internal')
  })
})

describe('a caller', () => {
  // Whoever the service speaks for has done nothing wrong, and must not be told to sign in.
  test('that the contract does not name is refused as our own fault', async () => {
    await using network = await testNetwork()
    await network.serve(echo, echoRouter())
    const echoFor = await network.connect(echo, { as: 'inventory' })
    await expect(echoFor(guestScope()).say.query({ words: 'x' })).rejects.toMatchObject({ code: 'internal' })
  })

  test('with a key that nobody published is refused as our own fault', async () => {
    await using network = await testNetwork()
    await using strangers = await testNetwork()
    await network.serve(echo, echoRouter())
    const rogue = await strangers.identityOf('gateway')
    const echoFor = await network.connect(echo, { as: 'gateway', identity: rogue })
    await expect(echoFor(guestScope()).say.query({ words: 'x' })).rejects.toMatchObject({ code: 'internal' })
  })

  test('that is a service passes on as itself', async () => {
    await using network = await testNetwork()
    await network.serve(echo, echoRouter())
    const echoFor = await network.connect(echo, { as: 'orders' })
    const scope = guestScope({ principal: { kind: 'service', id: 'gateway' } })
    expect(await echoFor(scope).whoAmI.query({})).toMatchObject({ id: 'orders' })
  })
})

test('an operation that the contract does not have is not found', async () => {
  await using network = await testNetwork()
  await network.serve(echo, echoRouter())
  const wider = contract('orders', { ...echo, operations: { ...echo.operations, shout: echo.operations.say } })
  const echoFor = await network.connect(wider, { as: 'gateway' })
  await expect(echoFor(guestScope()).shout.query({ words: 'x' })).rejects.toMatchObject({ code: 'not_found' })
})
