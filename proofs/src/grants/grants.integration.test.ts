import { randomUUID } from 'node:crypto'
import type { Policy, Schema } from '@switchyard/contracts/contract'
import { failures } from '@switchyard/contracts/failure'
import { inventory } from '@switchyard/contracts/inventory'
import { orders } from '@switchyard/contracts/orders'
import { storefront } from '@switchyard/contracts/storefront'
import { storefrontV1 } from '@switchyard/contracts/storefront-v1'
import { testRedisUrl } from '@switchyard/messaging/testing/redis'
import type { Principal } from '@switchyard/rpc/envelope'
import { isFailure } from '@switchyard/rpc/failure'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { type FrontDoor, openFrontDoor } from '../front-door.ts'
import { type Protocol, protocols, publicOperation, type Reply, type Version } from './ask.ts'
import { bareStaff, type Cast, openCast } from './cast.ts'
import { cookiesFor, serviceInputs, storefrontInputs } from './inputs.ts'
import { differencesOf } from './same-answer.ts'
import { type Cell, gapsOf, grantsOf, metBy, type Role } from './table.ts'
import { checkout, createThings, scopeOf, type Things } from './things.ts'

const atGateway = grantsOf('The gateway')
const inVersion1 = grantsOf('Version 1')
const atServices = grantsOf('The services')
const services = { orders, inventory }

const namesOf = (contracts: Record<string, { operations: object }>) =>
  Object.entries(contracts).flatMap(([group, { operations }]) =>
    Object.keys(operations).map((name) => `${group}.${name}`),
  )
const operationsOf = (cells: readonly Cell[]) => [...new Set(cells.map(({ operation }) => operation))]

/** A whole shop opens, also on a machine that is busy. */
const openingMsMax = 240_000

let door: FrontDoor
let cast: Cast
let things: Things
const asked = { v2: 0, v1: 0, services: 0 }

beforeAll(async () => {
  door = await openFrontDoor({ adminUrl: process.env.TEST_DATABASE_URL, redisUrl: testRedisUrl() })
  cast = await openCast(door)
  things = createThings(door)
}, openingMsMax)
afterAll(() => door[Symbol.asyncDispose]())

const principalOf = (role: Role, actors = cast): Principal =>
  role === 'service' ? { kind: 'service', id: 'gateway' } : actors[role].principal

const fieldsIn = (schema: Schema): object => (schema instanceof z.ZodObject ? schema.shape : {})

const inputOf = ({ operation, whose, role }: Cell, inputs: typeof storefrontInputs, of = things, actors = cast) => {
  const make = inputs[operation]
  if (!make) throw new Error(`inputs.ts does not say what ${operation} is asked with`)
  return make({
    things: of,
    owner: whose === 'own' ? principalOf(role, actors) : undefined,
    withLink: whose === 'link',
  })
}

const wrong = ({ operation, whose, role, expected }: Cell, over: string, met: string) =>
  met === expected ? [] : [`${operation}, ${whose}, as ${role} over ${over}: ${met}, not ${expected}`]

/** Asks as a cell says, over one protocol. */
async function askAs(cell: Cell, protocol: Protocol, actors = cast): Promise<Reply> {
  const { operation, role } = cell
  if (role === 'service') throw new Error('no service calls the gateway')
  const input = await inputOf(cell, storefrontInputs, things, actors)
  const headers = await cookiesFor(operation, things, await actors[role].headers())
  return await protocol.ask(door, { operation, input, headers })
}

/** The cells of an operation that are met otherwise than the table says. */
async function wrongAtGateway(cells: readonly Cell[], version: Version = 'v2'): Promise<string[]> {
  const found: string[] = []
  for (const cell of cells) {
    const operation = publicOperation(cell.operation, version)
    for (const protocol of protocols[version].filter(({ serves }) => serves(operation))) {
      const { status } = await askAs(cell, protocol)
      asked[version] += 1
      found.push(...wrong(cell, protocol.name, metBy(status)))
    }
  }
  return found
}

async function wrongAtServices(cells: readonly Cell[]): Promise<string[]> {
  const found: string[] = []
  for (const cell of cells) {
    const [service = '', name = ''] = cell.operation.split('.')
    const input = await inputOf(cell, serviceInputs)
    const client = (service === 'orders' ? door.services.orders : door.services.inventory)(
      scopeOf(principalOf(cell.role)),
    ) as unknown as Record<string, Record<'query' | 'mutate', (input: object) => Promise<unknown>>>
    const { operations } = service === 'orders' ? orders : inventory
    const kind = (operations as Record<string, { kind: string }>)[name]?.kind === 'query' ? 'query' : 'mutate'
    const status = await client[name]?.[kind](input).then(
      () => 200,
      (error: unknown) => (isFailure(error) ? failures[error.code].status : 500),
    )
    asked.services += 1
    found.push(...wrong(cell, 'a token', metBy(status ?? 0)))
  }
  return found
}

const rowsOf = (cells: readonly Cell[], name: string) => cells.filter(({ operation }) => operation === name)

describe('the table', () => {
  test('has a row for every operation of the gateway in each version and of the services, and for nothing else', () => {
    expect(gapsOf(atGateway, namesOf(storefront))).toEqual([])
    expect(gapsOf(inVersion1, namesOf(storefrontV1))).toEqual([])
    expect(gapsOf(atServices, namesOf(services))).toEqual([])
  })

  test('is found out when an operation is missing from it, when it names one that is not there, and when a row is there twice', () => {
    const without = atGateway.filter(({ operation }) => operation !== 'sales.byDay')
    expect(gapsOf(without, namesOf(storefront))).toEqual(['sales.byDay has no row'])
    const withoutV1 = inVersion1.filter(({ operation }) => operation !== 'orders.cancel')
    expect(gapsOf(withoutV1, namesOf(storefrontV1))).toEqual(['orders.cancel has no row'])
    const [first] = atGateway
    if (!first) throw new Error('the table is empty')
    const more = [...atGateway, { ...first, operation: 'sales.byNight' }, first]
    expect(gapsOf(more, namesOf(storefront))).toEqual([
      'there is no operation sales.byNight',
      'products.list – guest is there twice',
    ])
  })
})

describe('through the gateway, over every protocol, every caller meets what the table says of', () => {
  test.each(operationsOf(atGateway))('%s', async (name) => {
    expect(await wrongAtGateway(rowsOf(atGateway, name))).toEqual([])
  })
})

describe('through the gateway in version 1, over tRPC and REST, every caller meets what the table says of', () => {
  test.each(operationsOf(inVersion1))('%s', async (name) => {
    expect(await wrongAtGateway(rowsOf(inVersion1, name), 'v1')).toEqual([])
  })
})

describe('over every protocol, staff who lack the second factor meet what the table says of a shopper, and hear what to do about it', () => {
  const ofShoppers = atGateway.filter(({ role }) => role === 'shopper')

  test.each(operationsOf(ofShoppers))('%s', async (name) => {
    const actors = { ...cast, shopper: bareStaff(door) }
    const operation = publicOperation(name)
    const isForStaff = operation.policy.callers.some((caller) => caller === 'staff' || caller === 'admin')
    for (const cell of rowsOf(ofShoppers, name)) {
      for (const protocol of protocols.v2.filter(({ serves }) => serves(operation))) {
        const { status, code } = await askAs(cell, protocol, actors)
        expect(metBy(status), `${protocol.name} ${cell.whose}`).toBe(cell.expected)
        if (status === 403 && isForStaff) expect(code, protocol.name).toBe('second_factor_missing')
      }
    }
  })
})

describe('past the gateway, with a token straight to the service, every caller meets what the table says of', () => {
  test.each(operationsOf(atServices))('%s', async (name) => {
    expect(await wrongAtServices(rowsOf(atServices, name))).toEqual([])
  })
})

describe('the same call has the same answer over every protocol that serves it:', () => {
  const shared = namesOf(storefront).filter((name) => publicOperation(name).policy.only === undefined)
  const asActor = async (name: string, { role, whose }: Cell, change: (input: object) => object = (input) => input) => {
    if (role === 'service') throw new Error('no service calls the gateway')
    const operation = publicOperation(name)
    const replies: Record<string, Reply> = {}
    for (const protocol of protocols.v2.filter(({ serves }) => serves(operation))) {
      // Each asks for things of its own, for some can be done once only.
      const fresh = createThings(door)
      const cell = { operation: name, whose, role, expected: 'yes' } as const
      const input = change(await inputOf(cell, storefrontInputs, fresh))
      const headers = await cookiesFor(name, fresh, await cast[role].headers())
      replies[protocol.name] = await protocol.ask(door, { operation: name, input, headers })
    }
    return differencesOf(replies, operation.output)
  }
  const cellOf = (name: string, wanted: (cell: Cell) => boolean) => rowsOf(atGateway, name).find(wanted)

  test.each(shared)('%s', async (name) => {
    const granted = cellOf(name, ({ expected, role }) => expected === 'yes' && role !== 'service')
    if (!granted) throw new Error('nobody may ask for it')
    expect(await asActor(name, granted)).toEqual([])
    const refused = cellOf(name, ({ expected }) => expected !== 'yes')
    if (refused) expect(await asActor(name, refused)).toEqual([])
    const [field] = Object.keys(fieldsIn(publicOperation(name).input))
    if (field) expect(await asActor(name, granted, (input) => ({ ...input, [field]: 'x'.repeat(600) }))).toEqual([])
  })

  test('and an order that is placed under one key over all of them is one order', async () => {
    const headers = { ...(await cast.guest.headers()), 'idempotency-key': randomUUID() }
    const placed = await Promise.all(
      protocols.v2
        .filter(({ serves }) => serves(publicOperation('orders.place')))
        .map((protocol) => protocol.ask(door, { operation: 'orders.place', input: checkout, headers })),
    )
    expect(placed.map(({ code }) => code)).toEqual([null, null, null])
    expect(new Set(placed.map(({ value }) => JSON.stringify(value))).size).toBe(1)
  })

  test('a protocol that answers otherwise is found out', () => {
    const output = publicOperation('stock.bySku').output
    const stock = { sku: 'a', edition: 1, onHand: 1, reserved: 0, sold: 0, available: 1 }
    const good = { status: 200, code: null, value: stock }
    const other = { status: 404, code: 'not_found', value: null }
    expect(differencesOf({ tRPC: good, REST: good, GraphQL: good }, output)).toEqual([])
    expect(differencesOf({ tRPC: good, REST: other, GraphQL: good }, output)).toHaveLength(1)
    expect(differencesOf({ tRPC: good, REST: { ...good, value: { ...stock, cost: 1 } } }, output)).toHaveLength(1)
    expect(differencesOf({ tRPC: good, GraphQL: { ...good, value: null } }, output)).toHaveLength(1)
  })
})

test('no cell was left out', () => {
  const waysOf = (cells: readonly Cell[], version: Version) =>
    cells.reduce((sum, { operation }) => {
      const { rest, only } = publicOperation(operation, version).policy
      return sum + 1 + (rest ? 1 : 0) + (only || version === 'v1' ? 0 : 1)
    }, 0)
  const ways = { v2: waysOf(atGateway, 'v2'), v1: waysOf(inVersion1, 'v1') }
  expect(asked).toEqual({ ...ways, services: atServices.length })
})

test('whatever staff changed, and anybody in the lab, stands in the audit log, whose chain holds', async () => {
  const written = new Set<string>()
  for (let before: number | undefined, more = true; more; ) {
    const page = await door.audit.list({ before, limit: 100 })
    for (const { operation } of page.items) written.add(operation)
    before = page.items.at(-1)?.seq
    more = page.more
  }
  const changes = atGateway.filter(({ operation, role, expected }) => {
    const isWatched = role === 'staff' || role === 'admin' || operation.startsWith('lab.')
    return publicOperation(operation).kind === 'mutation' && isWatched && expected === 'yes'
  })
  expect([...written].sort()).toEqual(operationsOf(changes).sort())
  expect((await door.audit.check()).faults).toEqual([])
})

describe('a grant that is widened by mistake', () => {
  /** Lets everybody in until it is disposed of. */
  const widened = (operation: { policy: Policy }) => {
    const { policy } = operation
    operation.policy = { ...policy, callers: ['anyone'] }
    return {
      [Symbol.dispose]: () => {
        operation.policy = policy
      },
    }
  }
  const cells = rowsOf(atGateway, 'sales.byDay')

  test('shows, for each caller whom it lets in', async () => {
    using _gateway = widened(storefront.sales.operations.byDay)
    using _service = widened(orders.operations.sales)
    const overEach = (found: string, status: number) =>
      ['tRPC', 'REST', 'GraphQL'].map((protocol) => `${found} over ${protocol}: yes, not ${status}`)
    expect(await wrongAtGateway(cells)).toEqual([
      ...overEach('sales.byDay, –, as guest', 401),
      ...overEach('sales.byDay, –, as shopper', 403),
      ...overEach('sales.byDay, –, as partner', 403),
      ...overEach('sales.byDay, –, as reader', 403),
    ])
    expect(await wrongAtServices(rowsOf(atServices, 'orders.sales'))).toContain(
      'orders.sales, –, as guest over a token: yes, not 401',
    )
  })

  test('at the gateway alone lets nobody in: the service refuses by itself', async () => {
    using _gateway = widened(storefront.sales.operations.byDay)
    expect(await wrongAtGateway(cells)).toEqual([])
  })
})
