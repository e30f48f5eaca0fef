import { randomUUID } from 'node:crypto'
import type { Pool } from 'pg'
import { crash, freezeAt } from './instance.ts'
import { contactOf, type Shop } from './shop.ts'

/** A few seconds in the life of a shop, chosen to bring out one kind of mistake. */
export interface Scenario {
  readonly about: string
  /** Left out: the provider's webhooks arrive. */
  readonly webhooks?: false
  /** How long an unfinished order holds stock; left out: longer than the scenario. */
  readonly holdMs?: number
  /** Plays it; what it returns are answers that showed what is another's. */
  play(shop: Shop): Promise<string[]>
}

const waitingIn = async (database: Pick<Pool, 'query'>) =>
  (await database.query('SELECT FROM pg_locks WHERE NOT granted')).rowCount ?? 0

const isScenario = <const All extends Record<string, Scenario>>(all: All): All => all

/** All scenarios by name. Each leaves a sound shop in which every invariant holds. */
export const scenarios = isScenario({
  shopping: {
    about: 'ten guests buy, double-click, change their minds and are turned down; then every message comes again',
    play: async (shop) => {
      const strays = await goShopping(shop)
      await shop.untilQuiet()
      await shop.replay()
      await shop.untilQuiet()
      return strays
    },
  },
  rush: {
    about: 'forty guests want three prints each of an edition of ten, while somebody counts what is on the shelf',
    play: async (shop) => {
      const guests = Array.from({ length: 40 }, (_, index) => `rush-${index}`)
      const counting = await shop.live.inventory.pool.connect()
      await counting.query('BEGIN')
      await counting.query(`SELECT FROM stock WHERE sku = 'few-a2' FOR UPDATE`)
      await Promise.all(guests.map((guest) => shop.place(guest, { sku: 'few-a2', quantity: 3 })))
      // Two statements wait for the shelf, and the rest for those two.
      await shop.until(async () => (await waitingIn(counting)) >= 2)
      await shop.rest(500)
      await counting.query('COMMIT')
      counting.release()
      return []
    },
  },
  'lost-answers': {
    about: 'the provider takes the money and says nothing, neither at once nor by webhook',
    webhooks: false,
    play: async (shop) => {
      const silent = ['tok_timeout', 'tok_timeout', 'tok_flaky', 'tok_ok']
      const placed = await Promise.all(silent.map((token, index) => shop.place(`unheard-${index}`, { token })))
      await shop.untilStatus('unheard-1', placed[1]?.orderId ?? '', ['paid', 'confirmed', 'rejected'])
      await shop.cancel('unheard-1', placed[1]?.orderId ?? '').catch(() => undefined)
      return []
    },
  },
  'late-charge': {
    about: 'a charge waits inside the provider until its order is cancelled and everybody has asked for it',
    webhooks: false,
    play: async (shop) => {
      const { orders } = shop.databases
      const isCharging = async () =>
        (await orders.query(`SELECT FROM payments WHERE state = 'charging'`)).rowCount === 1
      await shop.whileProviderWaits(async () => {
        const { orderId } = await shop.place('impatient')
        await shop.until(isCharging)
        await shop.cancel('impatient', orderId)
        // Longer than everybody takes to ask, and not as long as a charge may be on its way.
        await shop.rest(1_500)
      })
      await shop.until(async () => (await shop.ledger()).length > 0)
      return []
    },
  },
  'crash-and-wipe': {
    about: 'inventory stands still over some commands, then dies, and Redis forgets everything',
    play: async (shop) => {
      const { inventory } = shop.live
      const frozen = freezeAt(inventory, 'stock.reserve')
      const guests = ['wiped-1', 'wiped-2', 'wiped-3']
      await Promise.all(guests.map((guest) => shop.place(guest)))
      // Two statements at once; the third guest waits for the next one.
      await shop.until(() => frozen.waiting === 2)
      // Longer than acknowledgements are gathered and marked.
      await shop.rest(500)
      await crash(inventory)
      await shop.wipe()
      await shop.newStockroom()
      return []
    },
  },
  'late-commit': {
    about: 'a change waits for a lock while younger ones are committed and sent',
    play: async (shop) => {
      const { orderId } = await shop.place('slow')
      await shop.untilStatus('slow', orderId, ['confirmed'])
      await shop.whileLocked(orderId, async () => {
        const cancelling = shop.cancel('slow', orderId)
        await shop.rest(150)
        const younger = await shop.place('quick')
        await shop.untilStatus('quick', younger.orderId, ['confirmed'])
        return [cancelling]
      })
      return []
    },
  },
  overtaken: {
    about: 'two requests to cancel wait for one lock, both decided on the same order',
    play: async (shop) => {
      const { orderId } = await shop.place('undecided')
      await shop.untilStatus('undecided', orderId, ['confirmed'])
      await shop.whileLocked(orderId, async () => {
        const cancelling = [shop.cancel('undecided', orderId), shop.cancel('undecided', orderId)]
        await shop.rest(300)
        return cancelling
      })
      return []
    },
  },
  poison: {
    about: 'a command that no attempt can ever carry out arrives among good ones',
    play: async (shop) => {
      const { orderId } = await shop.place('poisoned')
      const payload = { orderId, stepId: `${orderId}:poison`, lines: 'nonsense' }
      await shop.databases.orders.query(
        `INSERT INTO outbox (id, kind, name, aggregate_id, payload) VALUES ($1, 'command', 'inventory.reserveStock', $2, $3)`,
        [randomUUID(), orderId, JSON.stringify(payload)],
      )
      return []
    },
  },
  'too-late': {
    about: 'the bank thinks for longer than the prints are held',
    holdMs: 2_000,
    play: async (shop) => {
      await Promise.all([shop.place('hasty'), shop.place('patient', { token: 'tok_slow' })])
      return []
    },
  },
})

export type ScenarioName = keyof typeof scenarios

/** What a morning brings; returns answers that showed what is another's. */
async function goShopping(shop: Shop): Promise<string[]> {
  const ordinary = [
    shop.place('one', { quantity: 2 }),
    shop.place('two', { token: 'tok_declined' }),
    shop.place('three', { token: 'tok_flaky' }),
    shop.place('four', { token: 'tok_timeout' }),
    shop.place('five', { sku: 'second-a2' }),
    shop.place('six', { sku: 'few-a2', quantity: 9 }),
  ]
  const [changed, regretted] = await Promise.all([shop.place('seven'), shop.place('eight', { quantity: 3 })])
  const turnedAway = Promise.all([shop.place('nine', { sku: 'last-a2' }), shop.place('ten', { sku: 'last-a2' })])
  await shop.cancel('seven', changed.orderId)
  // A double click: the same request under one key, four times at once.
  await Promise.all(Array.from({ length: 4 }, () => shop.place('eleven', {}, 'double-click')))
  // Keys are a guest's own: another guest may use the same.
  const shared = [await shop.place('twelve', {}, 'my-first'), await shop.place('thirteen', {}, 'my-first')]
  await Promise.all([...ordinary, turnedAway])
  await shop.untilStatus('eight', regretted.orderId, ['confirmed', 'rejected'])
  await shop.cancel('eight', regretted.orderId).catch(() => undefined)
  const seen = await Promise.all(
    shared.map(async ({ orderId }, index) => {
      const guest = index === 0 ? 'twelve' : 'thirteen'
      const order = await shop.order(guest, orderId).catch(() => undefined)
      const isOwn = order?.contact.email === contactOf(guest).email
      return isOwn ? [] : [`${guest} placed an order and was told of order ${orderId}, which is another’s`]
    }),
  )
  return seen.flat()
}
