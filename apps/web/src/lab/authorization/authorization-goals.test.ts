import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { authorizationGoals, isKept, whatOthersOrderMet } from './authorization-goals.ts'
import { type PromisedRow, partOf, promisedRows, type Role } from './promised.ts'
import { inputFor, metBy, type Trial } from './trial.ts'

const promised = promisedRows(readFileSync(join(import.meta.dirname, '../../../../../docs/authorization.md'), 'utf8'))

const row = (operation: string, whose: PromisedRow['whose'] = '–'): PromisedRow => {
  const found = promised.find((one) => one.operation === operation && one.whose === whose)
  if (!found) throw new Error(`the table has no ${operation}, ${whose}`)
  return found
}
const trial = (of: PromisedRow, status: number, role: Role = 'guest'): Trial => ({
  ...{ row: of, role, status, met: metBy(status), at: 0 },
})
const seen = (trials: Trial[]) =>
  authorizationGoals(trials)
    .filter((goal) => goal.seen)
    .map(({ key }) => key)

it('reads every row of the table as it is written, and puts it into its part of the shop', () => {
  expect(promised.length).toBeGreaterThan(85)
  expect(row('sales.byDay').met).toEqual({
    ...{ guest: '401', shopper: '403', partner: '403', reader: '403', staff: 'yes', admin: 'yes' },
  })
  expect(row('webhooks.byId', 'own').met.guest).toBe('·')
  expect(promised.flatMap(({ met }) => Object.values(met)).filter((met) => !/^(yes|401|403|404|·)$/.test(met))).toEqual(
    [],
  )
  expect(['stock.bySku', 'sales.byDay', 'lab.act'].map(partOf)).toEqual(['Shop', 'Office', 'Lab'])
})

it('takes a wrong input and a thing that is too late for let in, and nothing else but success', () => {
  expect([200, 202, 400, 409].map(metBy)).toEqual(['yes', 'yes', 'yes', 'yes'])
  expect([401, 403, 404, 429, 503].map(metBy)).toEqual(['401', '403', '404', '429', '503'])
  expect(isKept(trial(row('sales.byDay'), 401))).toBe(true)
  expect(isKept(trial(row('sales.byDay'), 400))).toBe(false)
})

it('asks about orders that are there, and everything else with a field that nobody knows', () => {
  const orders = {
    own: { orderId: 'mine', accessToken: 'm' },
    another: { orderId: 'theirs', accessToken: 't' },
  }
  expect(inputFor(row('orders.byId', 'own'), orders)).toEqual({ orderId: 'mine' })
  expect(inputFor(row('orders.byId', "another's"), orders)).toEqual({ orderId: 'theirs' })
  expect(inputFor(row('live.follow', 'link'), orders)).toEqual({
    orders: [{ orderId: 'theirs', accessToken: 't' }],
  })
  expect(Object.keys(inputFor(row('account.delete', 'own'), orders))).toEqual(['a field that nobody knows'])
  expect(() => inputFor(row('orders.byId', 'own'), undefined)).toThrow('no order')
})

it('ticks what was answered, and not what staff were answered in place of a stranger', () => {
  const theirs = row('orders.byId', "another's")
  expect(seen([trial(theirs, 404)])).toEqual(['hidden'])
  expect(seen([trial(theirs, 200, 'staff'), trial(row('orders.byId', 'link'), 200)])).toEqual(['link'])
  expect(whatOthersOrderMet([trial(theirs, 200, 'staff')])).toBeNull()
  expect([404, 403, 200].map((status) => whatOthersOrderMet([trial(theirs, status)]))).toEqual([
    'nothing',
    'forbidden',
    'shown',
  ])
})

it('ticks the badge only when the same call was refused without it', () => {
  const office = row('sales.byDay')
  expect(seen([trial(office, 400, 'staff')])).toEqual([])
  expect(seen([trial(row('audit.list'), 401), trial(office, 400, 'staff')])).toEqual([])
  expect(seen([trial(office, 401), trial(office, 400, 'staff')])).toEqual(['badge'])
})

it('ticks the part when no cell of a dozen differs', () => {
  const kept = promised.filter(({ met }) => met.guest === '401').slice(0, 12)
  expect(seen(kept.map((one) => trial(one, 401)))).toEqual(['part'])
  expect(seen([...kept.map((one) => trial(one, 401)), trial(row('sales.byDay'), 200)])).toEqual([])
})
