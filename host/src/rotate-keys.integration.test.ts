import { setTimeout as sleep } from 'node:timers/promises'
import { echo, echoRouter } from '@switchyard/rpc/testing/echo'
import { guestScope, testNetwork } from '@switchyard/rpc/testing/network'
import { expect, it } from 'vitest'
import { rotateKeys } from './rotate-keys.ts'

it('no call fails while the keys of caller and callee are rotated three times under it', async () => {
  await using network = await testNetwork()
  await network.serve(echo, echoRouter())
  await network.serve(echo, echoRouter())
  const echoFor = await network.connect(echo, { as: 'gateway' })
  await echoFor.ready
  const failed: unknown[] = []
  let answered = 0
  let calling = true
  const caller = async (name: string) => {
    for (let turn = 0; calling; turn++) {
      // A principal of its own has each call sign and check a token of its own.
      const scope = guestScope({ principal: { kind: 'guest', id: `${name}-${turn}` } })
      await echoFor(scope)
        .say.query({ words: 'x' })
        .then(
          () => answered++,
          (error: unknown) => failed.push(error),
        )
      await sleep(2)
    }
  }
  const callers = Promise.all(['a', 'b', 'c', 'd'].map(caller))
  const { secretsDir } = network
  const kids: string[] = []
  for (let turn = 0; turn < 3; turn++) {
    for (const service of ['gateway', 'orders']) {
      const options = { secretsDir, service, publishedForMs: 100, now: Date.now, sleep: (ms: number) => sleep(ms) }
      kids.push(await rotateKeys(options))
    }
    // Longer than a service takes to notice its new key.
    await sleep(1_200)
    const before = answered
    await expect.poll(() => answered).toBeGreaterThan(before)
  }
  calling = false
  await callers
  expect(failed).toEqual([])
  expect(new Set(kids).size).toBe(6)
  const token = await (await network.identityOf('gateway')).tokenFor('orders', { kind: 'guest', id: 'g' })
  expect(JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()).kid).toBe(kids.at(-2))
})
