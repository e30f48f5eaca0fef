import { inventory } from '@switchyard/contracts/inventory'
import type { TokenTrial } from '@switchyard/contracts/lab-trust'
import { systemScope } from '@switchyard/rpc/connect'
import { type Handlers, implement } from '@switchyard/rpc/implement'
import { testNetwork } from '@switchyard/rpc/testing/network'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { expect, test } from 'vitest'
import { tryToken } from './lab-tokens.ts'

const stock = { edition: 1, onHand: 1, reserved: 0, sold: 0, available: 1 }

/** The lab's trials against a real instance of inventory, asked by a guest. */
async function trials() {
  const network = await testNetwork()
  const served: string[] = []
  const note = (name: string) => async () => {
    served.push(name)
    return { sku: 'contour-no-2-a2', ...stock, items: [], counts: [], more: false }
  }
  const handlers = Object.fromEntries(Object.keys(inventory.operations).map((name) => [name, note(name)]))
  await network.serve(inventory, implement(inventory, handlers as unknown as Handlers<typeof inventory>))
  const identity = await network.identityOf('gateway')
  const ask = tryToken({ registry: network.registry, identity, elapsedMs: () => performance.now(), clock })
  const scope = systemScope({ clock, deadlineMs: 2_000 })
  const envelope = { ...scope, callId: 'call', principal: { kind: 'guest' as const, id: 'ann' } }
  const ctx = { envelope, signal: new AbortController().signal }
  return {
    served,
    ask: (trial: TokenTrial) => ask({ input: { trial }, ctx }),
    [Symbol.asyncDispose]: () => network[Symbol.asyncDispose](),
  }
}

test('a token as the gateway signs it names process, person and service, is good for a minute, and is believed', async () => {
  await using lab = await trials()
  const { token, answer } = await lab.ask('as-it-is')
  expect(token).toMatchObject({
    alg: 'EdDSA',
    typ: 'call+jwt',
    iss: 'gateway',
    aud: 'inventory',
    sub: 'ann',
    kind: 'guest',
  })
  expect(Date.parse(token?.expiresAt ?? '') - Date.parse(token?.issuedAt ?? '')).toBe(60_000)
  expect(answer).toMatchObject({ operation: 'inventory.stockBySku', status: 200, code: null, refused: null })
  expect(lab.served).toEqual(['stockBySku'])
})

test('what is believed of the process gives the person no right that is not theirs', async () => {
  await using lab = await trials()
  expect((await lab.ask('beyond')).answer).toMatchObject({ status: 401, code: 'unauthenticated', refused: 'person' })
  expect(lab.served).toEqual([])
})

test.each([
  ['none', null],
  ['made-admin', { kind: 'admin', sub: 'ann' }],
  ['forged', { iss: 'gateway', kind: 'guest' }],
  ['expired', { iss: 'gateway', kind: 'guest' }],
  ['for-another', { aud: 'orders' }],
  ['registration', { typ: 'registration+jwt' }],
] as const)('a call is refused before anybody looks at it: %s', async (trial, said) => {
  await using lab = await trials()
  const { token, answer } = await lab.ask(trial)
  if (said === null) expect(token).toBeNull()
  else expect(token).toMatchObject(said)
  expect(answer).toMatchObject({ status: 401, code: 'unauthenticated', refused: 'caller' })
  expect(lab.served).toEqual([])
})
