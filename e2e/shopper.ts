import { randomUUID } from 'node:crypto'
import { type Browser, expect, type Page } from '@playwright/test'
import { Order, PlacedOrder } from '@switchyard/contracts/orders'
import { type Account, openAccount, seeded } from './accounts.ts'
import { orderFor } from './partner.ts'
import { ask } from './rest.ts'
import type { RunningShop } from './stack.ts'

/** The cards of the sandbox, as the checkout words them. */
type Card = 'Approves' | 'Declines' | 'Answers late, after ten seconds' | 'Cannot be reached'

/** A person with a browser; disposing cancels what they ordered and closes the browser. */
export interface Shopper extends AsyncDisposable, ReturnType<typeof actionsOn> {
  readonly page: Page
  /** What they, or the browser for them, were told to be wrong: answers from 500 on, and errors of the page itself. */
  readonly errors: readonly string[]
  /** Puts a print in the bag without looking at its page; for tests that are about what comes after. */
  alreadyHasInBag(sku: string): Promise<void>
  /** Has ordered a print in this browser before; the answer is the order's id. */
  orderedBefore(sku: string): Promise<string>
  /** Opens an account of their own, somewhere else. */
  hasAccount(): Promise<Account>
  /** Is signed in before the test begins; unless said otherwise as the shopper whom every copy has, who orders nothing. */
  isSignedIn(as?: Pick<Account, 'email' | 'password'>): Promise<void>
}

/** Opens a browser of their own for a new guest. */
export async function openShopper({ browser, shop }: { browser: Browser; shop: RunningShop }): Promise<Shopper> {
  const context = await browser.newContext({ baseURL: shop.web })
  const page = await context.newPage()
  return {
    page,
    errors: errorsSeenOn(page),
    ...actionsOn(page),
    alreadyHasInBag: async (sku) => {
      const answer = await context.request.post('/trpc/v2/cart.set', { data: { lines: [{ sku, quantity: 1 }] } })
      expect(answer.ok(), await answer.text()).toBe(true)
    },
    orderedBefore: async (sku) => {
      const headers = { 'idempotency-key': randomUUID() }
      const answer = await context.request.post('/api/v2/orders', { data: orderFor({ sku }), headers })
      expect(answer.status(), await answer.text()).toBe(202)
      return PlacedOrder.parse(await answer.json()).orderId
    },
    hasAccount: () => openAccount(shop),
    isSignedIn: async (as = seeded('shopper')) => {
      const data = { email: as.email, password: as.password }
      const answer = await context.request.post('/trpc/v2/account.signIn', { data })
      expect(answer.ok(), await answer.text()).toBe(true)
    },
    [Symbol.asyncDispose]: async () => {
      const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ')
      await context.close()
      await cancelOrdersOf({ cookie, shop })
    },
  }
}

/** What a person does in the shop; each resolves once the page shows that it was done. */
function actionsOn(page: Page) {
  const shopper = {
    opensHome: async () => {
      await page.goto('/')
      await expect(page.getByRole('heading', { level: 1 })).toContainText('Drawn by a rule')
    },
    opensPrint: async (slug: string) => {
      await page.goto(`/prints/${slug}`)
      await expect(page.getByRole('group', { name: 'Size' })).toBeVisible()
    },
    picksSize: async (size: 'A3' | 'A2' | 'A1') => {
      const choice = page.getByRole('radio', { name: size })
      // The label lies over its radio and takes the click, as for a person.
      await choice.check({ force: true })
      await expect(choice).toBeChecked()
    },
    addsToBag: async () => {
      await page.getByRole('button', { name: /^Add to bag/ }).click()
      await expect(page.getByRole('status').filter({ hasText: 'In your bag' })).toBeVisible()
    },
    opensBag: async () => {
      await page.goto('/cart')
      await expect(page.getByRole('heading', { name: 'Your bag' })).toBeVisible()
    },
    /** From the bag to the order's page; the answer is the order's id. */
    checksOut: async (card: Card, email = 'ada@example.org'): Promise<string> => {
      await page.getByRole('link', { name: 'Checkout' }).click()
      await shopper.saysWhoAndWhere(email)
      return shopper.paysWith(card)
    },
    /** Fills in the first two steps of the checkout. */
    saysWhoAndWhere: async (email?: string) => {
      await shopper.saysWho(email)
      await page.getByLabel('Street and number').fill('12 St James’s Square')
      await page.getByLabel('Postal code').fill('1070')
      await page.getByLabel('City').fill('Vienna')
      await page.getByRole('button', { name: 'Continue' }).click()
    },
    saysWho: async (email = 'ada@example.org') => {
      await page.getByLabel('Name').fill('Ada Lovelace')
      await page.getByLabel('E-mail').fill(email)
      await page.getByRole('button', { name: 'Continue' }).click()
    },
    /** The last step; the answer is the order's id. */
    paysWith: async (card: Card): Promise<string> => {
      await page.getByRole('radio', { name: new RegExp(`^${card}`) }).check({ force: true })
      await page.getByRole('button', { name: 'Place order' }).click()
      await page.waitForURL(/\/orders\/[0-9a-f-]{36}/)
      return new URL(page.url()).pathname.split('/')[2] ?? ''
    },
    /** At the sign-in, wherever it leads afterwards. */
    signsIn: async ({ email, password }: Pick<Account, 'email' | 'password'>) => {
      await shopper.triesToSignIn({ email, password })
      await expect(page.getByRole('heading', { name: 'Come in' })).toHaveCount(0)
    },
    triesToSignIn: async ({ email, password }: Pick<Account, 'email' | 'password'>) => {
      await expect(page.getByRole('heading', { name: 'Come in' })).toBeVisible()
      await page.getByLabel('E-mail').fill(email)
      await page.getByLabel('Password').fill(password)
      await page.getByRole('main').getByRole('button', { name: 'Sign in' }).click()
    },
    /** Opens their account, and is led to the sign-in: at the latest a moment after the session has ended elsewhere. */
    findsAccountShut: async () => {
      await expect(async () => {
        await page.goto('/account')
        await expect(page.getByRole('heading', { name: 'Come in' })).toBeVisible({ timeout: 1_000 })
      }).toPass()
    },
    /** Looks at an order until it stands there, and does nothing else: the page has to move by itself. */
    seesOrderBecome: async (status: string, { timeout = 20_000 } = {}) => {
      await expect(page.getByRole('region', { name: 'What happened' }).getByRole('status')).toHaveText(status, {
        timeout,
      })
    },
    /** The order as the API tells its owner. */
    readsOrder: async (orderId: string) =>
      Order.parse(await (await page.request.get(`/api/v2/orders/${orderId}`)).json()),
    /** The words of the history, oldest first. */
    history: () => page.getByRole('region', { name: 'What happened' }).getByRole('listitem').allInnerTexts(),
  }
  return shopper
}

function errorsSeenOn(page: Page): string[] {
  const errors: string[] = []
  page.on('response', (response) => {
    if (response.status() >= 500) errors.push(`${response.status()} ${response.url()}`)
  })
  page.on('pageerror', (error) => errors.push(error.message))
  return errors
}

async function cancelOrdersOf({ cookie, shop: { gateway } }: { cookie: string; shop: RunningShop }) {
  if (cookie === '') return
  const headers = { cookie }
  const { body } = await ask(`${gateway}/trpc/v2/orders.list?input=${encodeURIComponent('{}')}`, { headers })
  const { result } = (body ?? {}) as { result?: { data: { items: { orderId: string }[] } } }
  for (const { orderId } of result?.data.items ?? []) {
    const cancel = { ...headers, 'idempotency-key': randomUUID() }
    await ask(`${gateway}/api/v2/orders/${orderId}/cancel`, { method: 'POST', headers: cancel })
  }
}
