import type { Page } from '@playwright/test'
import axe from 'axe-core'
import { newEmail } from '../accounts.ts'
import type { Partner } from '../partner.ts'
import { beginsSecondFactor, turnsOnSecondFactor } from '../second-factor.ts'
import { expect, test } from '../shop.ts'
import type { Shopper } from '../shopper.ts'

test.describe.configure({ mode: 'parallel' })

/** How a person gets to each page; the heading tells that they are there. */
const pages: Record<
  string,
  { heading: string | RegExp; open: (shopper: Shopper, partner: Partner) => Promise<unknown> }
> = {
  home: { heading: /^Drawn by a rule/, open: ({ page }) => page.goto('/') },
  catalogue: { heading: 'Prints', open: ({ page }) => page.goto('/prints') },
  'empty result': { heading: 'Nothing by that name', open: ({ page }) => page.goto('/prints?search=mooon') },
  collection: { heading: 'Ridges', open: ({ page }) => page.goto('/collections/ridges') },
  print: { heading: 'Ridge No. 10', open: ({ page }) => page.goto('/prints/ridge-no-10') },
  'sold-out print': { heading: 'First Light', open: opensSoldOut },
  'empty bag': { heading: 'Your bag', open: ({ page }) => page.goto('/cart') },
  bag: { heading: 'Your bag', open: opensFullBag },
  'checkout’s first step': { heading: 'Who is it for?', open: opensCheckout },
  'checkout’s first step with mistakes': { heading: 'Who is it for?', open: makesMistakes },
  'checkout’s second step': { heading: 'Where should it hang?', open: opensSecondStep },
  'checkout’s last step': { heading: 'How should the bank answer?', open: opensLastStep },
  order: { heading: /^Confirmed: you have No\./, open: (shopper, partner) => opensOrder(shopper, partner, 'tok_ok') },
  'rejected order': {
    heading: 'The bank said no.',
    open: (shopper, partner) => opensOrder(shopper, partner, 'tok_declined'),
  },
  'list of orders': { heading: 'Your orders', open: ({ page }) => page.goto('/orders') },
  'sign-in': { heading: 'Come in', open: ({ page }) => page.goto('/sign-in') },
  'sign-in with mistakes': { heading: 'Come in', open: guessesWrong },
  'sign-up': { heading: 'Make an account', open: ({ page }) => page.goto('/sign-up') },
  'mailed link': {
    heading: 'Your password once more',
    open: ({ page }) => page.goto('/sign-up/verify?token=0123456789'),
  },
  'reset of a password': { heading: 'A new password', open: ({ page }) => page.goto('/reset-password') },
  account: { heading: /^Hello, /, open: (shopper) => opensAccount(shopper, '') },
  'account’s orders': { heading: 'Your orders', open: (shopper) => opensAccount(shopper, '/orders') },
  'account’s addresses': { heading: 'A new address', open: writesAddress },
  'account’s sessions': { heading: 'Where you are signed in', open: (shopper) => opensAccount(shopper, '/sessions') },
  'account’s second factor': { heading: 'Show this to your app', open: setsUpSecondFactor },
  'sign-in’s second step': { heading: 'And your code', open: isAskedForCode },
  'account’s end': { heading: 'Delete your account', open: (shopper) => opensAccount(shopper, '/delete') },
  lab: { heading: 'Behind the wall', open: ({ page }) => page.goto('/lab') },
  'lab’s registry': { heading: 'Registry', open: callsAway },
  'lab’s load balancing': { heading: 'Load balancing', open: comparesStrategies },
  'lab’s resilience': { heading: /^Timeouts, retries/, open: ({ page }) => page.goto('/lab/resilience') },
  'lab’s idempotency': { heading: 'Idempotent requests', open: pressesTwice },
  'lab’s authorization': { heading: 'Authorization', open: ({ page }) => page.goto('/lab/authorization') },
  'lab’s trust': { heading: 'Trust between services', open: triesTokens },
  'lab’s protocols': { heading: 'Protocols', open: asksThreeWays },
  'lab’s rate limit': { heading: 'Rate limit', open: ({ page }) => page.goto('/lab/rate-limit') },
  'lab’s aggregation': { heading: 'One call a page', open: asksForPage },
  'lab’s cache': { heading: 'Cache and stampede', open: crowdsColdPage },
  'lab’s version routing': { heading: 'Version routing', open: ({ page }) => page.goto('/lab/canary') },
  'lab’s load shedding': { heading: 'Load shedding', open: ({ page }) => page.goto('/lab/shedding') },
  'lab’s live streams': { heading: 'Live streams', open: cutsStream },
  'lab’s versions': { heading: 'Versions', open: asksBothVersions },
  'lab’s outbox': { heading: 'Outbox against dual write', open: writesNotes },
  'lab’s inbox': { heading: 'Inbox', open: deliversAgain },
  'lab’s queues': { heading: 'Queues and back-pressure', open: ({ page }) => page.goto('/lab/queues') },
  'lab’s publish-subscribe': { heading: /^Publish-subscribe/, open: hearsNews },
  'lab’s saga': { heading: 'Saga and compensation', open: drivesSaga },
  'lab’s dead letters': { heading: 'Dead letters', open: ({ page }) => page.goto('/lab/dead-letters') },
  'office’s door': { heading: 'For staff', open: ({ page }) => page.goto('/admin/dead-letters') },
  'office’s dead letters': { heading: /^orders\.orderCancelled to/, open: opensDeadLetter },
  'office’s sales': { heading: 'Sales', open: opensSales },
  'office’s keys': { heading: 'API keys', open: opensOffice('/admin/keys', 'Seeded partner') },
  'office’s people': { heading: 'People', open: opensOffice('/admin/people', 'You are not an admin') },
  'office’s audit log': { heading: 'Audit log', open: opensOffice('/admin/audit', 'the chain is whole') },
  mailbox: { heading: 'Mailbox', open: ({ page }) => page.goto('/lab/mailbox') },
  'page of the API': { heading: /^Halftone API/, open: ({ page }) => page.goto('/api/docs') },
  'page that is not there': { heading: /./, open: ({ page }) => page.goto('/nothing-here') },
}

for (const [name, { heading, open }] of Object.entries(pages)) {
  test(`the ${name} can be used by everyone, by day and by night, and never scrolls sideways`, async ({
    shopper,
    partner,
  }) => {
    const { page } = shopper
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await open(shopper, partner)
    await expect(page.getByRole('heading', { name: heading }).first()).toBeVisible()
    await page.evaluate(axe.source)
    const faults: string[] = []
    for (const width of [1440, 1280, 768, 360]) {
      await page.setViewportSize({ width, height: 900 })
      const wide = await widthOf(page)
      if (wide > width) faults.push(`${width} px: is ${wide} px wide`)
      if (width === 1280 || width === 360) faults.push(...(await faultsInBothLights(page, width)))
    }
    expect(faults).toEqual([])
  })
}

/** Everything by day; by night what colours decide, for nothing else changes with the light. */
async function faultsInBothLights(page: Page, width: number): Promise<string[]> {
  await turnsLight(page, 'light')
  const byDay = await faultsOf(page)
  await turnsLight(page, 'dark')
  const byNight = await faultsOf(page, ['color-contrast', 'link-in-text-block'])
  return [
    ...byDay.map((fault) => `${width} px, by day: ${fault}`),
    ...byNight.map((fault) => `${width} px, by night: ${fault}`),
  ]
}

/** Resolves when no colour is on its way any more. */
async function turnsLight(page: Page, colorScheme: 'light' | 'dark') {
  await page.emulateMedia({ colorScheme })
  const night = page.getByRole('group', { name: 'Light' }).getByRole('button', { name: 'Night' })
  if (await night.isVisible()) await expect(night).toHaveAttribute('aria-pressed', String(colorScheme === 'dark'))
  await page.waitForFunction(() => document.getAnimations().every((one) => !(one instanceof CSSTransition)))
}

const widthOf = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth)

/** What axe, which the page has taken in already, finds there; one line a fault. No page of ours has a frame that it could miss. */
async function faultsOf(page: Page, rules?: string[]): Promise<string[]> {
  const options: axe.RunOptions = {
    resultTypes: ['violations'],
    ...(rules && { runOnly: { type: 'rule', values: rules } }),
  }
  const { violations } = await page.evaluate(
    (how) => (globalThis as unknown as Audited).axe.run(document, how),
    options,
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`))
}

/** The page, once axe is in it. */
type Audited = { axe: typeof axe }

/** Ten buyers of ten take the whole edition; it goes back when the test is over. */
async function opensSoldOut({ page }: Shopper, partner: Partner) {
  const sku = 'first-light-a2'
  const { available } = await partner.stockOf(sku)
  const buyers = Array.from({ length: available / 10 }, () => partner.placeOrder({ sku, quantity: 10 }))
  for (const { orderId } of await Promise.all(buyers)) await partner.waitsFor(orderId, 'confirmed')
  await page.goto('/prints/first-light')
  await expect(page.getByText('All hundred have found a wall.')).toBeVisible()
}

async function setsUpSecondFactor(shopper: Shopper) {
  const account = await shopper.hasAccount()
  await shopper.isSignedIn(account)
  await beginsSecondFactor(shopper, account.password)
}

async function isAskedForCode(shopper: Shopper) {
  const account = await shopper.hasAccount()
  await shopper.isSignedIn(account)
  await turnsOnSecondFactor(shopper, account.password)
  await shopper.page.context().clearCookies()
  await shopper.page.goto('/sign-in')
  await shopper.triesToSignIn(account)
}

async function callsAway({ page }: Shopper) {
  await page.goto('/lab/registry')
  await page.getByRole('button', { name: 'Call ten times a second' }).click()
  await expect(page.getByRole('img', { name: /^Your newest calls: \d+ answered/ })).toBeVisible()
}

async function comparesStrategies({ page }: Shopper) {
  await page.goto('/lab/load-balancing')
  await page.getByRole('button', { name: 'Send 60 calls each way' }).click()
  await expect(page.getByRole('region', { name: 'Round robin' })).toBeVisible()
}

async function triesTokens({ page }: Shopper) {
  await page.goto('/lab/trust')
  await page.getByRole('button', { name: 'Forge it' }).click()
  await expect(page.getByRole('region', { name: 'Calls so far' })).toBeVisible()
}

async function asksBothVersions({ page }: Shopper) {
  await page.goto('/lab/versions')
  await page.getByRole('button', { name: 'Ask both for a print' }).click()
  await expect(page.getByRole('region', { name: 'Version 2' })).toBeVisible()
}

async function asksForPage({ page }: Shopper) {
  await page.goto('/lab/aggregation')
  await page.getByRole('button', { name: 'Home and bag at once' }).click()
  await expect(page.getByRole('region', { name: 'The newest request' })).toBeVisible()
  await page.getByText(/routing table, \d+ operations/).click()
}

async function crowdsColdPage({ page }: Shopper) {
  await page.goto('/lab/cache')
  await page.getByRole('button', { name: 'Twenty ask for a cold page' }).click()
  await page.getByRole('button', { name: 'Look at a print twice' }).click()
  await expect(page.getByRole('region', { name: 'Looks at the print' })).toBeVisible()
}

async function cutsStream({ page }: Shopper) {
  await page.goto('/lab/realtime')
  await page.getByRole('button', { name: 'Order a print' }).click()
  await page.getByRole('button', { name: 'Cut the stream' }).click()
  await page.getByRole('button', { name: 'Ship it' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Sent' })).toContainText('not yet')
}

async function pressesTwice({ page }: Shopper) {
  await page.goto('/lab/idempotency')
  await page.getByRole('button', { name: 'Press Pay twice' }).click()
  await expect(page.getByRole('region', { name: 'Second answer' })).toBeVisible()
}

/** While nothing goes wrong: others are in the same shop. */
async function writesNotes({ page }: Shopper) {
  await page.goto('/lab/outbox')
  await page.getByRole('radio', { name: 'Nothing' }).check({ force: true })
  await page.getByRole('button', { name: 'Write twelve notes each way' }).click()
  await expect(page.getByRole('img', { name: 'With an outbox: 12 arrived' })).toBeVisible()
}

async function deliversAgain({ page }: Shopper) {
  await page.goto('/lab/inbox')
  await page.getByRole('button', { name: 'Order a print' }).click()
  await page.getByRole('button', { name: 'Deliver it all again' }).click({ timeout: 30_000 })
  await expect(page.getByRole('status', { name: 'Rows changed' })).toHaveText('0')
}

async function drivesSaga({ page }: Shopper) {
  await page.goto('/lab/saga')
  await page.getByRole('button', { name: 'Order a print' }).click()
  await expect(page.getByRole('status', { name: 'Status' })).toHaveText('Confirmed')
}

async function hearsNews({ page }: Shopper) {
  await page.goto('/lab/events')
  await expect(page.getByRole('region', { name: 'Who hears what' })).toContainText('in order')
}

async function opensFullBag(shopper: Shopper) {
  await shopper.alreadyHasInBag('bristle-no-9-a3')
  await shopper.page.goto('/cart')
  await expect(shopper.page.getByRole('link', { name: 'Checkout' })).toBeVisible()
}

async function opensCheckout(shopper: Shopper) {
  await shopper.alreadyHasInBag('bristle-no-9-a3')
  await shopper.page.goto('/checkout')
}

async function makesMistakes(shopper: Shopper) {
  await opensCheckout(shopper)
  await shopper.page.getByRole('button', { name: 'Continue' }).click()
  await expect(shopper.page.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
}

async function guessesWrong(shopper: Shopper) {
  await shopper.page.goto('/sign-in')
  await shopper.triesToSignIn({ email: newEmail('nobody'), password: 'a guess' })
  await expect(shopper.page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true')
}

async function opensAccount(shopper: Shopper, path: string) {
  await shopper.isSignedIn()
  await shopper.page.goto(`/account${path}`)
}

/** Writes an address, and leaves it. */
async function writesAddress(shopper: Shopper) {
  await opensAccount(shopper, '/addresses')
  await shopper.page.getByRole('button', { name: /^Write / }).click()
}

async function opensSecondStep(shopper: Shopper) {
  await opensCheckout(shopper)
  await shopper.saysWho()
}

async function opensLastStep(shopper: Shopper) {
  await opensCheckout(shopper)
  await shopper.saysWhoAndWhere()
}

async function opensOrder({ page }: Shopper, partner: Partner, card: 'tok_ok' | 'tok_declined') {
  const { orderId, accessToken } = await partner.placeOrder({ sku: 'bristle-no-11-a3', card })
  await partner.waitsFor(orderId, card === 'tok_ok' ? 'confirmed' : 'rejected')
  await page.goto(`/orders/${orderId}?accessToken=${accessToken}`)
}

/** A letter of their own, open in the office. */
async function opensDeadLetter({ page }: Shopper) {
  await page.goto('/lab/dead-letters')
  await page.getByRole('button', { name: 'Order a print and cancel it' }).click()
  await page.getByRole('link', { name: 'Open it in the office' }).click({ timeout: 40_000 })
}

function opensOffice(path: string, shows: string) {
  return async ({ page }: Shopper) => {
    await page.goto(path)
    await page.getByRole('button', { name: 'Take a staff badge' }).click()
    await expect(page.getByText(shows)).toBeVisible()
  }
}

async function opensSales({ page }: Shopper) {
  await page.goto('/admin/sales')
  await page.getByRole('button', { name: 'Take a staff badge' }).click()
  await expect(page.getByText('Orders confirmed')).toBeVisible()
}

async function asksThreeWays({ page }: Shopper): Promise<void> {
  await page.goto('/lab/protocols')
  await page.getByRole('button', { name: 'Ask three ways' }).click()
  await page.getByText('GraphQL, word for word').click()
}
