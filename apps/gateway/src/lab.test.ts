import { inventory } from '@switchyard/contracts/inventory'
import { type Comparison, type Fault, FaultRequest, type LabScope } from '@switchyard/contracts/lab'
import { storefront as contracts } from '@switchyard/contracts/storefront'
import { systemScope } from '@switchyard/rpc/connect'
import { Failure } from '@switchyard/rpc/failure'
import { Faults } from '@switchyard/rpc/fault'
import { type Handlers, implement } from '@switchyard/rpc/implement'
import { testNetwork } from '@switchyard/rpc/testing/network'
import { systemClock as clock } from '@switchyard/runtime/clock'
import { createLog } from '@switchyard/runtime/log'
import { describe, expect, test } from 'vitest'
import type { Host } from './host-client.ts'
import { createStaffBadges } from './identity/staff-badges.ts'
import { closedLab, lab } from './lab.ts'
import { createLabScopes } from './lab-scope.ts'
import { identifyRequest } from './request-caller.ts'
import { createServer } from './server.ts'
import type { Services } from './services.ts'
import { storefront } from './storefront.ts'
import { noAccounts } from './testing/no-accounts.ts'
import { noAudit } from './testing/no-audit.ts'

const stock = { edition: 1, onHand: 1, reserved: 0, sold: 0, available: 1 }
const notAsked = () => Promise.reject(new Failure('not_found'))
const print = (slug: string) => ({
  ...{ slug, title: '', artist: '', collection: '', palette: '', edition: 1, available: 1 },
  price: { amount: 1, currency: 'EUR' as const },
  sizes: ['a3' as const],
})
const stockRoom: Handlers<typeof inventory> = {
  listPrints: async () => ({
    items: [print('one'), print('two')],
    facets: { collection: [], palette: [], size: [] },
    total: 2,
    nextCursor: null,
  }),
  printBySlug: notAsked,
  stockOfPrint: notAsked,
  printsBySlugs: notAsked,
  stockOfPrints: notAsked,
  stockBySku: async ({ input: { sku } }) => ({ sku, ...stock }),
  quote: notAsked,
  changePrice: notAsked,
  reservation: notAsked,
  trail: notAsked,
  facts: notAsked,
  pileFacts: notAsked,
  queues: notAsked,
  copyMessages: notAsked,
  rowsOf: notAsked,
  deadLetters: notAsked,
  deadLetter: notAsked,
  editDeadLetter: notAsked,
  replayDeadLetter: notAsked,
  dropDeadLetter: notAsked,
  replayEvents: notAsked,
}

/** A host whose faults reach the one instance of inventory, as they do over its channel. */
function localHost(faults: Faults): Host {
  let on: Fault[] = []
  const change = (next: Fault[]) => {
    on = next
    faults.hear({ type: 'faults', faults: on })
  }
  return {
    instances: async () => [],
    act: async (id) => ({ id, state: 'dead' }),
    scale: async (service, instances) => ({ service, instances }),
    faults: async () => on,
    injectFault: async (request) => {
      const given = { id: `fault-${on.length + 1}`, expiresAt: '2030-01-01T00:00:00.000Z' }
      change([...on, { ...FaultRequest.parse(request), ...given }])
      return given
    },
    healFault: async (id) => {
      change(on.filter((fault) => fault.id !== id))
      return { id }
    },
  }
}

type Answer = Fault & Comparison & { token: string; code: string }

/** The gateway's doors with its lab, and one real instance of inventory behind them. */
async function doors({ open = true } = {}) {
  const network = await testNetwork()
  const faults = new Faults({ clock, random: () => 0 })
  await network.serve(inventory, implement(inventory, stockRoom), { around: faults })
  const services = { inventory: await network.connect(inventory, { as: 'gateway' }), orders: () => ({}) }
  const signs = { secret: 'a secret of thirty-two characters', clock }
  const scopes = createLabScopes(signs)
  const badges = createStaffBadges(signs)
  const callers = (lab?: LabScope) => [{ ...services.inventory.view(lab), caller: 'gateway-1' }]
  const lines: { msg: string; audit?: boolean }[] = []
  const log = createLog({ instance: 'g', level: 'info', to: { write: (line) => void lines.push(JSON.parse(line)) } })
  const doors = () => ({ gateway: 'gateway-1', lagMs: 0, everybody: { places: 8, inside: 0, lines: [] }, own: null })
  const parts = { registry: network.registry, host: localHost(faults), callers, doors, scopes, badges, clock, log }
  const means = {
    ownScope: () => systemScope({ clock, deadlineMs: 2_000 }),
    elapsedMs: () => performance.now(),
    newId: () => 'id',
    identity: await network.identityOf('gateway'),
  }
  const both = services as unknown as Services
  const timelineOf = () => Promise.reject(new Failure('not_found'))
  const opened = open ? lab({ services: both, ...parts, ...means }) : closedLab
  const { app } = await createServer({
    router: storefront({
      services: both,
      timelineOf,
      apiKeys: {} as never,
      account: noAccounts,
      audit: noAudit,
      lab: opened,
    }),
    identify: identifyRequest({
      authenticate: async () => ({
        principal: { kind: 'guest', id: 'g' },
        ...{ signedIn: null, guestId: 'g', newGuestCookie: null, isOver: false },
      }),
      ingressSecret: 'ingress',
      readBadge: open ? badges.read : undefined,
      readScope: open ? scopes.read : async () => undefined,
      mayIssueGuest: async () => true,
      clock,
    }),
    timelineOf,
    onPaymentNotice: async () => {},
    readiness: async () => ({ status: 'ready', checks: {} }),
    draining: new AbortController().signal,
    newId: () => 'request-1',
    clock,
    log,
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  const ask = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
    fetch(url + path, { ...init, headers: { 'x-ingress-secret': 'ingress', ...init.headers } })
  const json = { 'content-type': 'application/json' }
  const change = async (name: string, input: object, headers: Record<string, string> = {}) => {
    const request = { method: 'POST', body: JSON.stringify(input), headers: { ...json, ...headers } }
    const reply = await ask(`/trpc/v2/lab.${name}`, request)
    const { result, error } = (await reply.json()) as { result: { data: Answer }; error?: { data: Answer } }
    return error?.data ?? result.data
  }
  const look = async (name: string, headers: Record<string, string> = {}) =>
    (await ask(`/trpc/v2/lab.${name}?input=%7B%7D`, { headers })).json() as Promise<{
      result?: { data: unknown }
      error?: { data: { code: string } }
    }>
  return {
    ask,
    change,
    look,
    audit: () => lines.filter(({ audit }) => audit),
    async [Symbol.asyncDispose]() {
      await app.close()
      await network[Symbol.asyncDispose]()
    },
  }
}

type Doors = Awaited<ReturnType<typeof doors>>

const rest = '/api/v2/stock/a-a3'
const trpc = '/trpc/v2/stock.bySku?input=%7B%22sku%22%3A%22a-a3%22%7D'
const failing = { target: { service: 'inventory' }, kind: 'error', ttlS: 10 }
const statuses = async ({ ask }: Doors, headers: Record<string, string> = {}) =>
  Promise.all([rest, trpc].map(async (path) => (await ask(path, { headers })).status))

describe('a fault of one session', () => {
  test('hits the calls under its terms, by header or cookie, over both protocols, and nobody else', async () => {
    await using gateway = await doors()
    const { token } = await gateway.change('signScope', { session: 'ann' })
    const { token: others } = await gateway.change('signScope', { session: 'bob' })
    await gateway.change('injectFault', { ...failing, scope: 'ann' })
    expect(await statuses(gateway, { 'x-lab-scope': token })).toEqual([503, 503])
    expect(await statuses(gateway, { cookie: `switchyard_lab=${token}` })).toEqual([503, 503])
    expect(await statuses(gateway, { 'x-lab-scope': others })).toEqual([200, 200])
    expect(await statuses(gateway)).toEqual([200, 200])
  })

  test('hits nobody who forged the terms', async () => {
    await using gateway = await doors()
    await gateway.change('injectFault', { ...failing, scope: 'ann' })
    const forger = createLabScopes({ secret: 'another secret', clock })
    const forged = await forger.sign({ session: 'ann', without: [] })
    for (const text of [forged, 'ann', '{"session":"ann","without":[]}']) {
      expect(await statuses(gateway, { 'x-lab-scope': text })).toEqual([200, 200])
      expect(await statuses(gateway, { cookie: `switchyard_lab=${encodeURIComponent(text)}` })).toEqual([200, 200])
    }
  })
})

test('faults are listed with their end, hurt everybody without a scope, and are healed; each step is audited', async () => {
  await using gateway = await doors()
  const fault = await gateway.change('injectFault', failing)
  expect(fault).toEqual({ ...failing, share: 1, id: 'fault-1', expiresAt: '2030-01-01T00:00:00.000Z' })
  expect((await gateway.look('faults')).result?.data).toEqual([fault])
  expect(await statuses(gateway)).toEqual([503, 503])
  expect(await gateway.change('healFault', { id: 'fault-1' })).toEqual({ id: 'fault-1' })
  expect(await statuses(gateway)).toEqual([200, 200])
  await gateway.change('scale', { service: 'orders', instances: 3 })
  const by = { kind: 'guest', id: 'g' }
  expect(gateway.audit()).toMatchObject([
    { by, action: 'hurt', fault: failing },
    { by, action: 'heal', id: 'fault-1' },
    { by, action: 'scale', service: 'orders', instances: 3 },
  ])
})

test('a fault that makes no sense is refused with what is wrong about it', async () => {
  await using gateway = await doors()
  const reply = await gateway.change('injectFault', { ...failing, kind: 'latency', ttlS: 999 })
  expect(reply).toMatchObject({
    code: 'invalid_input',
    issues: [
      { path: 'ttlS', message: 'must be at most 120' },
      { path: 'delayMs', message: 'is missing; latency needs 1 to 60000 milliseconds' },
    ],
  })
})

test('what this gateway believes of a service is seen with what its calls have shown', async () => {
  await using gateway = await doors()
  await statuses(gateway)
  expect((await gateway.look('callers')).result?.data).toMatchObject([
    {
      caller: 'gateway-1',
      service: 'inventory',
      breaker: { state: 'closed' },
      refused: [],
      instances: [{ answered: 2 }],
    },
  ])
})

test('what this gateway believes in the calls of one visitor is seen by that visitor', async () => {
  await using gateway = await doors()
  const { token } = await gateway.change('signScope', { session: 'ann' })
  const terms = { 'x-lab-scope': token }
  await statuses(gateway, terms)
  const answered = async (headers = {}) => (await gateway.look('callers', headers)).result?.data
  expect(await answered(terms)).toMatchObject([{ instances: [{ answered: 2 }] }])
  expect(await answered()).toMatchObject([{ instances: [{ answered: 0 }] }])
})

test('a comparison makes real calls, in the session of the visitor, and tells where each try went', async () => {
  await using gateway = await doors()
  const { token } = await gateway.change('signScope', { session: 'ann' })
  const ask = { lanes: [{}, { without: ['retry'], strategy: 'hash' }], calls: 6, perSecond: 200 }
  const { lanes } = await gateway.change('compare', ask)
  const shares = [{ instanceId: 'inventory-1', answered: 6 }]
  const tries = Array.from({ length: 6 }, () => ({ attempts: [{ instanceId: 'inventory-1', outcome: 'answered' }] }))
  expect(lanes).toMatchObject([
    { without: [], failed: 0, attempts: 6, shares, calls: tries },
    { without: ['retry'], strategy: 'hash', failed: 0, attempts: 6, shares, calls: tries },
  ])
  await gateway.change('injectFault', { ...failing, scope: 'ann' })
  const hurt = await gateway.change('compare', ask, { 'x-lab-scope': token })
  expect(hurt.lanes.map(({ failed }) => failed)).toEqual([6, 6])
})

describe('a closed lab', () => {
  const inputs: Record<string, object> = {
    act: { id: 'orders-1', action: 'kill' },
    scale: { service: 'orders', instances: 1 },
    injectFault: failing,
    healFault: { id: 'f' },
    signScope: { session: 'ann' },
    compare: { lanes: [{}], calls: 1, perSecond: 1 },
    moveParcel: { orderId: '0199aaaa-0000-7000-8000-000000000001', to: 'shipped' },
    copyMessages: { orderId: '0199aaaa-0000-7000-8000-000000000001', copies: 1 },
    writeNotes: { run: '0199aaaa-0000-7000-8000-000000000002', notes: 1 },
  }
  const asksForMore = ['orderPath', 'notes', 'stock', 'tryToken']
  const operations = Object.entries(contracts.lab.operations).filter(([name]) => !asksForMore.includes(name))
  test.each(operations)('has no %s', async (name, { kind }) => {
    await using gateway = await doors({ open: false })
    const code =
      kind === 'query'
        ? (await gateway.look(name)).error?.data.code
        : (await gateway.change(name, inputs[name] ?? {})).code
    expect(code).toBe('not_found')
  })

  test('knows no terms', async () => {
    await using gateway = await doors({ open: false })
    const token = await createLabScopes({ secret: 'a secret of thirty-two characters', clock }).sign({
      session: 'ann',
      without: [],
    })
    expect(await statuses(gateway, { 'x-lab-scope': token })).toEqual([200, 200])
  })
})

describe('a staff badge', () => {
  const inOffice = (gateway: Doors, badge?: string) =>
    gateway.ask(
      '/trpc/v2/deadLetters.list?input=%7B%7D',
      badge === undefined ? {} : { headers: { 'x-staff-badge': badge } },
    )

  test('opens the office to whoever took one, and only to them', async () => {
    await using gateway = await doors()
    const { badge } = (await gateway.change('takeBadge', {})) as unknown as { badge: string }
    // The letters of orders are asked of a service that this test does not run: past the door, no sooner.
    expect([(await inOffice(gateway)).status, (await inOffice(gateway, `${badge}x`)).status]).toEqual([401, 401])
    expect((await inOffice(gateway, badge)).status).not.toBe(401)
    expect(gateway.audit()).toMatchObject([{ action: 'take a staff badge', by: { id: 'g' } }])
  })

  test('is neither given out nor read where the lab is closed', async () => {
    await using gateway = await doors()
    const { badge } = (await gateway.change('takeBadge', {})) as unknown as { badge: string }
    await using closed = await doors({ open: false })
    expect(await closed.change('takeBadge', {})).toMatchObject({ code: 'not_found' })
    expect((await inOffice(closed, badge)).status).toBe(401)
  })
})
