import type { Principal } from '@switchyard/rpc/envelope'
import { TestClock } from '@switchyard/runtime/clock'
import { createLog } from '@switchyard/runtime/log'
import { expect, test } from 'vitest'
import { logRefusals } from './log-refusals.ts'
import { createServer } from './server.ts'
import type { Services } from './services.ts'
import { storefront } from './storefront.ts'
import { doorsOf } from './testing/limited-doors.ts'
import { noAccounts } from './testing/no-accounts.ts'
import { noAudit } from './testing/no-audit.ts'

/** A gateway that takes everybody for this principal, and the refusals that stand in its log. */
async function doorsFor(principal: Principal) {
  const lines: Record<string, unknown>[] = []
  const to = { write: (line: string) => void lines.push(JSON.parse(line)) }
  const log = createLog({ instance: 'gateway-1', level: 'info', to })
  const doors = doorsOf({ newId: () => 'request-1', clock: new TestClock() })
  const none = { apiKeys: {} as never, account: noAccounts, audit: noAudit, lab: {} as never }
  const { app } = await createServer({
    ...doors,
    router: storefront({
      services: { orders: () => ({}), inventory: () => ({}) } as unknown as Services,
      timelineOf: doors.timelineOf,
      onRefused: logRefusals(log),
      ...none,
    }),
    identify: async (request) => {
      request.principal = principal
    },
  })
  const refusals = () => lines.splice(0).map(({ refused, outcome, by }) => `${refused} ${outcome} ${by}`)
  return { app, refusals }
}

const json = { 'content-type': 'application/json' }

test('whoever was not let in stands in the log by id alone, over each protocol and for each call of a batch', async () => {
  const { app, refusals } = await doorsFor({ kind: 'shopper', id: 'ann' })
  const told = 'sales.byDay forbidden shopper:ann'
  await app.inject('/trpc/v2/sales.byDay?input=%7B%7D')
  expect(refusals()).toEqual([told])
  await app.inject('/api/v2/sales')
  expect(refusals()).toEqual([told])
  await app.inject('/trpc/v2/sales.byDay,audit.list?batch=1&input=%7B%220%22%3A%7B%7D%2C%221%22%3A%7B%7D%7D')
  expect(refusals().sort()).toEqual(['audit.list forbidden shopper:ann', told])
  const query = '{ salesByDay { days { day } } }'
  const graphql = await app.inject({ method: 'POST', url: '/graphql', headers: json, payload: { query } })
  expect([graphql.json().errors?.[0]?.extensions.code, refusals()]).toEqual(['forbidden', [told]])
  await app.close()
})

test('a guest and a key that lacks a scope stand there too; who sends a wrong request does not', async () => {
  const guest = await doorsFor({ kind: 'guest', id: 'g' })
  await guest.app.inject('/api/v2/me/sessions')
  expect(guest.refusals()).toEqual(['account.sessions unauthenticated guest:g'])
  const key = await doorsFor({ kind: 'partner', id: 'p', scopes: [] })
  await key.app.inject({
    method: 'POST',
    url: '/api/v2/orders',
    headers: { ...json, 'idempotency-key': 'k' },
    payload: {},
  })
  expect(key.refusals()).toEqual(['orders.place forbidden partner:p'])
  await guest.app.inject({ method: 'POST', url: '/api/v2/orders', headers: json, payload: {} })
  expect(guest.refusals()).toEqual([])
  await guest.app.close()
  await key.app.close()
})
