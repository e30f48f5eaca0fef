/**
 * The shop as tests speak of it. Everything a fixture does it undoes by itself: orders are cancelled, instances run again.
 * Only on a stack that goes when the tests are done a partner's orders stay: a hundred refunds would be the next test's load.
 *
 *     test('stock comes back when a card is declined', async ({ partner }) => {
 *       const { orderId } = await partner.placeOrder({ sku: 'contour-no-2-a2', card: 'tok_declined' })
 *       await partner.waitsFor(orderId, 'rejected')
 *     })
 */
import { test as base } from '@playwright/test'
import { type Crowd, gatherCrowd } from './crowd.ts'
import { openFaults } from './faults.ts'
import { type Fleet, openFleet } from './fleet.ts'
import { type Ledger, openLedger } from './ledger.ts'
import { type Mailbox, openMailbox } from './mailbox.ts'
import { openPartner, type Partner } from './partner.ts'
import { openRogue, type Rogue } from './rogue.ts'
import { openShopper, type Shopper } from './shopper.ts'
import { breakableShop, goesWithItsData, openShop, type RunningShop, type StackOptions, sharedShop } from './stack.ts'

export { expect } from '@playwright/test'

interface Fixtures {
  /** Buys through the REST API with the seeded key. */
  partner: Partner
  /** Kills, freezes, drains and starts processes. */
  fleet: Fleet
  /** What goes wrong on purpose; healed at the end. */
  faults: ReturnType<typeof openFaults>
  /** The payment provider's books. */
  ledger: Ledger
  mailbox: Mailbox
  /** An intruder that got hold of the registry. */
  rogue: Rogue
  /** People who buy this print and look around beside whom the test watches, served well before anything is broken. */
  crowdBuying: (sku: string) => Promise<Crowd>
  /** A person with a browser of their own. */
  shopper: Shopper
  /** One more person; any number of them. */
  anotherShopper: () => Promise<Shopper>
}

interface WorkerFixtures extends StackOptions {
  /** The running stack. */
  shop: RunningShop
}

/** Playwright's test with the shop's fixtures. */
export const test = base.extend<Fixtures, WorkerFixtures>({
  ownStack: [false, { option: true, scope: 'worker' }],
  shop: [
    async ({ ownStack }, use) => {
      const running = ownStack ? breakableShop() : sharedShop()
      if (running) return use(running)
      await using opened = await openShop()
      await use(opened.shop)
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  baseURL: ({ shop }, use) => use(shop.web),
  partner: async ({ shop, ownStack }, use) => {
    const partner = openPartner(shop)
    await use(partner)
    if (!goesWithItsData({ ownStack })) await partner.undo()
  },
  fleet: async ({ shop }, use) => {
    const fleet = openFleet(shop)
    await use(fleet)
    await fleet.undo()
  },
  faults: async ({ shop }, use) => {
    const faults = openFaults(shop)
    await use(faults)
    await faults.undo()
  },
  ledger: ({ shop }, use) => use(openLedger(shop)),
  mailbox: ({ shop }, use) => use(openMailbox(shop)),
  crowdBuying: ({ partner, ledger }, use) => use((sku) => gatherCrowd(sku, { partner, ledger })),
  rogue: async ({ shop }, use) => {
    await using rogue = await openRogue(shop)
    await use(rogue)
  },
  shopper: async ({ anotherShopper }, use) => use(await anotherShopper()),
  anotherShopper: async ({ browser, shop }, use) => {
    await using opened = new AsyncDisposableStack()
    await use(async () => opened.use(await openShopper({ browser, shop })))
  },
})
