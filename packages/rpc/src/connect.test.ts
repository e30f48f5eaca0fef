import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { Faults } from './fault.ts'
import { echo, echoRouter } from './testing/echo.ts'
import { guestScope, testNetwork } from './testing/network.ts'

test('what a visitor of the lab hurts opens the breaker of their own calls and of nobody else’s', async () => {
  await using network = await testNetwork()
  const faults = new Faults({ clock, random: () => 0 })
  await network.serve(echo, echoRouter(), { around: faults })
  const echoFor = await network.connect(echo, { as: 'gateway' })
  const target = { service: 'orders' }
  const fault = { id: 'f', target, kind: 'error', scope: 'ann', ttlS: 60, expiresAt: '2030-01-01T00:00:00.000Z' }
  faults.hear({ type: 'faults', faults: [fault] })
  const ann = { session: 'ann', without: [] }
  const bob = { session: 'bob', without: [] }
  for (let calls = 0; calls < 40; calls++) {
    await expect(echoFor(guestScope({ lab: ann })).say.query({ words: '' })).rejects.toThrow()
  }
  expect([ann, bob, undefined].map((lab) => echoFor.view(lab).breaker.state)).toEqual(['open', 'closed', 'closed'])
  for (const scope of [guestScope(), guestScope({ lab: bob })]) {
    expect(await echoFor(scope).say.query({ words: 'x' })).toEqual({ words: 'x' })
  }
})
